"""Format: Excel workbooks (.xlsx), read with calamine, which keeps the type each cell had."""

from __future__ import annotations

import io

from python_calamine import CalamineWorkbook

from ingestion.parsing.cells import Cell, address, kind_and_text


def parse(content: bytes) -> list[Cell]:
    """Non-empty cells of every sheet, hidden ones included, row by row."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells = []
    for sheet in workbook.sheet_names:
        # skip_empty_area=False: leading empty rows and columns stay, so addresses are the file's own
        for row_no, row in enumerate(workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False), start=1):
            for col_no, value in enumerate(row, start=1):
                if value != "":
                    cells.append(Cell(sheet, address(row_no, col_no), row_no, col_no, *kind_and_text(value)))
    return cells
