"""Format: OpenDocument spreadsheets (.ods).

Read from the XML itself: repeated rows and columns are counted before they are written out, so that a short
file cannot ask for a large grid, and error cells, formulas, comments and hidden parts are seen in one pass.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET  # entity declarations are refused by the gate before this reads a byte

from ingestion.opening.gate import Opened
from ingestion.opening.refused import DamagedError, RefusedError
from ingestion.opening.xml_limits import MAX_GRID_CELLS, MAX_ROW
from ingestion.parsing.cells import address, kind_and_text
from ingestion.parsing.file_content import FileContent, Hidden, Noticed, SheetCells, Text
from ingestion.parsing.ods_parts import gives_command, look_outside, other_parts, points_outside
from ingestion.parsing.xlsx_workbook import OWN_HIDDEN_SHEET
from quality.return_slip.comment_words import of_a_slip

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_WIDTH = 1_024
_ERROR = re.compile(r"#(DIV/0!|REF!|N/A|NAME\?|VALUE!|NUM!|NULL!)|Err:\d+")
_TIME = re.compile(r"PT(\d{1,2})H(\d{1,2})M(\d{1,2})S")
_PARTS_OF_CELL = (f"{_TEXT}p", f"{_OFFICE}annotation")
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def parse(opened: Opened) -> FileContent:
    """Everything in the document, hidden sheets included.

    Raises:
        RefusedError: damaged (OPEN-01), or spread wider than a report (OPEN-07).
    """
    try:
        root = ET.fromstring(opened.parts["content.xml"])  # noqa: S314 — no DOCTYPE gets past the gate
    except ET.ParseError as error:
        raise DamagedError from error
    found = FileContent()
    hidden_styles = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }
    for table in root.iter(f"{_TABLE}table"):
        name = table.get(f"{_TABLE}name", "")
        if table.get(f"{_TABLE}style-name") in hidden_styles and name != OWN_HIDDEN_SHEET:
            found.noticed.append(Noticed("BOOK-01", name, None, name))
            found.texts.append(Text("sheet_name", name, None, name))
        _Sheet(name, found).read(table)
    look_outside(root, found)
    other_parts(opened, found)
    return found


class _Sheet:
    """Walks one table: rows and columns by number, repeated ones written out only where they say something."""

    def __init__(self, name: str, found: FileContent) -> None:
        self._name, self._found = name, found
        self._cells = SheetCells(name, [], _WIDTH, [], [])
        found.sheets.append(self._cells)

    def read(self, table: ET.Element) -> None:
        self._columns(table)
        row_no = 1
        for row in table.iter(f"{_TABLE}table-row"):
            times = _times(row, "rows")
            if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                self._found.hidden.append(Hidden(self._name, "row", row_no, row_no + times - 1))
            filled = list(self._row(row))
            if filled:
                if row_no + times - 1 > MAX_ROW or len(self._cells.positions) + len(filled) * times > MAX_GRID_CELLS:
                    raise RefusedError("OPEN-07", f"trang “{self._name}” có dữ liệu tới dòng {row_no + times - 1}")
                for copy in range(row_no, row_no + times):
                    for col_no, times_across, cell in filled:
                        for across in range(col_no, col_no + times_across):
                            self._cell(copy, across, cell)
            row_no += times

    def _columns(self, table: ET.Element) -> None:
        col_no = 1
        for column in table.iter(f"{_TABLE}table-column"):
            times = _times(column, "columns")
            if column.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                self._found.hidden.append(Hidden(self._name, "col", col_no, min(col_no + times - 1, 20_000)))
            col_no += times

    def _row(self, row: ET.Element) -> list[tuple[int, int, ET.Element]]:
        filled, col_no = [], 1
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            times = _times(cell, "columns")
            if len(cell) or cell.get(f"{_OFFICE}value-type") or cell.get(f"{_TABLE}formula"):
                if col_no + times - 1 > _WIDTH:
                    raise RefusedError("OPEN-07", f"trang “{self._name}” có dữ liệu tới cột {col_no + times - 1}")
                filled.append((col_no, times, cell))
            col_no += times
        return filled

    def _cell(self, row_no: int, col_no: int, cell: ET.Element) -> None:
        where = address(row_no, col_no)
        note = cell.find(f"{_OFFICE}annotation")
        if note is not None:
            said = " ".join(t.strip() for t in note.itertext() if t.strip())
            self._found.texts.append(Text("comment", self._name, where, said))
            words = "\n".join("".join(_inside(p)) for p in note.findall(f"{_TEXT}p"))
            if not of_a_slip(words):  # the guard reads it all the same
                self._found.noticed.append(Noticed("BOOK-04", self._name, where, words[:80]))
        for shape in cell:  # anchored to the cell: its words are none of the cell's
            if shape.tag not in _PARTS_OF_CELL:
                self._found.texts += [
                    Text("drawing", self._name, where, t.strip()) for t in shape.itertext() if t.strip()
                ]
        text = "\n".join("".join(_inside(p)) for p in cell.findall(f"{_TEXT}p"))
        formula = cell.get(f"{_TABLE}formula")
        if formula:
            self._formula(where, formula)
        if cell.get(f"{_CALCEXT}value-type") == "error" or (formula and _ERROR.fullmatch(text.strip())):
            self._found.noticed.append(Noticed("CELL-01", self._name, where, text.strip() or "lỗi"))
            return
        value = _value(cell, text)
        if value is None:
            # a formula that came to an empty text has an empty paragraph
            if formula and cell.get(f"{_OFFICE}value-type") is None and cell.find(f"{_TEXT}p") is None:
                self._found.noticed.append(Noticed("CELL-02", self._name, where, formula[:80]))
            return
        self._cells.positions.append((row_no - 1) * _WIDTH + col_no - 1)
        kind, shown = value
        self._cells.kinds.append(kind)
        self._cells.texts.append(shown)

    def _formula(self, where: str, formula: str) -> None:
        self._found.texts.append(Text("formula", self._name, where, formula))
        if gives_command(formula):
            self._found.noticed.append(Noticed("BOOK-07", self._name, where, formula[:80]))
        elif points_outside(formula):
            self._found.noticed.append(Noticed("CELL-08", self._name, where, formula[:80]))


def _times(element: ET.Element, what: str) -> int:
    stated = element.get(f"{_TABLE}number-{what}-repeated", "1")
    if not (stated.isdecimal() and 0 < len(stated) < 9):
        raise DamagedError
    return int(stated)


def _inside(paragraph: ET.Element) -> list[str]:
    """Text of a paragraph; runs of spaces, tabs and line breaks are elements of their own."""
    parts = [paragraph.text or ""]
    for child in paragraph:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            parts.append(" " * (int(count) if count.isdecimal() and len(count) < 4 else 1))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        else:
            parts += _inside(child)
        parts.append(child.tail or "")
    return parts


def _value(cell: ET.Element, text: str) -> tuple[str, str] | None:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in ("float", "percentage", "currency"):
        stated = cell.get(f"{_OFFICE}value", "")
        try:
            return kind_and_text(float(stated))
        except ValueError:
            return ("e", stated or text) if stated or text else None
    if kind == "date":
        day = cell.get(f"{_OFFICE}date-value", "").replace("T", " ")
        return "d", day.removesuffix(" 00:00:00")
    if kind == "time":
        return "d", _time(cell.get(f"{_OFFICE}time-value", ""))
    if kind == "boolean":
        return "b", cell.get(f"{_OFFICE}boolean-value", "").upper()
    words = cell.get(f"{_OFFICE}string-value") or text
    return ("s", words) if words else None


def _time(stated: str) -> str:
    """A time of day as the other formats give it; a duration stays as it was written."""
    parts = _TIME.fullmatch(stated)
    return "{:0>2}:{:0>2}:{:0>2}".format(*parts.groups()) if parts else stated
