"""Format: the report sheet saved as CSV; sheet name "csv", addresses as a spreadsheet would show them."""

from __future__ import annotations

import csv

from ingestion.parsing.cells import Cell, address

SHEET = "csv"
ROW_COUNT_ID = "_row_count"


def parse(content: bytes) -> list[Cell]:
    """Non-empty cells; comma or semicolon, whichever the first lines use more.

    Raises:
        ValueError: not UTF-8, or fewer rows than the file's own row count says (a cut file).
    """
    text = content.decode("utf-8-sig")
    head = text[:2000]
    rows = list(csv.reader(text.splitlines(), delimiter=";" if head.count(";") >= head.count(",") else ","))
    declared = [(n, row) for n, row in enumerate(rows) if row and row[0] == ROW_COUNT_ID]
    if declared:
        position, row = declared[0]
        stated = next((v for v in row[1:] if v.strip()), "")
        if stated.strip() != str(position):
            raise ValueError(f"the file says {stated} rows and has {position}")
        rows = rows[:position]
    return [
        Cell(SHEET, address(row_no, col_no), row_no, col_no, "s", value)
        for row_no, row in enumerate(rows, start=1)
        for col_no, value in enumerate(row, start=1)
        if value != ""
    ]
