"""Format: the report sheet saved as CSV; sheet name "csv", addresses as a spreadsheet would show them.

A table of lines below the header block (its row of ids begins with ``_stt``) is read like the second sheet of the
workbook. A cut CSV file looks like a shorter one, so the file states what it should hold: its first lines (as in the
blank CSV, where a cut is noticed) or its last ones are ``_row_count``, the number of the other lines, and optionally
``_control_total``, the sum of the numbers in column E of the lines below the header block. A wrong statement is an
error at its cell; a file without a row count is accepted with a query.
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

SHEET, LIST_SHEET = "csv", "csv (danh mục)"  # a table of lines below the header block is a sheet of its own
ROW_COUNT_ID = "_row_count"
CONTROL_TOTAL_ID = "_control_total"
LAST_HEADER_ID = "secrecy"  # codes and years above it are no figures; a test holds it to the contract
TABLE_ID = "_stt"
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
    whole = text.endswith(("\n", "\r"))
    rows = _without_statements_above(rows, found, ends_whole=whole) or _without_statements_below(rows, found)
    table = next((n for n, row in enumerate(rows) if _id(row) == TABLE_ID), len(rows))
    for sheet, first, part in ((SHEET, 0, rows[:table]), (LIST_SHEET, table, rows[table:])):
        if part:
            flat = [value for row in part for value in (*row, *[""] * (width - len(row)))]
            found.sheets.append(sheet_cells(sheet, max(width, 1), flat)._replace(first_row=first + 1))
    return found


def _delimiter(text: str) -> str:
    head = text[:4000]
    after_ids = _AFTER_ID.findall(head)
    if after_ids:
        return max(";\t,", key=after_ids.count)
    return max(";\t,", key=head.count)


def _without_statements_above(rows: list[list[str]], found: FileContent, *, ends_whole: bool) -> list[list[str]] | None:
    """``rows`` with empty ones for the statements they begin with (addresses stay); None when none states a count."""
    first = {_id(row): n for n, row in enumerate(rows[:2]) if _id(row) in (ROW_COUNT_ID, CONTROL_TOTAL_ID)}
    if ROW_COUNT_ID not in first or min(first.values()) > 0:
        return None
    nothing = len(rows) > 1 and not any(value.strip() for value in rows[1])  # where the other statement would stand
    above = 2 if nothing else len(first)
    for n in first.values():
        _hand_on(rows[n], n + 1, found)
    below = rows[above:]
    while below and not any(value.strip() for value in below[-1]):
        below.pop()
    broken = bool(below) and not ends_whole and len(below[-1]) < max(map(len, below))  # half a line is none
    lines = len(below) - broken
    cell, stated = _stated(rows[first[ROW_COUNT_ID]], first[ROW_COUNT_ID] + 1)
    found.noticed += wrong_count(cell, stated, lines)
    place = first.get(CONTROL_TOTAL_ID)
    if place is not None and _stated(rows[place], place + 1)[1]:  # of a blank form nobody filled it in
        _compare_total(rows[place], place + 1, below, found)
    return [*([] for _ in range(above)), *below]


def _without_statements_below(rows: list[list[str]], found: FileContent) -> list[list[str]]:
    """The rows above the row count, which is compared with them; what stands below goes to ``found``."""
    place = next((n for n, row in enumerate(rows) if _id(row) == ROW_COUNT_ID), None)
    if place is None:
        found.noticed.append(Noticed("CSV-01", SHEET))
        return [row for row in rows if _id(row) != CONTROL_TOTAL_ID]
    kept, rest = rows[:place], rows[place + 1 :]
    _hand_on(rows[place], place + 1, found)
    cell, stated = _stated(rows[place], place + 1)
    if stated != str(place):
        found.noticed.append(Noticed("CSV-02", SHEET, cell, f"{stated or 'trống'}, phía trên có {place} dòng"))
    for n, row in enumerate(rest, start=place + 2):
        if _id(row) == CONTROL_TOTAL_ID:
            _compare_total(row, n, kept, found)
            _hand_on(row, n, found)
            continue
        for column, value in enumerate(row, start=1):
            if value.strip():
                found.texts.append(Text("other", SHEET, address(n, column), value))
                found.noticed.append(Noticed("CSV-04", SHEET, address(n, column), value[:80]))
    return kept


def _hand_on(row: list[str], row_no: int, found: FileContent) -> None:
    """Give the words of a statement to whoever looks at every text of a file."""
    said = ((n, value) for n, value in enumerate(row[1:], start=2) if value.strip())
    found.texts += [Text("other", SHEET, address(row_no, n), value) for n, value in said]


def _id(row: list[str]) -> str:
    return row[0].strip() if row else ""


def _stated(row: list[str], row_no: int) -> tuple[str, str]:
    """Address and text of what a statement says: column E, else the first number in another column."""
    filled = [n for n, value in enumerate(row[1:], start=2) if value.strip()]
    numbers = (n for n in filled if number(row[n - 1]) is not None)
    column = VALUE_COLUMN if VALUE_COLUMN in filled else next(numbers, VALUE_COLUMN)
    return address(row_no, column), row[column - 1].strip() if column <= len(row) else ""


def _compare_total(row: list[str], row_no: int, kept: list[list[str]], found: FileContent) -> None:
    cell, stated = _stated(row, row_no)
    figures = next((n for n, r in enumerate(kept, start=1) if _id(r) == LAST_HEADER_ID), 0)
    numbers = [number(r[VALUE_COLUMN - 1]) for r in kept[figures:] if len(r) >= VALUE_COLUMN]
    total = sum((n for n in numbers if n is not None), start=Decimal(0))
    found.noticed += wrong_total(cell, stated, total)


def wrong_count(cell: str, stated: str, lines: int) -> list[Noticed]:
    """CSV-02, where the statement at ``cell`` is not the number of whole lines below it."""
    return (
        []
        if stated == str(lines)
        else [Noticed("CSV-02", SHEET, cell, f"{stated or 'trống'}, phía dưới có {lines} dòng đủ")]
    )


def wrong_total(cell: str, stated: str, total: Decimal) -> list[Noticed]:
    """CSV-03, where the statement at ``cell`` is not the sum of the figures."""
    if stated == str(total) or number(stated) == total:
        return []
    shown = f"{total.normalize():f}".replace(".", ",")
    return [Noticed("CSV-03", SHEET, cell, f"{stated or 'trống'}, cộng lại được {shown}")]


def number(text: str) -> Decimal | None:
    """A number as an office writes it (dot for thousands, comma for decimals); dates and words are none."""
    plain = text.strip().replace(" ", "")
    if not _NUMBER.fullmatch(plain):
        return None
    try:
        return Decimal(plain.replace(".", "").replace(",", "."))
    except InvalidOperation:
        return None
