"""``kho138 check``: the verdict on a file before it is sent."""

from __future__ import annotations

from pathlib import Path

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, progress, table

_SEVERITY = {"quarantine": "Giữ lại", "error": "Lỗi", "query": "Cần giải trình"}
_VERDICT = {
    "accepted": "ĐẠT: có thể gửi.",
    "returned": "CHƯA ĐẠT: sửa các lỗi dưới đây rồi gửi.",
    "quarantined": "KHÔNG GỬI: tệp sẽ bị giữ lại để xác minh.",
}


def check(
    file: Path = typer.Argument(help="The workbook (.xlsx), .csv or .json to check."),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print the verdict as JSON."),
    slip: Path | None = typer.Option(None, "--slip", help="Also write the marked workbook (.xlsx) here."),
) -> None:
    """Check a file before sending it. Exit code: 0 clean, 1 issues, 2 the file cannot be read."""
    with progress("Đang nạp quy tắc…"):
        from ingestion.check_file import check_file
        from quality.register.register import Register

    workspace = Workspace.from_environment()
    register = Register.read(workspace.register) if (workspace.register / "city.yml").exists() else None
    try:
        with progress("Đang kiểm tra…"):
            checked = check_file(file, register)
    except OSError as error:
        ERR.print(f"Không đọc được {file}: {error.strerror}")
        raise typer.Exit(2) from error
    issues = checked.issues.to_dicts()
    if slip is not None:
        from orchestration.outbox.checked_slip import checked_slip

        slip.write_bytes(checked_slip(checked, file.name, register))
        ERR.print(f"Phiếu kết quả: {slip}")
    if as_json:
        print_json({"file": file.name, "form": checked.form_code, "verdict": checked.verdict,
                    "issues": issues, "not_tested": checked.not_tested})  # fmt: skip
    else:
        OUT.print(f"{file.name} · mẫu {checked.form_code or '?'} · {_VERDICT[checked.verdict]}")
        if issues:
            shown = table("", [("Mức", "left"), ("Ô", "left"), ("Quy tắc", "left"), ("Vấn đề và cách sửa", "left")])
            for issue in issues:
                where = "!".join(x for x in (issue["sheet"], issue["cell"]) if x) or "cả tệp"
                words = f"{issue['message_vi']} {issue['action_vi']}"
                shown.add_row(_SEVERITY[issue["severity"]], where, issue["rule_id"], words)
            OUT.print(shown)
        OUT.print(f"Chỉ kiểm tra được khi tệp đã gửi: {', '.join(checked.not_tested)}", style="dim")
    if not checked.readable:
        raise typer.Exit(2)
    if issues:
        raise typer.Exit(1)
