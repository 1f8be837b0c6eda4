"""``kho138 slip``: the answer to a unit or to one submission."""

from __future__ import annotations

from pathlib import Path

import orjson
import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, table
from orchestration.outbox.slip_files import DOCUMENT, LETTER, WORKBOOK

_VERDICT = {"accepted": "Đã nhận", "returned": "Trả lại", "quarantined": "Giữ lại"}
_SHORTEST = 6  # characters of a submission's hash that name it


def slip(
    whose: str = typer.Argument(help="Unit code, or the first characters of a submission's sha256."),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print as JSON (quality/return_slip/slip.schema.json)."),
    text: bool = typer.Option(False, "--text", help="Print the letters."),
) -> None:
    """Return slips of a unit or of one submission. Exit code 1 when there is none."""
    folders = _folders(Workspace.from_environment().slips, whose)
    if not folders:
        ERR.print(f"Không có phiếu kết quả nào của “{whose}” (không có vấn đề, hoặc chưa chạy “kho138 run”).")
        raise typer.Exit(1)
    documents = [orjson.loads((folder / DOCUMENT).read_bytes()) for folder in folders]
    if as_json:
        print_json(documents)
        return
    if text:
        for folder in folders:
            OUT.print((folder / LETTER).read_text(encoding="utf-8"), soft_wrap=True, markup=False)
        return
    made = table("Phiếu kết quả kiểm tra", [("Mẫu", "left"), ("Kỳ", "left"), ("Tệp đã gửi", "left"),
                 ("Kết quả", "left"), ("Lỗi", "right"), ("Giải trình", "right"), ("Phiếu", "left")])  # fmt: skip
    for folder, said in zip(folders, documents, strict=True):
        made.add_row(said["form_code"] or "?", said["period_id"] or "?", said["source_name"], _VERDICT[said["verdict"]],
                     str(said["counts"]["error"]), str(said["counts"]["query"]), str(folder / WORKBOOK))  # fmt: skip
    OUT.print(made)


def _folders(slips: Path, whose: str) -> list[Path]:
    """Folders of whole slips, by unit code or by the start of a submission's hash."""
    own = [f for unit in slips.glob("*") if unit.name == whose for f in unit.iterdir()]
    if not own and len(whose) >= _SHORTEST:
        own = [f for f in slips.glob("*/*") if whose.startswith(f.name) or f.name.startswith(whose)]
    return sorted(f for f in own if (f / DOCUMENT).exists())
