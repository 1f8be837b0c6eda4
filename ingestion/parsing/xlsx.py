"""Format: Excel workbooks (.xlsx, .xlsm); every cell keeps the type it had.

A workbook written plainly is read by its bytes (``plain_workbook``); every other by calamine, which is given a
package of the parts the gate has checked. calamine reads error cells and formulas without a value as EMPTY: so the
values in the XML are counted, and where fewer were read the sheet is looked at cell by cell.
"""

from __future__ import annotations

import io
from itertools import chain

from python_calamine import CalamineWorkbook

from ingestion.opening.gate import Opened
from ingestion.opening.refused import DamagedError, RefusedError
from ingestion.opening.xml_limits import MAX_GRID_CELLS, check_places
from ingestion.opening.zip_directory import stored_package
from ingestion.parsing.cells import sheet_cells
from ingestion.parsing.file_content import FileContent
from ingestion.parsing.plain_workbook import plain_sheets
from ingestion.parsing.xlsx_parts import has_empty_string, other_texts
from ingestion.parsing.xlsx_sheet import look_around, look_at_sheet, values_in_xml
from ingestion.parsing.xlsx_workbook import Book, read_book

_FOR_CALAMINE = ("xl/sharedStrings", "xl/styles", "xl/workbook", "xl/_rels/workbook", "_rels/")


def parse(opened: Opened) -> FileContent:
    """Everything in the workbook, hidden sheets included.

    Raises:
        RefusedError: damaged (OPEN-01), larger than a report (OPEN-07), or what was read is not what the
            file holds (OPEN-10).
    """
    found = FileContent()
    book = read_book(opened, found)
    plain = plain_sheets(opened, book)
    if plain is None:
        read_by_parser(opened, book, found)
    else:
        for sheet in plain[0]:
            found.sheets.append(sheet.cells)
            look_around(sheet.cells.sheet, sheet.head, sheet.rows, sheet.tail, found)
    other_texts(opened, book, found)
    return found


def read_by_parser(opened: Opened, book: Book, found: FileContent) -> None:
    """Put the cells of every sheet into ``found``, and what is odd about them.

    Raises:
        RefusedError: as ``parse``.
    """
    for name, part in opened.parts.items():
        if name.startswith("xl/worksheets/"):
            check_places(part)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(_package(opened, book)))
    names = workbook.sheet_names
    if len(names) != len(book.sheets):
        raise RefusedError("OPEN-10", f"tệp khai {len(book.sheets)} trang tính, đọc được {len(names)}")
    grid = 0
    for position, sheet in enumerate(book.sheets):
        if not sheet.part:
            continue  # a chart sheet: its texts are parts of their own
        xml = opened.parts.get(sheet.part)
        if xml is None:
            raise DamagedError(f"thiếu nội dung trang “{sheet.name}”")
        read = workbook.get_sheet_by_index(position)
        height, width = (n + 1 for n in read.end or (0, 0))
        grid += width * height
        if grid > MAX_GRID_CELLS:
            raise RefusedError("OPEN-07", f"trang “{sheet.name}” trải rộng {height} dòng × {width} cột")
        # skip_empty_area=False: leading empty rows and columns stay, so addresses are the file's own
        rows = read.to_python(skip_empty_area=False)
        cells = sheet_cells(sheet.name, len(rows[0]) if rows else 1, list(chain.from_iterable(rows)))
        found.sheets.append(cells)
        count = len(cells.positions)
        stated = values_in_xml(xml)
        closer = stated != count
        fits = look_at_sheet(
            sheet.name, xml, found, every_cell=closer, empty_strings=closer and has_empty_string(opened)
        )
        if fits is not None and count not in fits:
            raise RefusedError("OPEN-10", f"trang “{sheet.name}” có {fits[-1]} ô có dữ liệu, đọc được {count}")


def _package(opened: Opened, book: Book) -> bytes:
    sheets = {s.part for s in book.sheets}
    return stored_package({n: d for n, d in opened.parts.items() if n in sheets or n.startswith(_FOR_CALAMINE)})
