"""A workbook all of whose sheets are written plainly: its cells, without a parser."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingestion.opening.gate import Opened
from ingestion.parsing.file_content import SheetCells
from ingestion.parsing.number_formats import kinds_of_styles, well_formed
from ingestion.parsing.plain_sheet import plain_cells
from ingestion.parsing.plain_strings import Strings, shared_strings
from ingestion.parsing.xlsx_workbook import Book

_BEFORE_ROWS = frozenset({"sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols"})
_AREA = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}(?::[A-Z]{1,3}[1-9]\d{0,6})?")
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
    names = tuple(sheet.name for sheet in book.sheets)
    if strings is None or styles is None or book.calendar_1904 or names != _names(opened.parts["xl/workbook.xml"]):
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
def _names(workbook: bytes) -> tuple[str, ...]:
    """Names of the sheets as the tree of the workbook part has them; none where it is no such part."""
    root = well_formed(workbook)
    if root is None or [e.tag.rpartition("}")[2] for e in root.iter()].count("workbook") != 1:
        return ()
    return tuple(sheet.get("name", "") for sheet in root.findall("{*}sheets/{*}sheet"))


@lru_cache(maxsize=256)
def _is_sheet(head: bytes, tail: bytes) -> bool:
    """Whether what stands around the rows is one worksheet as the standard has it, with no other rows in it."""
    if b"sheetData" in head or b"sheetData" in tail:
        return False
    sheet = well_formed(head + _NONE + tail)
    if sheet is None or not sheet.tag.endswith("}worksheet"):
        return False
    for part in sheet:
        name = part.tag.rpartition("}")[2]
        if name == "sheetData":
            return True
        if name not in _BEFORE_ROWS or (name == "dimension" and not _AREA.fullmatch(part.get("ref", ""))):
            return False
    return False
