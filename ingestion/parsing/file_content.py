"""What a parser gives of one file: its cells in columns, its other texts, and what it noticed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class SheetCells(NamedTuple):
    """Non-empty cells of one sheet, in columns: a cell costs no object of its own.

    ``positions`` are ``(row - first_row) * width + (column - 1)``; ``addresses`` only where a cell
    is not named by its row and column (json).
    """

    sheet: str
    positions: list[int]
    width: int
    kinds: list[str]  # n number, s text, d date, b boolean, e error
    texts: list[str]
    first_row: int = 1
    addresses: list[str] | None = None


class Text(NamedTuple):
    """A text outside the cells: shape PART_TEXT without the submission."""

    part: str
    sheet: str | None
    cell: str | None
    text: str


class Noticed(NamedTuple):
    """A finding at a place: shape CELL_FINDING without the submission."""

    rule_id: str
    sheet: str | None = None
    cell: str | None = None
    detail: str | None = None


class Hidden(NamedTuple):
    """Hidden rows (axis "row") or columns ("col") of a sheet, first to last, 1-based."""

    sheet: str
    axis: str
    first: int
    last: int


@dataclass
class FileContent:
    """Everything one file says."""

    sheets: list[SheetCells] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    shared_texts: list[tuple[Text, ...]] = field(default_factory=list)  # the same object in many files of one form
    noticed: list[Noticed] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
