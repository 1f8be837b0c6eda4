"""How a cell is kept: its address, the kind it had in the file, and its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

from ingestion.parsing.file_content import SheetCells


@cache
def column_letters(col_no: int) -> str:
    """Letters of a 1-based column number: 1 is A, 27 is AA."""
    letters = ""
    while col_no:
        col_no, rest = divmod(col_no - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """1-based number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def address(row_no: int, col_no: int) -> str:
    """A1 address of a 1-based row and column."""
    return f"{column_letters(col_no)}{row_no}"


def number_text(value: float) -> str:
    """A number with every digit it had: 20.0 is "20"; not-a-number and infinity stay visible as such."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def date_text(value: date | time | timedelta) -> str:
    """An ISO date, with the time of day where it has one."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ")
    return str(value)


_KIND = {str: "s", float: "n", int: "n", bool: "b", datetime: "d", date: "d", time: "d", timedelta: "d"}


def kind_and_text(value: object) -> tuple[str, str]:
    """How a value is kept as text, with its kind; the number 20.125 and the text "20.125" stay apart by kind."""
    if isinstance(value, str):
        return "s", value
    if isinstance(value, bool):
        return "b", "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return "n", str(value)
    if isinstance(value, float):
        return "n", number_text(value)
    if isinstance(value, (date, time, timedelta)):
        return "d", date_text(value)
    return "e", str(value)


def sheet_cells(sheet: str, width: int, flat: Sequence[object]) -> SheetCells:
    """The non-empty cells of a sheet whose rows, each ``width`` values long, follow one another in ``flat``."""
    positions = [i for i, value in enumerate(flat) if value != ""]
    values = [flat[i] for i in positions]
    kinds = [_KIND.get(type(value), "e") for value in values]
    texts = _texts(values, kinds)
    return SheetCells(sheet, positions, width, kinds, texts)


def _texts(values: Iterable[object], kinds: Iterable[str]) -> list[str]:
    return [v if k == "s" else kind_and_text(v)[1] for v, k in zip(values, kinds, strict=True)]  # type: ignore[misc]  # kind s is a str
