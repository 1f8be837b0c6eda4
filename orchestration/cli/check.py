"""``kho138 check``: the verdict on a file before it is sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, progress, table

if TYPE_CHECKING:
    from ingestion.check_file import Checked
    from quality.register.register import Register

_SEVERITY = {"quarantine": "Giữ lại", "error": "Lỗi", "query": "Cần giải trình"}
_VERDICT = {
    "accepted": "ĐẠT: có thể gửi.",
    "returned": "CHƯA ĐẠT: sửa các lỗi dưới đây rồi gửi.",
    "quarantined": "KHÔNG GỬI: tệp sẽ bị giữ lại để xác minh.",
}


def check(
    file: Path = typer.Argument(help="The workbook (.xlsx), .csv or .json to check."),
    *,
    unit: str = typer.Option("", "--unit", help="Code of the unit that will send it (needed for older layouts)."),
    as_json: bool = typer.Option(False, "--json", help="Print the verdict as JSON."),
    slip: Path | None = typer.Option(None, "--slip", help="Also write the marked workbook (.xlsx) here."),
) -> None:
    """Check a file before sending it. Exit code: 0 clean, 1 issues, 2 the file cannot be read."""
    with progress("Đang nạp quy tắc…"):
        from ingestion.check_file import check_file
        from ingestion.old_layouts.mapping_model import MappingError, read_mappings
        from quality.register.register import Register

    workspace = Workspace.from_environment()
    register = Register.read(workspace.register) if (workspace.register / "city.yml").exists() else None
    sender = _sender(unit, register) if unit else None
    try:
        mappings = read_mappings(workspace.register)
        with progress("Đang kiểm tra…"):
            checked = check_file(file, register, sender, mappings)
    except OSError as error:
        ERR.print(f"Không đọc được {file}: {error.strerror}")
        raise typer.Exit(2) from error
    except MappingError as error:
        ERR.print(f"Không dùng được bản khai: {error}")
        raise typer.Exit(2) from error
    if not unit and not checked.readable and any(m.fits_name(file.name) for m in mappings):
        ERR.print(
            "Tên tệp khớp một mẫu cũ đã khai trong register/mappings: thêm --unit <mã đơn vị> để kiểm tra theo mẫu đó."
        )
    whole = checked.whole()
    issues = whole.issues.to_dicts()
    if slip is not None:
        from orchestration.outbox.checked_slip import checked_slip

        slip.write_bytes(checked_slip(checked, file.name, register))
        ERR.print(f"Phiếu kết quả: {slip}")
    if as_json:
        reports = [{"name": r.submission["source_name"], "period": r.submission["period_id"], "verdict": r.verdict}
                   for r in checked.reports()]  # fmt: skip
        print_json({"file": file.name, "form": whole.form_code, "verdict": whole.verdict, "reports": reports,
                    "issues": issues, "not_tested": whole.not_tested})  # fmt: skip
    else:
        for report in checked.reports():
            _print(report)
        OUT.print(f"Chỉ kiểm tra được khi tệp đã gửi: {', '.join(whole.not_tested)}", style="dim")
    if not whole.readable:
        raise typer.Exit(2)
    if issues:
        raise typer.Exit(1)


def _sender(unit: str, register: Register | None) -> tuple[str, str]:
    kinds = register.units.filter(unit_code=unit)["kind"].to_list() if register is not None else []
    if not kinds:
        ERR.print(f"Sổ đăng ký không có đơn vị mang mã {unit}.")
        raise typer.Exit(2)
    return str(kinds[0]), unit


def _print(report: Checked) -> None:
    name = report.submission["source_name"]
    OUT.print(f"{name} · mẫu {report.form_code or '?'} · {_VERDICT[report.verdict]}")
    if report.issues.is_empty():
        return
    shown = table("", [("Mức", "left"), ("Ô", "left"), ("Quy tắc", "left"), ("Vấn đề và cách sửa", "left")])
    for issue in report.issues.iter_rows(named=True):
        where = "!".join(x for x in (issue["sheet"], issue["cell"]) if x) or "cả tệp"
        words = f"{issue['message_vi']} {issue['action_vi']}"
        shown.add_row(_SEVERITY[issue["severity"]], where, issue["rule_id"], words)
    OUT.print(shown)
