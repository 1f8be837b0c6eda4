"""A workbook all of whose sheets are written plainly: its cells, without a parser."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ingestion.opening.gate import Opened
from ingestion.parsing.file_content import SheetCells
from ingestion.parsing.number_formats import kinds_of_styles, well_formed
from ingestion.parsing.plain_sheet import plain_cells
from ingestion.parsing.plain_strings import Strings, shared_strings
from ingestion.parsing.xlsx_workbook import Book

_OPEN, _CLOSE, _NONE = b"<sheetData>", b"</sheetData>", b"<sheetData/>"


class PlainSheet(NamedTuple):
    """Cells of a sheet, and the bytes before, in and behind its rows."""

    cells: SheetCells
    head: bytes
    rows: bytes
    tail: bytes


def plain_sheets(opened: Opened, book: Book) -> tuple[list[PlainSheet], Strings] | None:
    """Every sheet of ``book`` and its shared strings; None where a parser has to read any of it."""
    strings = shared_strings(opened.parts.get("xl/sharedStrings.xml"))
    styles = kinds_of_styles(opened.parts.get("xl/styles.xml"))
    if strings is None or styles is None or book.calendar_1904 or not _is_sound(opened.parts["xl/workbook.xml"]):
        return None
    sheets = []
    for sheet in book.sheets:
        xml = opened.parts.get(sheet.part, b"")
        start, end = xml.find(_OPEN), xml.rfind(_CLOSE)
        if 0 <= start < end:
            head, rows, tail = xml[:start], xml[start + len(_OPEN) : end], xml[end + len(_CLOSE) :]
        else:
            head, rows, tail = xml.partition(_NONE)
            rows = b""
        if not tail or not _is_sheet(head, tail):
            return None
        cells = plain_cells(sheet.name, rows, strings, styles)
        if cells is None:
            return None
        sheets.append(PlainSheet(cells, head, rows, tail))
    return sheets, strings


# the same bytes in every file of one form
@lru_cache(maxsize=64)
def _is_sound(part: bytes) -> bool:
    return well_formed(part) is not None


@lru_cache(maxsize=256)
def _is_sheet(head: bytes, tail: bytes) -> bool:
    """Whether what stands around the rows is one worksheet, with no other rows in it."""
    return b"sheetData" not in head and b"sheetData" not in tail and _is_sound(head + _NONE + tail)
