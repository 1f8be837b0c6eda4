"""A worksheet written plainly, as office programs write a report without formulas, read by its bytes.

A sheet is mostly blank cells with a look, and what stands between two values is the same bytes in every file of a
form: it is checked once, to the letter, and remembered. A cell that is anything but a number, a day or a string
sends the whole workbook to the parser; a test holds both readings to the same cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from operator import lt
from typing import NamedTuple

from ingestion.opening.xml_limits import MAX_GRID_CELLS, MAX_ROW
from ingestion.parsing.cells import column_number, number_text
from ingestion.parsing.file_content import SheetCells
from ingestion.parsing.plain_strings import Strings, plain_text

WIDTH = 702  # columns A to ZZ, as many as a report may have
_BETWEEN = (
    rb'(?:<row r="[1-9]\d{0,4}"(?: [\w:.]+="[^"<>&\x00-\x1f\x7f-\xff]*")* ?/?>|</row>'
    rb'|<c r="[A-Z]{1,2}[1-9]\d{0,4}"(?: s="\d{1,4}")?(?: t="[ns]")? ?/>)*'
)
_BEFORE_VALUE = re.compile(
    _BETWEEN + rb'<c r="([A-Z]{1,2})([1-9]\d{0,4})"(?: s="(\d{1,4})")?(?: t="(s|n|inlineStr)")?>', re.DOTALL
)
_BEHIND_LAST = re.compile(_BETWEEN)
_ROWS = re.compile(rb' r="[A-Z]*(\d+)"')
_NUMBER = re.compile(rb"(-?(?:0|[1-9]\d{0,14})(?:\.\d{1,17})?(?:[eE][+-]?\d{1,2})?)</v>")
_FIRST_DAY, _LAST_DAY = 61, 73_050  # 1900-03-01, from where on Excel's calendar is right, to 2099
_DAY_ZERO = date(1899, 12, 30)
_REMEMBERED, _LONGEST = 20_000, 4_096  # bounds what is remembered of files that are all different


class _Place(NamedTuple):
    """What precedes a value: the position of its cell, its kind (s shared, i in the cell, n number) and style."""

    position: int
    kind: str
    style: int


class _OtherwiseError(Exception):
    """Written in another way than this file reads."""


_known: dict[bytes, _Place] = {}


def plain_cells(name: str, rows: bytes, strings: Strings, styles: Sequence[str]) -> SheetCells | None:
    """The cells of a sheet, row by row; None where anything in it is not written plainly.

    Args:
        name: its name.
        rows: what stands between ``<sheetData>`` and ``</sheetData>``.
        strings: the shared strings of the workbook.
        styles: the kinds of its styles (``kinds_of_styles``).
    """
    pieces = rows.split(b"</c>")
    if not _ends(pieces.pop()):
        return None
    parts = [p.rpartition(b"<v>" if p[-4:] == b"</v>" else b"<is>") for p in pieces]
    try:
        places = [_known.get(before) or _learn(before) for before, _, _ in parts]
        positions = [place.position for place in places]
        if not all(map(lt, positions, positions[1:])) or (positions and positions[-1] >= MAX_GRID_CELLS):
            return None
        shared = strings.by_value
        kinds = []
        texts = []
        for (_, kind, style), (_, _, value) in zip(places, parts, strict=True):
            if kind == "s":
                texts.append(shared[value])
            elif kind == "n":
                kind = styles[style]
                texts.append(_READ[kind](value))
            else:
                kind = "s"
                texts.append(_inline(value))
            kinds.append(kind)
    except (_OtherwiseError, KeyError, IndexError):
        return None
    return SheetCells(name, positions, WIDTH, kinds, texts)


def _learn(before: bytes) -> _Place:
    found = _BEFORE_VALUE.fullmatch(before)
    if found is None or any(int(row) > MAX_ROW for row in _ROWS.findall(before)):
        raise _OtherwiseError
    letters, row, style, kind = found.groups(b"")
    place = _Place(
        (int(row) - 1) * WIDTH + column_number(letters.decode()) - 1, (kind or b"n").decode(), int(style or 0)
    )
    if len(_known) >= _REMEMBERED:
        _known.clear()
    if len(before) <= _LONGEST:
        _known[before] = place
    return place


@lru_cache(maxsize=1024)
def _ends(last: bytes) -> bool:
    return _BEHIND_LAST.fullmatch(last) is not None and all(int(row) <= MAX_ROW for row in _ROWS.findall(last))


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
