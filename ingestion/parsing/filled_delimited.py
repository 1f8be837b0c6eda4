"""CSV files of one layout, read together: the words of the form once, of each file what was filled in.

The files are written plainly (``plain_delimited``), every line has six columns, and of two of them at least all but the
columns of figures and notes is the same, word for word. What is told about each is what ``plain_delimited`` tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import chain, repeat
from typing import NamedTuple

import polars as pl

from ingestion.parsing.cells import address
from ingestion.parsing.delimited import (
    CONTROL_TOTAL_ID,
    LAST_HEADER_ID,
    ROW_COUNT_ID,
    SHEET,
    TABLE_ID,
    VALUE_COLUMN,
    wrong_count,
    wrong_total,
)
from ingestion.parsing.delimited import number as number_of
from ingestion.parsing.plain_columns import PlainColumns, columns_of, renumbered, together
from ingestion.parsing.plain_delimited import STATEMENTS, read_delimited
from ingestion.parsing.printed_part import ID, Printed, Row, named, printed_frame

_BOM = "\ufeff"
_WIDE = 6  # columns
_FEWEST = 2
_LONGEST_NUMBER = 12
_COUNT_CELL, _TOTAL_CELL = (address(row, VALUE_COLUMN) for row in (1, 2))
_Words = tuple[str, ...]


class _Layout(NamedTuple):
    """All but figures and notes, and in which lines these stand."""

    part: Printed
    cells: int  # printed ones
    lines: list[int]  # with an id, from 0
    figures: int  # the first of them below the header block, by its place among ``lines``
    last: int  # number of the last line that says something, from 1


class _Filled(NamedTuple):
    """What one file says."""

    words: _Words
    values: list[str]  # a line
    notes: list[str]


def read_alike(contents: Sequence[bytes]) -> PlainColumns:
    """As ``read_delimited``; files of one layout without its words."""
    filled: dict[int, _Filled] = {}
    groups: dict[_Words, list[int]] = {}
    for file, content in enumerate(contents):
        one = _filled(content)
        if one is not None:
            filled[file] = one
            groups.setdefault(one.words, []).append(file)
    found = []
    for words, files in groups.items():
        layout = _layout(words, filled[files[0]]) if len(files) >= _FEWEST else None
        if layout is not None:
            found.append(_of_layout(layout, [(file, filled[file]) for file in files]))
    read = {file for columns in found for file in columns.printed}
    others = [file for file in range(len(contents)) if file not in read]
    if others:
        found.append(renumbered(read_delimited([contents[file] for file in others]), others))
    return together(found)


def _filled(content: bytes) -> _Filled | None:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    text = text.removeprefix(_BOM)
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    parts = text.split(";")
    lines = text.count("\n")
    # a note and the id of the next line have nothing but the end of a line between them
    ends = [part.split("\n") for part in parts[_WIDE - 1 :: _WIDE - 1]]
    if len(parts) != lines * (_WIDE - 1) + 1 or "\r" in text or "_x00" in text or set(map(len, ends)) != {2}:
        return None
    ids = [parts[0], *(after for _, after in ends)]
    if ids.pop() or ids[:STATEMENTS] != [ROW_COUNT_ID, CONTROL_TOTAL_ID]:
        return None
    values, notes = parts[VALUE_COLUMN - 1 :: _WIDE - 1], [note for note, _ in ends]
    loose = [(values[n], notes[n]) for n, name in enumerate(ids) if not name]
    words = (*ids, *chain.from_iterable(parts[n :: _WIDE - 1] for n in (1, 2, 3)), *chain.from_iterable(loose))
    return _Filled(words, values, notes)


def _layout(words: _Words, one: _Filled) -> _Layout | None:
    """The layout; None where it is not what a form prints."""
    height = len(one.values)
    ids, columns = words[:height], [words[n * height : (n + 1) * height] for n in range(4)]
    lines = [n for n, name in enumerate(ids) if name]
    if not all(ID.fullmatch(ids[n]) for n in lines) or TABLE_ID in ids or LAST_HEADER_ID not in ids:
        return None
    if any(word.isspace() for word in words):
        return None
    rows: list[Row] = []
    loose = [n for n in range(height) if not ids[n]]
    first = lines[STATEMENTS] if len(lines) > STATEMENTS else height
    for n in range(height):
        printed = [*(column[n] for column in columns), *((one.values[n], one.notes[n]) if n in loose else ())]
        if n in loose and n > first and any(printed[VALUE_COLUMN - 1 :]):
            return None  # a figure beside no id
        for col_no, text in enumerate(printed, start=1):
            if text and not (n < STATEMENTS and col_no == 1):
                part = "other" if n < STATEMENTS else "cell"
                at = (n + 1, col_no) if part == "cell" else (None, None)
                rows.append((part, 0, SHEET, address(n + 1, col_no), *at, "s", text))
    last = max([*lines, *(n for n in loose if any(column[n] for column in columns[1:]) or one.values[n])]) + 1
    figures = sum(n <= ids.index(LAST_HEADER_ID) for n in lines)
    return _Layout(named(rows), sum(row[0] == "cell" for row in rows), lines[STATEMENTS:], figures - STATEMENTS, last)


def _of_layout(layout: _Layout, files: list[tuple[int, _Filled]]) -> PlainColumns:
    """What the files of a layout say; those that are not plain after all are in none of it."""
    taken: list[int] = []
    texts: list[str] = []
    stated: list[tuple[int, str, str]] = []
    noticed: list[tuple[object, ...]] = []
    lines = layout.lines
    for file, one in files:
        count, total = one.values[:STATEMENTS]
        values, notes = [one.values[n] for n in lines], [one.notes[n] for n in lines]
        added = _sum(values[layout.figures :])
        if added is None or not count.strip() or not total.strip() or any(one.notes[:STATEMENTS]):
            continue
        taken.append(file)
        texts += values
        texts += notes
        stated += ((file, count, _COUNT_CELL), (file, total, _TOTAL_CELL))
        noticed += ((file, *wrong) for wrong in wrong_count(_COUNT_CELL, count.strip(), layout.last - STATEMENTS))
        noticed += ((file, *wrong) for wrong in wrong_total(_TOTAL_CELL, total.strip(), added))
    rows = [n + 1 for n in lines]
    both = len(rows) * 2
    cells = pl.DataFrame(
        {
            "file": pl.Series(taken, dtype=pl.UInt32).repeat_by(both).explode() if taken else [],
            "row_no": [*rows, *rows] * len(taken),
            "col_no": [*repeat(VALUE_COLUMN, len(rows)), *repeat(_WIDE, len(rows))] * len(taken),
            "cell": [address(row, col) for col in (VALUE_COLUMN, _WIDE) for row in rows] * len(taken),
            "text": texts,
        },
        schema={"file": pl.UInt32, "row_no": pl.Int32, "col_no": pl.Int32, "cell": pl.String, "text": pl.String},
    ).filter(pl.col("text") != "")
    cells = cells.with_columns(sheet=pl.lit(SHEET), kind=pl.lit("s"))
    outside = pl.DataFrame(stated, schema={"file": pl.UInt32, "text": pl.String, "cell": pl.String}, orient="row")
    outside = outside.with_columns(part=pl.lit("other"), sheet=pl.lit(SHEET))
    columns = columns_of(cells, outside.select("file", "text", "part", "sheet", "cell"), noticed, ())
    return columns._replace(
        printed=dict.fromkeys(taken, layout.part.name),
        parts=printed_frame([layout.part] if taken else []),
        printed_cells=dict.fromkeys(taken, layout.cells),
    )


def _sum(values: list[str]) -> Decimal | None:
    """Sum of the figures; None where a number is so long that adding it might round."""
    whole, rest = 0, Decimal(0)
    for value in values:
        if not value:
            continue
        if value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER:
            whole += int(value)
        elif len(value) > _LONGEST_NUMBER and any(map(str.isdigit, value)):
            return None
        else:
            rest += number_of(value) or 0
    return rest + whole
