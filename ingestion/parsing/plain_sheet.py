"""A worksheet written plainly, as office programs write a report without formulas, read by its bytes.

A sheet is mostly words of its form and blank cells with a look: most of its rows, and of what stands between two
values, are the same bytes in many files. They are checked to the letter once, and remembered. A cell that is
anything but a number, a day or a string sends the whole workbook to the parser; a test holds both readings to the
same cells.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from operator import lt
from typing import NamedTuple

from ingestion.opening.xml_limits import MAX_GRID_CELLS, MAX_ROW
from ingestion.parsing.cells import column_number, number_text
from ingestion.parsing.file_content import SheetCells
from ingestion.parsing.plain_strings import PlainRow, Strings, plain_text

WIDTH = 702  # columns A to ZZ, as many as a report may have
_BLANK = (
    rb'(?:<row r="[1-9]\d{0,4}"(?: [\w:.]+="[^"<>&\x00-\x1f\x7f-\xff]*")* ?/>'
    rb'|<c r="[A-Z]{1,2}[1-9]\d{0,4}"(?: s="\d{1,4}")?(?: t="[ns]")? ?/>)*'
)
_ROW_OPENS = rb'(?:<row r="[1-9]\d{0,4}"(?: [\w:.]+="[^"<>&\x00-\x1f\x7f-\xff]*")*>)?'
_BEFORE_VALUE = re.compile(
    _BLANK + _ROW_OPENS + _BLANK + rb'<c r="([A-Z]{1,2})([1-9]\d{0,4})"(?: s="(\d{1,4})")?(?: t="(s|n|inlineStr)")?>'
)
_BEHIND_LAST = re.compile(_BLANK + _ROW_OPENS + _BLANK)
_NUMBERS_OF_ROWS = re.compile(rb' r="[A-Z]*(\d+)"')
_NUMBER = re.compile(rb"(-?(?:0|[1-9]\d{0,14})(?:\.\d{1,17})?(?:[eE][+-]?\d{1,2})?)</v>")
_FIRST_DAY, _LAST_DAY = 61, 73_050  # 1900-03-01, from where on Excel's calendar is right, to 2099
_DAY_ZERO = date(1899, 12, 30)
_REMEMBERED, _LONGEST = 20_000, 4_096  # bounds what is remembered of files that are all different
_OF_ONE_FORM = 2_000  # rows remembered with their words, by set of shared strings


class _Place(NamedTuple):
    """What precedes a value: the position of its cell, its kind (s shared, i in the cell, n number) and style."""

    position: int
    kind: str
    style: int


class _Row(NamedTuple):
    """Cells of a row; the text of a shared string is still what stands behind its ``<v>``."""

    positions: list[int]
    kinds: list[str]
    texts: list[str | bytes]


class _OtherwiseError(Exception):
    """Written in another way than this file reads."""


_places: dict[bytes, _Place] = {}


def plain_cells(name: str, rows: bytes, strings: Strings, styles: tuple[str, ...]) -> SheetCells | None:
    """The cells of a sheet, row by row; None where anything in it is not written plainly.

    Args:
        name: its name.
        rows: what stands between ``<sheetData>`` and ``</sheetData>``.
        strings: the shared strings of the workbook.
        styles: the kinds of its styles (``kinds_of_styles``).
    """
    known, resolved = _rows_of(styles), strings.rows.setdefault(styles, {})
    shared = strings.by_value
    positions: list[int] = []
    kinds: list[str] = []
    texts: list[str] = []
    every = rows.split(b"</row>")
    try:
        if not _ends(every.pop()):
            return None
        for row in every:
            of_row = resolved.get(row)
            if of_row is None:
                found = known.get(row) or _learn_row(row, styles, known)
                words = [text if isinstance(text, str) else shared[text] for text in found.texts]
                of_row = PlainRow(found.positions, found.kinds, words)
                if len(resolved) < _OF_ONE_FORM and len(row) <= _LONGEST:
                    resolved[row] = of_row
            positions += of_row.positions
            kinds += of_row.kinds
            texts += of_row.texts
    except (_OtherwiseError, KeyError, IndexError):
        return None
    if not all(map(lt, positions, positions[1:])) or (positions and positions[-1] >= MAX_GRID_CELLS):
        return None
    return SheetCells(name, positions, WIDTH, kinds, texts)


@lru_cache(maxsize=16)
def _rows_of(_: tuple[str, ...]) -> dict[bytes, _Row]:
    """Rows met in workbooks with these styles."""
    return {}


def _learn_row(row: bytes, styles: tuple[str, ...], known: dict[bytes, _Row]) -> _Row:
    pieces = row.split(b"</c>")
    if not _ends(pieces.pop()):
        raise _OtherwiseError
    found = _Row([], [], [])
    for piece in pieces:
        before, _, value = piece.rpartition(b"<v>" if piece[-4:] == b"</v>" else b"<is>")
        position, kind, style = _places.get(before) or _learn(before)
        found.positions.append(position)
        if kind == "n":
            found.kinds.append(styles[style])
            found.texts.append(_READ[styles[style]](value))
        else:
            found.kinds.append("s")
            found.texts.append(value if kind == "s" else _inline(value))
    if len(known) >= _REMEMBERED:
        known.clear()
    if len(row) <= _LONGEST:
        known[row] = found
    return found


def _learn(before: bytes) -> _Place:
    found = _BEFORE_VALUE.fullmatch(before)
    if found is None or not _near(before):
        raise _OtherwiseError
    letters, row, style, kind = found.groups(b"")
    place = _Place((int(row) - 1) * WIDTH + column_number(letters.decode()) - 1, kind.decode() or "n", int(style or 0))
    if len(_places) >= _REMEMBERED:
        _places.clear()
    if len(before) <= _LONGEST:
        _places[before] = place
    return place


@lru_cache(maxsize=4096)
def _ends(last: bytes) -> bool:
    return _BEHIND_LAST.fullmatch(last) is not None and _near(last)


def _near(part: bytes) -> bool:
    return all(int(row) <= MAX_ROW for row in _NUMBERS_OF_ROWS.findall(part))


@lru_cache(maxsize=8192)
def _number(value: bytes) -> str:
    said = _NUMBER.fullmatch(value)
    if said is None:
        raise _OtherwiseError
    return said[1].decode() if said[1].isdigit() else number_text(float(said[1]))


@lru_cache(maxsize=4096)
def _day(value: bytes) -> str:
    number = value[:-4]
    if not number.isdigit() or not _FIRST_DAY <= int(number) <= _LAST_DAY:
        raise _OtherwiseError
    return (_DAY_ZERO + timedelta(int(number))).isoformat()


_READ = {"n": _number, "d": _day}


def _inline(value: bytes) -> str:
    text = plain_text(value[:-5]) if value[-5:] == b"</is>" else None
    if text is None:
        raise _OtherwiseError
    return text
