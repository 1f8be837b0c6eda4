"""``kho138 document``: the report laid out as official documents are; whether an edited one still says the figures."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, progress, table
from orchestration.cli.edition_reader import Row, query, standing_lines
from orchestration.publishing.edition import MANIFEST_NAME

if TYPE_CHECKING:
    from orchestration.document.finding import Checked
    from orchestration.review_page.page_facts import PageFacts

_KIND_VI = {
    "differs": "khác bản công bố", "loose": "không gắn trường", "unknown": "bản công bố không có",
    "gone": "đã bỏ khỏi văn bản",
}  # fmt: skip


def document(
    unit: str = typer.Option(None, help="The report of this unit's committee, e.g. 13681; default the city's."),
    audience: str | None = typer.Option(
        None, help="From the edition of this audience, e.g. ward-13681, public (kho138 editions list)."
    ),
    out: Path = typer.Option(None, "--out", help="File to write; default “bao-cao.docx” beside the edition."),
    check: Path | None = typer.Option(
        None, "--check", help="Compare this document with the edition instead of writing one."
    ),
    as_json: bool = typer.Option(False, "--json", help="What --check finds as JSON."),
) -> None:
    """Write the report as .docx, or compare an edited one: exit 0 agrees, 1 differs, 2 cannot be read.

    A document says whose edition it was written from; the check compares it with that one unless told otherwise.
    """
    query("select 1 as there")  # says so when nothing has been published yet
    if check is not None:
        _check(check, unit, audience, as_json=as_json)
    if audience is not None:
        _hand_out(audience, out)
        return
    from orchestration.document.write_document import write_document

    source = _published(unit)
    target = out or source.folder / ("bao-cao.docx" if unit is None else f"bao-cao-{unit}.docx")
    with progress("Đang viết báo cáo…"):
        write_document(source.facts, source.guiding, standing_lines().strip(), source.content_hash, target)
    OUT.print(f"Đã viết báo cáo: {target}")


def _hand_out(audience: str, out: Path | None) -> None:
    """The document that was written with the audience's edition; nothing is written twice."""
    from orchestration.editions.document import DOCUMENT

    written = _edition(audience) / DOCUMENT
    if out is not None:
        shutil.copyfile(written, out)
    OUT.print(f"Báo cáo của {audience}: {out or written}")


def _check(path: Path, unit: str | None, audience: str | None, *, as_json: bool) -> NoReturn:
    from orchestration.document.check_document import (
        UnreadableDocumentError,
        check_document,
        open_document,
        reference,
        written_from,
    )

    try:
        opened = open_document(path)
    except UnreadableDocumentError as error:
        ERR.print(f"Không đọc được {path} như một tệp .docx: {error}")
        raise typer.Exit(2) from error
    said = written_from(opened)
    whose = audience or (said.audience if unit is None else None)
    source = _of_audience(whose) if whose else _published(unit or said.unit)
    found = check_document(opened, reference(source.facts, source.guiding))
    _say(found, source.content_hash, as_json=as_json)
    raise typer.Exit(1 if any(f.kind != "gone" for f in found.findings) else 0)


class _Source(NamedTuple):
    """What a document is written from or checked against, and the folder it lies in."""

    facts: PageFacts
    guiding: list[Row]
    content_hash: str
    folder: Path


def _published(unit: str | None) -> _Source:
    from orchestration.editions.document import GUIDING
    from orchestration.review_page.page_facts import UnknownUnitError, page_facts

    published = Workspace.from_environment().published
    content = json.loads((published / MANIFEST_NAME).read_text(encoding="utf-8"))["content_hash"]
    try:
        return _Source(page_facts(query, unit), query(GUIDING), content, published)
    except UnknownUnitError:
        ERR.print(f"Bản công bố không có số liệu của đơn vị {unit}.")
        raise typer.Exit(2) from None


def _of_audience(audience: str) -> _Source:
    from orchestration.editions.document import document_facts, edition_query
    from orchestration.editions.write_editions import place_in, read_manifest
    from orchestration.publishing.edition import FILE_NAME

    folder = _edition(audience)
    manifest = read_manifest(folder)
    with edition_query(folder / FILE_NAME) as run:
        said = document_facts(run, audience, manifest["audience_vi"], place_in(manifest))
    return _Source(said.facts, said.guiding, manifest["content_hash"], folder)


def _edition(audience: str) -> Path:
    from orchestration.editions.document import DOCUMENT
    from orchestration.editions.place import current

    folder = current(Workspace.from_environment().audiences / audience)
    if folder is None or not (folder / DOCUMENT).exists():
        ERR.print(
            f"Chưa có báo cáo cho đối tượng “{audience}”: chạy “kho138 editions write {audience}”"
            " (tên các đối tượng: “kho138 editions list”)."
        )
        raise typer.Exit(2)
    return folder


def _say(found: Checked, content_hash: str, *, as_json: bool) -> None:
    if as_json:
        said = found.written_from
        print_json({"compared": found.compared, "audience": said.audience, "written_from": said.content_hash,
                    "edition": content_hash,
                    "findings": [f._asdict() for f in found.findings]})  # fmt: skip
        return
    written_from = found.written_from.content_hash
    if written_from and written_from != content_hash:
        OUT.print(f"Văn bản được lập từ bản {written_from[:12]}, nay bản công bố là {content_hash[:12]}.")
    shown = [f for f in found.findings if f.kind != "gone"]
    if shown:
        made = table("Số liệu cần xem lại", [("Vấn đề", "left"), ("Chỉ tiêu", "left"), ("Văn bản ghi", "right"),
                                             ("Bản công bố", "right"), ("Ở đâu", "left")])  # fmt: skip
        for f in shown:
            made.add_row(_KIND_VI[f.kind], f.label_vi, f.said, f.edition, f.place)
        OUT.print(made)
    counted: Counter[str] = Counter(f.kind for f in found.findings)
    told = "; ".join(f"{counted[kind]} {words}" for kind, words in _KIND_VI.items() if counted[kind])
    OUT.print(f"Đã đối chiếu {found.compared} trường số liệu và biểu đồ: {told or 'tất cả đúng với bản công bố'}.")
