"""``kho138 document``: the report laid out as official documents are; whether an edited one still says the figures."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, progress, table
from orchestration.cli.edition_reader import Row, query, standing_lines
from orchestration.publishing.edition import MANIFEST_NAME

if TYPE_CHECKING:
    from orchestration.document.check_document import Checked
    from orchestration.review_page.page_facts import PageFacts

_KIND_VI = {
    "differs": "khác bản công bố", "loose": "số không gắn trường", "unknown": "bản công bố không có",
    "gone": "đã bỏ khỏi văn bản",
}  # fmt: skip


def document(
    unit: str = typer.Option(None, help="The report of this unit's committee, e.g. 13681; default the city's."),
    out: Path = typer.Option(None, "--out", help="File to write; default “bao-cao.docx” beside the edition."),
    check: Path | None = typer.Option(
        None, "--check", help="Compare this document with the edition instead of writing one."
    ),
    as_json: bool = typer.Option(False, "--json", help="What --check finds as JSON."),
) -> None:
    """Write the report as .docx, or compare an edited one: exit 0 agrees, 1 differs, 2 cannot be read."""
    workspace = Workspace.from_environment()
    query("select 1 as there")  # says so when nothing has been published yet
    content_hash = json.loads((workspace.published / MANIFEST_NAME).read_text(encoding="utf-8"))["content_hash"]
    if check is None:
        from orchestration.document.write_document import write_document

        facts, guiding = _facts(unit)
        target = out or workspace.published / ("bao-cao.docx" if unit is None else f"bao-cao-{unit}.docx")
        with progress("Đang viết báo cáo…"):
            write_document(facts, guiding, standing_lines().strip(), content_hash, target)
        OUT.print(f"Đã viết báo cáo: {target}")
        return
    from orchestration.document.check_document import (
        UnreadableDocumentError,
        check_document,
        open_document,
        reference,
        written_from,
    )

    try:
        opened = open_document(check)
    except UnreadableDocumentError as error:
        ERR.print(f"Không đọc được {check} như một tệp .docx: {error}")
        raise typer.Exit(2) from error
    found = check_document(opened, reference(*_facts(unit or written_from(opened)[0])))
    _say(found, content_hash, as_json=as_json)
    raise typer.Exit(1 if any(f.kind != "gone" for f in found.findings) else 0)


def _facts(unit: str | None) -> tuple[PageFacts, list[Row]]:
    from orchestration.review_page.page_facts import UnknownUnitError, page_facts

    try:
        return page_facts(query, unit), query("select * from guiding_document order by document_date, document_no")
    except UnknownUnitError:
        ERR.print(f"Bản công bố không có số liệu của đơn vị {unit}.")
        raise typer.Exit(2) from None


def _say(found: Checked, content_hash: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"compared": found.compared, "written_from": found.written_from, "edition": content_hash,
                    "findings": [f._asdict() for f in found.findings]})  # fmt: skip
        return
    if found.written_from and found.written_from != content_hash:
        OUT.print(f"Văn bản được lập từ bản {found.written_from[:12]}, nay bản công bố là {content_hash[:12]}.")
    shown = [f for f in found.findings if f.kind != "gone"]
    if shown:
        made = table("Số liệu cần xem lại", [("Vấn đề", "left"), ("Chỉ tiêu", "left"), ("Văn bản ghi", "right"),
                                             ("Bản công bố", "right"), ("Ở đâu", "left")])  # fmt: skip
        for f in shown:
            made.add_row(_KIND_VI[f.kind], f.label_vi, f.said, f.edition, f.place)
        OUT.print(made)
    counted: Counter[str] = Counter(f.kind for f in found.findings)
    told = "; ".join(f"{counted[kind]} {words}" for kind, words in _KIND_VI.items() if counted[kind])
    OUT.print(f"Đã đối chiếu {found.compared} trường số liệu: {told or 'tất cả đúng với bản công bố'}.")
