"""Told apart in a workbook: the printed part of its form, and what was filled in.

A report is mostly words of its form, the same in every file of it. Where several files of a chunk have the same
printed part, it is carried once, and of each file only what was filled in (``unfold`` puts them together again).
Filled in are the cells of the columns of figures and notes in the rows that carry the id of a field; whatever is odd
about a file keeps it whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import polars as pl

from ingestion.parsing.cells import address
from ingestion.parsing.delimited import LAST_HEADER_ID, TABLE_ID, VALUE_COLUMN
from ingestion.parsing.file_content import FileContent, SheetCells
from ingestion.parsing.xlsx_workbook import OWN_HIDDEN_SHEET
from ingestion.shapes import PRINTED

FILLED = (VALUE_COLUMN - 1, VALUE_COLUMN)  # columns of figures and notes, from 0
ID = re.compile(r"_?[a-z][a-z0-9_]*")
_NEVER_PRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|_x00")
FEWEST = 2  # files, for a printed part to be carried apart
_MOST = 4_000  # cells of a workbook: some ten times those of a form, and no more is remembered of one

Row = tuple[str, int, str | None, str | None, int | None, int | None, str, str]  # shape PRINTED behind its first column
Key = tuple[object, ...]


class Printed(NamedTuple):
    """A printed part: its name, and its rows."""

    name: str
    rows: tuple[Row, ...]


class Folded(NamedTuple):
    """Files of a chunk, those folded with what was filled in alone."""

    opened: list[tuple[str, FileContent]]
    printed: dict[str, str]  # name of the printed part by submission, of those folded
    parts: list[Printed]


class _Cut(NamedTuple):
    """Which cells of a sheet are printed and which filled in, by their place among its cells."""

    printed: Any  # an itemgetter
    printed_positions: tuple[int, ...]
    filled: list[int]
    filled_positions: list[int]


def fold(opened: list[tuple[str, FileContent]]) -> Folded:
    """``opened`` workbooks, folded where at least two of them have the same printed part."""
    numbers: dict[Key, int] = {}
    split = [_split(found) for _, found in opened]
    number = [None if one is None else numbers.setdefault(one[0], len(numbers)) for one in split]
    count = [0] * len(numbers)
    for n in number:
        if n is not None:
            count[n] += 1
    parts: dict[int, Printed | None] = {}
    folded: list[tuple[str, FileContent]] = []
    names: dict[str, str] = {}
    for (sid, found), one, n in zip(opened, split, number, strict=True):
        if one is not None and n is not None and count[n] >= FEWEST:
            if n not in parts:
                parts[n] = _learn(found)
            if part := parts[n]:
                folded.append((sid, one[1]))
                names[sid] = part.name
                continue
        folded.append((sid, found))
    return Folded(folded, names, [part for part in parts.values() if part])


def named(rows: Sequence[Row]) -> Printed:
    """A printed part under its name."""
    return Printed(hashlib.sha256(repr(rows).encode()).hexdigest()[:16], tuple(rows))


def printed_frame(parts: Sequence[Printed]) -> pl.DataFrame:
    """Shape PRINTED."""
    rows = [(part.name, *row) for part in {part.name: part for part in parts}.values() for row in part.rows]
    return pl.DataFrame(rows, schema=PRINTED, orient="row")


def _split(found: FileContent) -> tuple[Key, FileContent] | None:
    report = _report(found)
    if report is None:
        return None
    sheet = found.sheets[report]
    cut = _cut(sheet.width, tuple(sheet.positions))
    if cut is None:
        return None
    key = (
        report,
        sheet.sheet,
        sheet.width,
        cut.printed_positions,
        cut.printed(sheet.kinds),
        cut.printed(sheet.texts),
        tuple(found.hidden),
        # by identity: equal blocks are the same object, and all of a chunk live as long as it does
        tuple(map(id, found.shared_texts)),
        *(
            (other.sheet, other.width, tuple(other.positions), tuple(other.kinds), tuple(other.texts))
            for other in found.sheets
            if other is not sheet
        ),
    )
    kinds, texts = sheet.kinds, sheet.texts
    filled = SheetCells(
        sheet.sheet, cut.filled_positions, sheet.width, [kinds[i] for i in cut.filled], [texts[i] for i in cut.filled]
    )
    return key, FileContent([filled], found.texts, [], found.noticed, found.hidden)


def _report(found: FileContent) -> int | None:
    """Place of the one sheet with the rows of a form; None where the file is to stay whole."""
    if sum(len(sheet.positions) for sheet in found.sheets) > _MOST:
        return None
    # the form hides the column of ids; what else is hidden is looked at where it stands
    if found.noticed or any(hidden.axis != "col" or hidden.last > 1 for hidden in found.hidden):
        return None
    reports = [n for n, s in enumerate(found.sheets) if LAST_HEADER_ID in s.texts and s.sheet != OWN_HIDDEN_SHEET]
    if len(reports) != 1 or any(s.addresses or s.first_row != 1 for s in found.sheets):
        return None
    return reports[0]


@lru_cache(maxsize=2048)
def _cut(width: int, positions: tuple[int, ...]) -> _Cut | None:
    with_id = {position // width for position in positions if position % width == 0}
    if not with_id:
        return None
    filled = [n for n, p in enumerate(positions) if p % width in FILLED and p // width in with_id]
    printed = sorted(set(range(len(positions))) - set(filled))
    # a figure beside no id is no word of a form, unless it heads the columns
    below = [n for n in printed if positions[n] % width >= FILLED[0] and positions[n] // width > min(with_id)]
    if below or len(printed) < 2:  # an itemgetter of one gives no tuple
        return None
    get = itemgetter(*printed)
    return _Cut(get, get(positions), filled, [positions[n] for n in filled])


def _learn(found: FileContent) -> Printed | None:
    """The printed part of a file; None where it is not what a form prints."""
    report = _report(found)
    rows: list[Row] = []
    for number, sheet in enumerate(found.sheets):
        cut = _cut(sheet.width, tuple(sheet.positions)) if number == report else None
        wanted = set(range(len(sheet.positions))) - set(cut.filled if cut else ())
        for n in sorted(wanted):
            row_no, col_no = (x + 1 for x in divmod(sheet.positions[n], sheet.width))
            kind, text = sheet.kinds[n], sheet.texts[n]
            of_id = number == report and col_no == 1
            if kind not in "sn" or _NEVER_PRINTED.search(text) or text in ("nan", "inf", "-inf"):
                return None
            if of_id and (not ID.fullmatch(text) or text == TABLE_ID):
                return None
            rows.append(("cell", number, sheet.sheet, address(row_no, col_no), row_no, col_no, kind, text))
    rows += [(t.part, -1, t.sheet, t.cell, None, None, "s", t.text) for block in found.shared_texts for t in block]
    return named(rows)
