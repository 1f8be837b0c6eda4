"""Format: the report sheet saved as CSV; sheet name "csv", addresses as a spreadsheet would show them.

The last line states what the file should hold, because a cut CSV file looks like a shorter one:
``_row_count`` with the number of lines above it, and optionally ``_control_total`` with the sum of the numbers in
column E above. A wrong statement is an error at its cell; a file without a row count is accepted with a query.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal, InvalidOperation

from ingestion.opening.gate import Opened
from ingestion.opening.refused import RefusedError
from ingestion.opening.xml_limits import MAX_GRID_CELLS, MAX_ROW
from ingestion.parsing.cells import address, sheet_cells
from ingestion.parsing.file_content import FileContent, Noticed, Text
from ingestion.parsing.text_encoding import decode

SHEET = "csv"
ROW_COUNT_ID = "_row_count"
CONTROL_TOTAL_ID = "_control_total"
VALUE_COLUMN = 5
_MAX_COLUMNS = 702
# every line of a report begins with the id of its field: what follows the id parts the columns
_AFTER_ID = re.compile(r'^"?_?[a-z][a-z0-9_]*"?([;,\t])', re.MULTILINE)
_NUMBER = re.compile(r"-?[\d.]*\d(,\d+)?")


def parse(opened: Opened) -> FileContent:
    """Everything in the file.

    Raises:
        RefusedError: no encoding fits (OPEN-01), or more rows and columns than a report has (OPEN-07).
    """
    text = decode(opened.content)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise RefusedError("OPEN-07", "có ô dài bất thường hoặc dấu nháy không đóng") from error
    width = max(map(len, rows), default=0)
    if len(rows) > MAX_ROW or width > _MAX_COLUMNS or width * len(rows) > MAX_GRID_CELLS:
        raise RefusedError("OPEN-07", f"có {len(rows)} dòng × {width} cột")
    found = FileContent()
    rows = _without_statements(rows, found)
    flat = [value for row in rows for value in (*row, *[""] * (width - len(row)))]
    found.sheets.append(sheet_cells(SHEET, max(width, 1), flat))
    return found


def _delimiter(text: str) -> str:
    head = text[:4000]
    after_ids = _AFTER_ID.findall(head)
    if after_ids:
        return max(";\t,", key=after_ids.count)
    return max(";\t,", key=head.count)


def _without_statements(rows: list[list[str]], found: FileContent) -> list[list[str]]:
    """The rows above the row count, which is compared with them; what stands below goes to ``found``."""
    place = next((n for n, row in enumerate(rows) if row and row[0].strip() == ROW_COUNT_ID), None)
    if place is None:
        found.noticed.append(Noticed("CSV-01", SHEET))
        return [row for row in rows if not row or row[0].strip() != CONTROL_TOTAL_ID]
    kept, rest = rows[:place], rows[place + 1 :]
    cell, stated = _stated(rows[place], place + 1)
    if stated != str(place):
        found.noticed.append(Noticed("CSV-02", SHEET, cell, f"{stated or 'trống'}, phía trên có {place} dòng"))
    for n, row in enumerate(rest, start=place + 2):
        if row and row[0].strip() == CONTROL_TOTAL_ID:
            _compare_total(row, n, kept, found)
            continue
        for column, value in enumerate(row, start=1):
            if value.strip():
                found.texts.append(Text("other", SHEET, address(n, column), value))
                found.noticed.append(Noticed("CSV-04", SHEET, address(n, column), value[:80]))
    return kept


def _stated(row: list[str], row_no: int) -> tuple[str, str]:
    column = next((n for n, value in enumerate(row[1:], start=2) if value.strip()), VALUE_COLUMN)
    return address(row_no, column), row[column - 1].strip() if column <= len(row) else ""


def _compare_total(row: list[str], row_no: int, kept: list[list[str]], found: FileContent) -> None:
    cell, stated = _stated(row, row_no)
    numbers = [_number(r[VALUE_COLUMN - 1]) for r in kept if len(r) >= VALUE_COLUMN]
    total = sum((n for n in numbers if n is not None), start=Decimal(0))
    if _number(stated) != total:
        shown = f"{total.normalize():f}".replace(".", ",")
        found.noticed.append(Noticed("CSV-03", SHEET, cell, f"{stated or 'trống'}, cộng lại được {shown}"))


def _number(text: str) -> Decimal | None:
    """A number as an office writes it (dot for thousands, comma for decimals); dates and words are none."""
    plain = text.strip().replace(" ", "")
    if not _NUMBER.fullmatch(plain):
        return None
    try:
        return Decimal(plain.replace(".", "").replace(",", "."))
    except InvalidOperation:
        return None
