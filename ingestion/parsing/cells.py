"""What every parser gives: non-empty cells with their true sheet and address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple


class Cell(NamedTuple):
    """One non-empty cell: the columns of shape CELL without the submission."""

    sheet: str
    cell: str
    row_no: int
    col_no: int
    kind: str  # n number, s text, d date, b boolean, e error
    text: str


Parser = Callable[[bytes], list[Cell]]


@cache
def column_letters(col_no: int) -> str:
    """Letters of a 1-based column number: 1 is A, 27 is AA."""
    letters = ""
    while col_no:
        col_no, rest = divmod(col_no - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row_no: int, col_no: int) -> str:
    """A1 address of a 1-based row and column."""
    return f"{column_letters(col_no)}{row_no}"


def kind_and_text(value: object) -> tuple[str, str]:
    """How a spreadsheet or JSON value is kept as text, with the kind it had in the file.

    A number keeps every digit it had (20.0 is "20"); the number 20.125 and the text "20.125" stay apart by kind.
    """
    if isinstance(value, str):
        return "s", value
    if isinstance(value, bool):
        return "b", "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return "n", str(value)
    if isinstance(value, float):
        return "n", str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return "d", value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ")
    if isinstance(value, (date, time, timedelta)):
        return "d", str(value)
    return "e", str(value)
