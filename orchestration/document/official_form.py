"""The form of official documents (Decree 30/2020/ND-CP, annex I): page, typeface, head, title, signature."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FACE = "Times New Roman"
CELL_STYLE = "Cell"  # paragraphs in tables
_BODY = 14  # points; the decree: 13 to 14
# the decree: top and bottom 20-25, left 30-35, right 15-20 mm
_MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 15}


def blank() -> DocumentFile:
    """An empty A4 document: margins, Times New Roman 14, page number in the middle of the head from page 2."""
    document = Document()
    _style(document, "Normal", _BODY)
    for name, bold in (("Heading 1", True), ("Heading 2", True)):
        _style(document, name, _BODY, bold=bold)
    cell: Any = document.styles.add_style(CELL_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = document.styles["Normal"], Pt(11.5)
    cell.paragraph_format.space_after, cell.paragraph_format.line_spacing = Pt(0), 1.0
    section = document.sections[0]
    _page(section)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    return document


def _page(section: Any) -> None:
    section.page_width, section.page_height, section.orientation = Mm(210), Mm(297), WD_ORIENT.PORTRAIT
    for side, size in _MARGINS.items():
        setattr(section, side, Mm(size))
    section.header_distance = Mm(10)


def _style(document: DocumentFile, name: str, size: int, *, bold: bool = False) -> None:
    style: Any = document.styles[name]
    style.font.name, style.font.size, style.font.bold, style.font.italic = FACE, Pt(size), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FACE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6 if bold else 0), Pt(6)
    style.paragraph_format.line_spacing = 1.15 if not bold else 1.0


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        run.font.size = Pt(13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def head(document: DocumentFile, body: str, place: str, symbol: str, year: int) -> None:
    """Issuing body, number and symbol at the left; national title, motto, place and date at the right."""
    table = _bare_table(document, 1, (60, 108))
    left, right = table.rows[0].cells
    name, _, of = body.partition(" 138 ")
    lines = (f"{name} 138".upper(), of.upper()) if of else (body.upper(), "")
    _line(left.paragraphs[0], lines[0], size=13, bold=True)
    if lines[1]:
        _line(left.add_paragraph(), lines[1], size=13, bold=True)
    _rule(left.add_paragraph(), 22)
    _line(left.add_paragraph(), f"Số:        /{symbol}", size=13)
    _line(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True)
    _line(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", size=14, bold=True)
    _rule(right.add_paragraph(), 56)
    _line(right.add_paragraph(), f"{place}, ngày       tháng       năm {year}", size=14, italic=True)


def title(document: DocumentFile, kind: str, subject: str, notes: tuple[str, ...]) -> None:
    """The kind of document and what it is about; notes (draft, invented data) in between, in brackets."""
    _line(document.add_paragraph(), "", size=6)
    _line(document.add_paragraph(), kind, size=14, bold=True)
    _line(document.add_paragraph(), subject, size=14, bold=True)
    _rule(document.add_paragraph(), 50)
    for note in notes:
        _line(document.add_paragraph(), f"({note})", size=12, italic=True)
    _line(document.add_paragraph(), "", size=6)


def closing(document: DocumentFile, recipients: tuple[str, ...], on_behalf_of: str, office: str) -> None:
    """Recipients at the left; at the right the signature, which is left for the person."""
    table = _bare_table(document, 1, (80, 85))
    left, right = table.rows[0].cells
    _line(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True, align=WD_ALIGN_PARAGRAPH.LEFT)
    for said in recipients:
        _line(left.add_paragraph(), f"- {said}", size=11, align=WD_ALIGN_PARAGRAPH.LEFT)
    _line(right.paragraphs[0], on_behalf_of, size=14, bold=True)
    _line(right.add_paragraph(), office, size=14, bold=True)
    for _ in range(4):
        _line(right.add_paragraph(), "", size=14)
    for row in table.rows:
        keep = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(keep)


def _bare_table(document: DocumentFile, rows: int, widths: tuple[float, ...]) -> Any:
    table = document.add_table(rows, len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)  # some programs believe the grid, others the cells
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _line(
    paragraph: Any, text: str, *, size: int, bold: bool = False, italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER,
) -> None:  # fmt: skip
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


# widths of lines, and of the column or page each stands in the middle of
_ROOMS = {22: 60, 56: 108, 50: 165}


def _rule(paragraph: Any, width: int) -> None:
    """A solid line of ``width`` millimetres in the middle: the border of an indented, empty paragraph."""
    _line(paragraph, "", size=2)
    paragraph.paragraph_format.space_before = Pt(3)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)
    room = _ROOMS[width]
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm((room - width) / 2 - 2)
