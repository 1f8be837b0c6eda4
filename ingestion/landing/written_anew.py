"""The cells of a file as a plain workbook: same sheets, same addresses, nothing else of the original."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime

import polars as pl
import xlsxwriter

_CREATED = datetime.fromtimestamp(0, UTC).replace(tzinfo=None)  # fixed: same cells, same bytes


def written_anew(cells: pl.DataFrame, changed: Mapping[tuple[str, str], str]) -> bytes:
    """An .xlsx of ``cells`` (shape CELL of one file) with the texts of ``changed`` in place of theirs.

    Numbers stay numbers and dates dates; text is written as text, so that none of it becomes a formula.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED.replace(year=_CREATED.year + 10)})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheets = {name: book.add_worksheet(name) for name in cells["sheet"].unique(maintain_order=True)}
    columns = cells.select("sheet", "cell", "row_no", "col_no", "kind", "text")
    for name, cell, row_no, col_no, kind, text in columns.iter_rows():
        sheet, row, column = sheets[name], row_no - 1, col_no - 1
        new = changed.get((name, cell))
        if new is not None:
            sheet.write_string(row, column, new)
        elif kind == "n":
            sheet.write_number(row, column, float(text))
        elif kind == "b":
            sheet.write_boolean(row, column, text == "TRUE")
        elif kind == "d" and _is_day(text):
            sheet.write_datetime(row, column, datetime.combine(date.fromisoformat(text), datetime.min.time()), day)
        else:
            sheet.write_string(row, column, text)
    book.close()
    return buffer.getvalue()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
