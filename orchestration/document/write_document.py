"""Writes the report as .docx: blocks in the form of official documents, every figure a field."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from docx.document import Document as DocumentFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from ingestion.identify import OFFICE_TIME
from orchestration.document import official_form
from orchestration.document.blocks import Block, Figure, Grid, Heading, Paragraph, Picture, Piece, Room
from orchestration.document.compose import Composer
from orchestration.document.content_control import ControlWriter
from orchestration.document.package import as_bytes
from orchestration.document.picture_mark import keep_pictures_as_they_are, mark_of
from orchestration.document.review_text import review_text
from orchestration.review_page.charts import as_png
from orchestration.review_page.page_facts import PageFacts
from orchestration.wording import Row, vietnamese

# in the property "identifier": before unit (or "city"), "@" and audience of a reader's edition, "/" and content hash
EDITION_MARK = "kho138:"
_DOTS_PER_INCH = 200
_DASH = "- "


class ReadBy(NamedTuple):
    """For whom a document is written: the name of the audience, and what the document says about that, if anything."""

    audience: str
    note_vi: str | None


def write_document(
    facts: PageFacts, guiding: list[Row], standing: str, content_hash: str, target: Path, read_by: ReadBy | None = None
) -> None:
    """Write the report of the city or of one unit, whole or not at all; the same edition gives the same bytes.

    Args:
        facts: facts of one edition for one reader.
        guiding: guiding documents in force, rows of mart ``guiding_document``.
        standing: draft, or who accepted the edition.
        content_hash: content hash of the edition.
        target: file to write.
        read_by: whose edition the facts are of; None for the warehouse's own.
    """
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(as_bytes(build_document(facts, guiding, standing, content_hash, read_by=read_by)))
    part.replace(target)


def build_document(
    facts: PageFacts, guiding: list[Row], standing: str, content_hash: str, *, with_charts: bool = True,
    read_by: ReadBy | None = None,
) -> DocumentFile:  # fmt: skip
    """The report in memory; without charts where it is only compared with."""
    composer = Composer(facts, guiding, with_charts=with_charts)
    document = official_form.blank()
    writer = _Writer(document)
    city, text = facts.city, review_text()
    place = (facts.unit or {}).get("name_vi") or city["city_name_vi"]
    official_form.head(document, composer.committee, _place(place), "BC-BCĐ138", city["as_of"].year)
    notes = tuple(filter(None, (
        city["invented_note_vi"] if city["invented"] else "", standing, read_by.note_vi if read_by else None,
        facts.territory_vi,
    )))  # fmt: skip
    official_form.title(document, text.title_vi, composer.subject(), notes)
    writer.blocks(composer.body())
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature on a page of its own
    recipients = ("Ban Chỉ đạo 138 cấp trên (để báo cáo);", "Thành viên Ban Chỉ đạo;", "Lưu: VT.")
    official_form.closing(document, recipients, "TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN")
    writer.new_page()
    writer.blocks(composer.annexes())
    known = vietnamese(city["as_of"].astimezone(ZoneInfo(OFFICE_TIME)))
    writer.small(f"Số liệu nhận đến {known}; mã nội dung bản công bố {content_hash}. Mỗi con số là một trường mang"
                 " tên chỉ tiêu; lệnh “kho138 document --check” đối chiếu văn bản này với bản công bố.")  # fmt: skip
    properties = document.core_properties
    unit = facts.unit["unit_code"] if facts.unit else "city"
    properties.title = f"{text.title_vi}: {composer.subject()}"
    properties.author = properties.last_modified_by = composer.committee
    properties.comments, properties.identifier, properties.language = (
        "",
        f"{EDITION_MARK}{unit}{f'@{read_by.audience}' if read_by else ''}/{content_hash}",
        "vi-VN",
    )
    properties.created = properties.modified = city["as_of"].astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
    keep_pictures_as_they_are(document)
    return document


def drawn_picture(picture: Picture) -> bytes:
    """The chart as the document holds it."""
    return as_png(picture.svg, _DOTS_PER_INCH)


def _place(name: str) -> str:
    """``Nam Định`` of ``Thành phố Nam Định``: dates name the place without its kind."""
    for kind in ("Thành phố ", "Phường ", "Xã ", "Thị trấn "):
        name = name.removeprefix(kind)
    return name


class _Writer:
    def __init__(self, document: DocumentFile) -> None:
        self._document, self._controls = document, ControlWriter()

    def blocks(self, blocks: list[Block]) -> None:
        for block in blocks:
            if isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Paragraph) and block.small:
                self.small("".join(piece.text if isinstance(piece, Figure) else piece for piece in block.pieces))
            elif isinstance(block, Paragraph):
                self._prose(_DASH if block.listed else "", block.pieces)
            elif isinstance(block, Room):
                self._controls.room(self._justified(), block.name, f"[{block.hint}]")
            elif isinstance(block, Grid):
                self._grid(block)
            else:
                self._picture(block)

    def new_page(self) -> None:
        self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def small(self, text: str) -> None:
        run = self._justified().add_run(text)
        run.font.size, run.italic = Pt(11), True

    def _justified(self) -> Any:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(12.7)
        return paragraph

    def _heading(self, heading: Heading) -> None:
        paragraph = self._document.add_heading(heading.text, heading.level)
        if heading.text.startswith("PHỤ LỤC"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            paragraph.paragraph_format.first_line_indent = Mm(12.7)

    def _prose(self, mark: str, pieces: tuple[Piece, ...]) -> None:
        paragraph = self._justified()
        if mark:
            paragraph.add_run(mark)
        self._pieces(paragraph, pieces)

    def _pieces(self, paragraph: Any, pieces: tuple[Piece, ...]) -> None:
        for piece in pieces:
            if isinstance(piece, Figure):
                self._controls.figure(paragraph, piece)
            else:
                paragraph.add_run(piece)

    def _grid(self, grid: Grid) -> None:
        caption = self._document.add_paragraph()
        caption.alignment, caption.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
        caption.add_run(grid.caption).bold = True
        table: Any = self._document.add_table(1, len(grid.headings), style="Table Grid")
        table.autofit = False
        for cell, said in zip(table.rows[0].cells, grid.headings, strict=True):
            self._cell(cell, said, WD_ALIGN_PARAGRAPH.CENTER, bold=True)
        _repeat(table.rows[0])
        for row in grid.rows:
            cells = table.add_row().cells
            for number, (cell, piece) in enumerate(zip(cells, row, strict=True)):
                self._cell(cell, piece, WD_ALIGN_PARAGRAPH.LEFT if number < grid.numeric_from else _side(piece))
        for column, width in zip(table.columns, grid.widths, strict=True):
            column.width = Mm(width)  # some programs believe the grid, others the cells
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, width in zip(row.cells, grid.widths, strict=True):
                cell.width = Mm(width)
        self._document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _cell(self, cell: Any, piece: Piece, align: WD_ALIGN_PARAGRAPH, *, bold: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph._p.style = official_form.CELL_STYLE  # by its id: looking it up by name is slow
        paragraph.alignment = align
        if isinstance(piece, Figure):
            self._controls.figure(paragraph, piece)
        else:
            paragraph.add_run(piece).bold = bold

    def _picture(self, picture: Picture) -> None:
        if picture.svg:
            drawn = drawn_picture(picture)
            paragraph = self._document.add_paragraph()
            paragraph.alignment, paragraph.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
            shape = paragraph.add_run().add_picture(io.BytesIO(drawn), width=Mm(155))
            shape._inline.docPr.set("descr", picture.described)  # what a screen reader says
            shape._inline.docPr.set("name", str(mark_of(picture, drawn)))
        caption = self._document.add_paragraph()
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.add_run(picture.caption).italic = True


def _side(piece: Piece) -> WD_ALIGN_PARAGRAPH:
    text = piece.text if isinstance(piece, Figure) else piece
    return WD_ALIGN_PARAGRAPH.RIGHT if text[-1:].isdigit() else WD_ALIGN_PARAGRAPH.CENTER


def _repeat(row: Any) -> None:
    """The headings stand on every page of the table."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
