"""Two readings of one workbook: what is read by its bytes is, to the letter, what the parser reads."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingestion.opening.gate import Opened, open_safely
from ingestion.opening.refused import RefusedError
from ingestion.parsing.cells import address
from ingestion.parsing.file_content import FileContent, SheetCells
from ingestion.parsing.plain_workbook import plain_sheets
from ingestion.parsing.xlsx import read_by_parser
from ingestion.parsing.xlsx_workbook import read_book

_HANDLAID = sorted((Path(__file__).parents[1] / "golden" / "handlaid" / "workbooks").glob("*.xlsx"))
# what a parser must read: formulas, errors, 1904, inline runs, pronunciation, cells beyond number, day and string
_NOT_PLAIN = {
    "a13_f03_inline_strings", "a15_f04_1904", "a18_f05_formulas", "a24_f08_total_row", "r03_f01_made_a_date",
    "r04_f01_error_cell", "r05_f01_formula_without_value", "r27_f04_infinite",
}  # fmt: skip

_Cells = dict[tuple[str, str], tuple[str, str]]


def _said(sheets: list[SheetCells]) -> _Cells:
    return {
        (s.sheet, address(p // s.width + s.first_row, p % s.width + 1)): (kind, text)
        for s in sheets
        for p, kind, text in zip(s.positions, s.kinds, s.texts, strict=True)
    }


def _plainly(opened: Opened) -> _Cells | None:
    read = plain_sheets(opened, read_book(opened, FileContent()))
    return None if read is None else _said([sheet.cells for sheet in read[0]])


def _by_parser(opened: Opened) -> _Cells:
    found = FileContent()
    read_by_parser(opened, read_book(opened, FileContent()), found)
    return _said(found.sheets)


_WORDS = st.text(
    st.sampled_from("aĐổ ẩn<>&\"'\n\t;=+-_x000D_0123456789. \u00a0\u200b\U0001f600"), min_size=1, max_size=12
).filter(lambda text: not text.startswith(("=", "{=")))
_VALUES = st.one_of(
    st.none(),
    _WORDS,
    st.integers(-(10**16), 10**16),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
    st.booleans(),
)
_GRIDS = st.lists(st.lists(_VALUES, max_size=4), max_size=5)


def _xlsxwriter(grid: list[list[object]], *, in_cells: bool) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": in_cells, "in_memory": not in_cells})
    sheet, day, look = book.add_worksheet("Báo cáo"), book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format()
    look.set_bold()
    for r, row in enumerate(grid):
        for c, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(r, c, value, day)
            elif isinstance(value, str):
                sheet.write_string(r, c, value, look)
            elif value is None:
                sheet.write_blank(r, c, None, look)
            else:
                sheet.write(r, c, value)
    book.close()
    return buffer.getvalue()


def _openpyxl(grid: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for r, row in enumerate(grid, 1):
        for c, value in enumerate(row, 1):
            cell = book.worksheets[0].cell(r, c)
            cell.value = value  # type: ignore[assignment]  # what openpyxl takes is checked when it is given
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@settings(deadline=None)
@given(_GRIDS, st.sampled_from(["shared", "in cells", "openpyxl"]))
@example([["a", 1, 2.5, date(2024, 3, 31)]], "shared")
@example([["  đầu và cuối  ", "a&b<c>\"'"], [None, -7, 1e-7]], "in cells")
def test_both_readings_are_one(grid: list[list[object]], writer: str) -> None:
    content = _openpyxl(grid) if writer == "openpyxl" else _xlsxwriter(grid, in_cells=writer == "in cells")
    opened = open_safely("a.xlsx", content)
    read = _plainly(opened)
    assert read is None or read == _by_parser(opened)
    values = [value for row in grid for value in row if value is not None]
    if all(isinstance(v, int) and not isinstance(v, bool) and abs(v) < 10**15 for v in values):
        assert read is not None, "whole numbers are read plainly"


@pytest.mark.parametrize("path", _HANDLAID, ids=[p.stem for p in _HANDLAID])
def test_workbooks_of_other_programs_are_read_alike(path: Path) -> None:
    try:
        opened = open_safely(path.name, path.read_bytes())
    except RefusedError:
        return  # no reading at all: tested with the gate
    read = _plainly(opened)
    assert (read is None) == (path.stem in _NOT_PLAIN)
    assert read is None or read == _by_parser(opened)


_GRID: list[list[object]] = [["Đơn vị", "a < b", None, 12], [date(2024, 12, 31), 0.5, "x", -3]]
_GOOD = {in_cells: _xlsxwriter(_GRID, in_cells=in_cells) for in_cells in (False, True)}
_PARTS = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml")
_PIECES = st.sampled_from(
    [b"", b"<", b">", b"</c>", b"</v>", b"<v>", b"<f>1</f>", b"<!-- -->", b"<![CDATA[5]]>", b"</row>", b"<is>", b"</is>",
     b'<row r="2">', b'<c r="B1">', b'<c r="ZZ9" t="s"><v>0</v></c>', b"<v/>", b"&amp;", b"&#10;", b"\r", b" ", b"e", b"9",
     b'<c r="A1"><v>5</v></c>', b' t="s"', b' t="str"', b' t="e"', b' hidden="1"', b"<sheetData>", b"</sheetData>",
     b"<sheetData/>", b"</si>", b"<si>", b"<r>", b'<rPh sb="0" eb="1"><t>b</t></rPh>', b"\xff", b"\x00", b"_x000D_", b"_x0041_"]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@example(False, "xl/sharedStrings.xml", 0.07421875, 1, b"\xff")  # a version that is none
@given(st.booleans(), st.sampled_from(_PARTS), st.floats(0, 1), st.integers(0, 12), _PIECES)
def test_a_workbook_written_oddly_is_read_by_the_parser_or_alike(
    in_cells: bool, part: str, where: float, cut: int, piece: bytes
) -> None:
    with zipfile.ZipFile(io.BytesIO(_GOOD[in_cells])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = parts.get(part, b"")
    at = int(where * len(before))
    parts[part] = before[:at] + piece + before[at + cut :]
    opened = Opened("xlsx", b"", parts, tuple(parts))
    try:
        read = _plainly(opened)
    except RefusedError:
        return  # the workbook part names no sheet: neither reading begins
    if read is not None:
        assert read == _by_parser(opened)
