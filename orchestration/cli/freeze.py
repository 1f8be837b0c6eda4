"""``kho138 freeze`` and ``kho138 verify``: an edition that never changes, and the proof that it did not."""

from __future__ import annotations

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, progress
from orchestration.cli.edition_reader import query
from orchestration.cli.one_writer import one_writer
from orchestration.publishing.earlier import EarlierError, in_office, moment_of
from orchestration.publishing.freeze import FreezeError
from orchestration.publishing.freeze import freeze as freeze_edition
from orchestration.publishing.verify import Verified
from orchestration.publishing.verify import verify as verify_edition
from orchestration.wording import vietnamese


def freeze(
    year: int = typer.Argument(help="Report year, e.g. 2024."),
    edition: str = typer.Option(help="Name of the edition, e.g. tong-ket-2024."),
    as_of: str = typer.Option(None, help="What was known at the end of this day; default what is published."),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print the manifest as JSON."),
) -> None:
    """Freeze a year: figures, inputs, register and code version under one hash, never written again."""
    moment = moment_of(as_of) if as_of else query("select as_of from dim_city")[0]["as_of"]
    if "/" in edition or edition.startswith("."):
        ERR.print("Tên bản công bố không được chứa dấu “/” hoặc bắt đầu bằng dấu chấm.")
        raise typer.Exit(2)
    try:
        workspace = Workspace.from_environment()
        with one_writer(workspace, "freeze"), progress("Đang chốt số liệu…"):
            manifest = freeze_edition(workspace, year, edition, moment)
    except (FreezeError, EarlierError, ValueError) as error:
        ERR.print(str(error))
        raise typer.Exit(2) from error
    if as_json:
        print_json(manifest)
        return
    OUT.print(f"Đã chốt “{edition}”: số liệu năm {year}, theo những gì đã biết đến {vietnamese(in_office(moment))}")
    OUT.print(f"  {vietnamese(manifest['receipts'])} lượt gửi, {vietnamese(manifest['submissions'])} báo cáo")
    OUT.print(f"  Mã nội dung: {manifest['content_hash']}")
    OUT.print(f"  Kiểm tra lại: kho138 verify {edition}")


def verify(
    edition: str = typer.Argument(help="Name of the frozen edition."),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print the outcome as JSON."),
) -> None:
    """Make a frozen edition again from the received files and compare; exit 1 when it is not the same."""
    try:
        with progress("Đang dựng lại từ tệp gốc…"):
            found = verify_edition(Workspace.from_environment(), edition)
    except (FreezeError, EarlierError) as error:
        ERR.print(str(error))
        raise typer.Exit(2) from error
    if as_json:
        print_json(vars(found) | {"holds": found.holds})
        raise typer.Exit(0 if found.holds else 1)
    OUT.print(f"Bản “{edition}”: {_outcome(found)}", style="bold")
    OUT.print(f"  Mã nội dung đã chốt:   {found.content_hash}")
    OUT.print(f"  Mã nội dung dựng lại:  {found.recreated_hash or '(không dựng lại được)'}")
    for path in found.changed_files:
        OUT.print(f"  Tệp của bản chốt đã bị thay đổi: {path}")
    for submission in found.missing_inputs:
        OUT.print(f"  Thiếu tệp gốc: {submission}")
    for submission in found.erased_inputs:
        OUT.print(f"  Tệp gốc đã xóa theo quyết định, không còn để dựng lại: {submission}")
    if not found.same_code:
        OUT.print("  Mã nguồn hiện nay khác với mã nguồn khi chốt.")
    raise typer.Exit(0 if found.holds else 1)


def _outcome(found: Verified) -> str:
    if not found.holds:
        return "KHÔNG KHỚP"
    return "NGUYÊN VẸN, trừ tệp đã xóa theo quyết định" if found.erased_inputs else "ĐÚNG NGUYÊN BẢN"
