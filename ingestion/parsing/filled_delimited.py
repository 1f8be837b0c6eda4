"""CSV files of one layout, read together: the words of the form once, of each file what was filled in.

The files are written plainly (``plain_delimited``), every line has six columns, and of two of them at least all but the
columns of figures and notes is the same, word for word. What is told about each is what ``plain_delimited`` tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import chain
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
from ingestion.parsing.plain_delimited import BOM, STATEMENTS, read_delimited
from ingestion.parsing.printed_part import FEWEST, ID, Printed, Row, named, printed_frame

_WIDE = 6  # columns
_LONGEST_NUMBER = 12
_COUNT_CELL, _TOTAL_CELL = (address(row, VALUE_COLUMN) for row in (1, 2))
_FREE = rb'([^;"\x00-\x1f]*)'  # a figure or a note, without anything that a finding would be about
_CONTROL = b"_x00"  # how a spreadsheet writes a control character
_REMEMBERED, _TRIED = 64, 4  # layouts


class _Layout(NamedTuple):
    """All but figures and notes, and in which lines these stand."""

    pattern: re.Pattern[bytes]  # a file of it; its groups are a figure and a note a line with an id
    part: Printed
    cells: int  # printed ones
    lines: list[int]  # with an id, from 0, below the statements
    figures: int  # the first of them below the header block, by its place among ``lines``
    last: int  # number of the last line that says something, from 1


_known: list[_Layout] = []  # the one met last first


def read_alike(contents: Sequence[bytes]) -> PlainColumns:
    """As ``read_delimited``; files of one layout without its words."""
    layouts: dict[str, _Layout] = {}
    files: dict[str, list[tuple[int, list[str]]]] = {}
    for file, content in enumerate(contents):
        read = _read(content)
        if read is not None:
            layout, said = read
            layouts[layout.part.name] = layout
            files.setdefault(layout.part.name, []).append((file, said))
    found = [_of_layout(layouts[name], own) for name, own in files.items() if len(own) >= FEWEST]
    alike = {file for columns in found for file in columns.printed}
    others = [file for file in range(len(contents)) if file not in alike]
    if others:
        found.append(renumbered(read_delimited([contents[file] for file in others]), others))
    return together(found)


def _read(content: bytes) -> tuple[_Layout, list[str]] | None:
    """Layout, figures and notes of a file; None where it has no layout of a form."""
    if _CONTROL in content:
        return None
    for layout in _known[:_TRIED]:
        if found := layout.pattern.fullmatch(content):
            break
    else:
        learned = _learn(content)
        found = learned.pattern.fullmatch(content) if learned else None
        if learned is None or found is None:
            return None
        layout = learned
    if not _known or layout is not _known[0]:
        _known[:] = [layout, *(other for other in _known if other is not layout)][:_REMEMBERED]
    try:
        return layout, b"\n".join(found.groups()).decode().split("\n")
    except UnicodeDecodeError:
        return None


def _learn(content: bytes) -> _Layout | None:
    """The layout of a file; None where it is not what a form prints."""
    try:
        text = content.decode().removeprefix(BOM).replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
    rows = [line.split(";") for line in text.split("\n")]
    if rows.pop() != [""] or set(map(len, rows)) != {_WIDE} or "\r" in text:
        return None
    ids = [row[0] for row in rows]
    with_id = [n for n, name in enumerate(ids) if name]
    words = [row[: VALUE_COLUMN - 1] if row[0] else row for row in rows]
    if ids[:STATEMENTS] != [ROW_COUNT_ID, CONTROL_TOTAL_ID] or LAST_HEADER_ID not in ids or TABLE_ID in ids:
        return None
    if not all(ID.fullmatch(ids[n]) for n in with_id) or any(map(str.isspace, chain.from_iterable(words))):
        return None
    first = with_id[STATEMENTS]
    if any(any(row[VALUE_COLUMN - 1 :]) for n, row in enumerate(words) if n > first):
        return None  # a figure beside no id
    printed: list[Row] = []
    for n, row in enumerate(words):
        for col_no, word in enumerate(row, start=1):
            if word and n >= STATEMENTS:
                printed.append(("cell", 0, SHEET, address(n + 1, col_no), n + 1, col_no, "s", word))
            elif word and col_no > 1:
                printed.append(("other", 0, SHEET, address(n + 1, col_no), None, None, "s", word))
    return _Layout(
        re.compile(b"(?:" + BOM.encode() + b")?" + b"".join(map(_line, words))),
        named(printed),
        sum(row[0] == "cell" for row in printed),
        with_id[STATEMENTS:],
        sum(n <= ids.index(LAST_HEADER_ID) for n in with_id) - STATEMENTS,
        max(n for n, row in enumerate(words) if any(row)) + 1,
    )


def _line(words: Sequence[str]) -> bytes:
    said = b";".join(re.escape(word.encode()) for word in words)
    return said + (b"" if len(words) == _WIDE else b";" + _FREE + b";" + _FREE) + b"\r?\n"


def _of_layout(layout: _Layout, files: list[tuple[int, list[str]]]) -> PlainColumns:
    """What the files of a layout say; those that are not plain after all are in none of it."""
    taken: list[int] = []
    texts: list[str] = []
    stated: list[tuple[int, str, str]] = []
    noticed: list[tuple[object, ...]] = []
    for file, said in files:
        (count, total), values = (said[: STATEMENTS * 2 : 2], said[STATEMENTS * 2 :: 2])
        added = _sum(values[layout.figures :])
        if added is None or not count.strip() or not total.strip() or any(said[1 : STATEMENTS * 2 : 2]):
            continue
        taken.append(file)
        texts += said[STATEMENTS * 2 :]
        stated += ((file, count, _COUNT_CELL), (file, total, _TOTAL_CELL))
        noticed += ((file, *wrong) for wrong in wrong_count(_COUNT_CELL, count.strip(), layout.last - STATEMENTS))
        noticed += ((file, *wrong) for wrong in wrong_total(_TOTAL_CELL, total.strip(), added))
    cells = _cells(layout, taken, texts)
    outside = pl.DataFrame(stated, schema={"file": pl.UInt32, "text": pl.String, "cell": pl.String}, orient="row")
    outside = outside.with_columns(part=pl.lit("other"), sheet=pl.lit(SHEET))
    columns = columns_of(cells, outside.select("file", "text", "part", "sheet", "cell"), noticed, ())
    return columns._replace(
        printed=dict.fromkeys(taken, layout.part.name),
        parts=printed_frame([layout.part] if taken else []),
        printed_cells=dict.fromkeys(taken, layout.cells),
    )


def _cells(layout: _Layout, files: list[int], texts: list[str]) -> pl.DataFrame:
    """Shape CELL with ``file``: ``texts`` are a figure and a note a line, file by file."""
    at = [(n + 1, col_no) for n in layout.lines for col_no in (VALUE_COLUMN, _WIDE)]
    places = pl.DataFrame(
        [(row_no, col_no, address(row_no, col_no)) for row_no, col_no in at],
        schema={"row_no": pl.Int32, "col_no": pl.Int32, "cell": pl.String},
        orient="row",
    )
    filled = (
        pl.DataFrame({"text": texts}, schema={"text": pl.String}).with_row_index("place").filter(pl.col("text") != "")
    )
    file = pl.Series("file", files, dtype=pl.UInt32).gather(filled["place"] // len(at))
    placed = places[filled["place"] % len(at)].with_columns(file, filled["text"])
    # sheets are written row by row
    return placed.with_columns(sheet=pl.lit(SHEET), kind=pl.lit("s"))


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
