"""Cells in the order an eye meets them: by sheet, row, column; JSON pointers as they are written."""

from __future__ import annotations

import re

_A1 = re.compile(r"^([A-Z]{1,3})([1-9]\d{0,6})$")


def row_and_column(cell: str | None) -> tuple[int, int] | None:
    """0-based row and column of an A1 address; None for a JSON pointer or no cell."""
    match = _A1.match(cell or "")
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def place_key(sheet: str | None, cell: str | None) -> tuple[str, int, int, str]:
    """Sort key of a place; what concerns a whole file comes first."""
    row, column = row_and_column(cell) or (-1, -1)
    return sheet or "", row, column, cell or ""
