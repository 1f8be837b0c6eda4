"""The XML of one worksheet beside the cells read from it: what calamine does not say.

Error cells, formulas without a value and formulas that reach outside, hidden rows and columns; and how many
cells hold something, to be compared with how many were read. Bytes are searched first; cells are looked at
one by one only where a search met something.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingestion.parsing.cells import address, column_number
from ingestion.parsing.file_content import FileContent, Hidden, Noticed, Text
from ingestion.parsing.package_text import CACHED_BYTES, attributes, texts_of, unescape
from ingestion.parsing.xlsx_workbook import COMMAND, OUTSIDE

_ROW_OR_CELL = re.compile(
    rb"<(?:\w+:)?(row)\b([^>]*)>|<(?:\w+:)?c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL
)
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
_INLINE = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f(?=[\s/>])[^>]*?(?:/>|>([^<]*)<)")
_REFERENCE = re.compile(r"([A-Za-z]+)(\d+)$")
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_HIDDEN = re.compile(rb"""hidden\s*=\s*["'](?:1|true|on)["']""")


def values_in_xml(xml: bytes) -> int:
    """How many cells of a worksheet seem to hold a value; -1 where the tags are written another way."""
    if b"<sheetData" not in xml:
        return -1
    return xml.count(b"</v>") + xml.count(b"<is>")


def look_at_sheet(sheet: str, xml: bytes, found: FileContent, *, every_cell: bool, empty_strings: bool) -> range | None:
    """Put what is odd about a worksheet into ``found``.

    Args:
        sheet: its name.
        xml: its part.
        found: findings, texts and hidden ranges are added to it.
        every_cell: look at every cell even where no search met anything.
        empty_strings: the shared strings hold an empty one, which a reader takes for no cell.

    Returns:
        How many cells may have been read, when every cell was looked at; else None.
    """
    end = xml.rfind(b"sheetData>")
    head_end = max(xml.find(b"sheetData"), 0)
    look_around(sheet, xml[:head_end], xml[head_end:end], xml[end:] if end >= 0 else xml, found)
    # an error cell has a value that was not read, so its sheet comes with every_cell
    if not every_cell and xml.find(b"<f", head_end, end) < 0:
        return None
    return _cells(sheet, xml, found, empty_strings=empty_strings)


def look_around(sheet: str, head: bytes, rows: bytes, tail: bytes, found: FileContent) -> None:
    """Put into ``found`` what is hidden and what is said before and behind the rows of a worksheet."""
    if b"hidden" in head:
        found.hidden += _hidden_columns(sheet, head)
    if b"hidden" in rows:
        _hidden_rows(sheet, rows, found)
    if len(tail) > CACHED_BYTES:
        found.texts += _tail_texts(sheet, tail)
    else:
        found.shared_texts.append(_cached_tail_texts(sheet, tail))


def _tail_texts(sheet: str, tail: bytes) -> tuple[Text, ...]:
    """What stands behind the cells: validations with their prompts, headers and footers of the print."""
    part = "header_footer" if b"headerFooter" in tail and b"dataValidation" not in tail else "validation"
    return tuple(Text(part, sheet, None, t) for t in texts_of(tail))


# the same bytes in every file that came from one blank form
_cached_tail_texts = lru_cache(maxsize=256)(_tail_texts)


# the same bytes in every file of one form
@lru_cache(maxsize=256)
def _hidden_columns(sheet: str, head: bytes) -> tuple[Hidden, ...]:
    columns = [attributes(tag) for tag in _COLUMN.findall(head) if _HIDDEN.search(tag)]
    return tuple(Hidden(sheet, "col", _number(said.get("min")), _number(said.get("max"))) for said in columns)


def _hidden_rows(sheet: str, rows: bytes, found: FileContent) -> None:
    row_no = 0
    for row in _ROW.findall(rows):
        row_no += 1
        if b"hidden" in row or row_no == 1:
            row_no = _number(attributes(row).get("r")) or row_no
            if _HIDDEN.search(row):
                found.hidden.append(Hidden(sheet, "row", row_no, row_no))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else 0


def _cells(sheet: str, xml: bytes, found: FileContent, *, empty_strings: bool) -> range:
    least = most = row_no = col_no = 0
    for kind, row, tag, body in _ROW_OR_CELL.findall(xml):
        if kind:
            row_no, col_no = _number(attributes(row).get("r")) or row_no + 1, 0
            continue
        said = attributes(tag)
        col_no += 1
        cell = said.get("r") or address(row_no, col_no)
        place = _REFERENCE.match(cell)
        if place:
            col_no = column_number(place[1])
        value = _VALUE.search(body)
        kind_of = said.get("t", "n")
        has_value = bool(value and value[1].strip()) or bool(_INLINE.search(body) if kind_of == "inlineStr" else None)
        formula = _FORMULA.search(body)
        if formula:
            _formula(sheet, cell, unescape(formula[1] or b""), found)
        if kind_of == "e":
            found.noticed.append(Noticed("CELL-01", sheet, cell, unescape(value[1]) if value else "lỗi"))
        elif formula and not has_value and kind_of not in ("str", "s", "inlineStr"):
            found.noticed.append(Noticed("CELL-02", sheet, cell, "=" + unescape(formula[1] or b"")[:80]))
        elif has_value:
            most += 1
            least += not (kind_of == "s" and empty_strings)
        elif value and kind_of in ("str", "inlineStr"):
            most += bool(value[1])
    return range(least, most + 1)


def _formula(sheet: str, cell: str, formula: str, found: FileContent) -> None:
    if not formula:
        return  # a cell of a shared formula: the text stands in its first cell
    found.texts.append(Text("formula", sheet, cell, formula))
    bare = re.sub(r'"[^"]*"', '""', formula)
    if COMMAND.search(bare):
        found.noticed.append(Noticed("BOOK-07", sheet, cell, f"={formula[:80]}"))
    elif OUTSIDE.search(bare):
        found.noticed.append(Noticed("CELL-08", sheet, cell, f"={formula[:80]}"))
