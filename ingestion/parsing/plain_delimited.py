"""CSV files written plainly, read together as columns: what ``delimited`` reads one by one, to the letter.

Plain is what a program or a spreadsheet writes from the blank CSV: UTF-8, semicolons, no quotes, both statements
above. A file in which anything is otherwise is named ``left`` and is ``delimited``'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

import polars as pl

from ingestion.parsing.cells import address, column_letters
from ingestion.parsing.delimited import (
    CONTROL_TOTAL_ID,
    LAST_HEADER_ID,
    LIST_SHEET,
    ROW_COUNT_ID,
    SHEET,
    TABLE_ID,
    VALUE_COLUMN,
    wrong_count,
    wrong_total,
)
from ingestion.parsing.delimited import number as number_of
from ingestion.parsing.plain_columns import PlainColumns, columns_of

BOM = "\ufeff"
_STARTS = tuple(mark + f"{ROW_COUNT_ID};".encode() for mark in (BOM.encode(), b""))
_SECOND = f"{CONTROL_TOTAL_ID};".encode()
# control characters are a finding, or a space that Python strips and polars does not
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\r")
_ODD = "_x00|\r[^\n]"  # how a spreadsheet writes a control character; a return that ends no line
_MOST_ROWS, _MOST_COLUMNS = 10_000, 64
_WIDE = b";" * _MOST_COLUMNS  # without it no line has more than twice as many columns, or something stands in them
STATEMENTS = 2  # rows
_WHOLE = r"^-?[0-9]{1,12}$"  # no sum of so many can overflow
_LONGEST_NUMBER = 15
_ANY_DIGIT = "[0-9]|[^ -~]"  # or something that might be one
_COUNT_CELL, _TOTAL_CELL = (address(row, VALUE_COLUMN) for row in (1, 2))


def plain_lines(content: bytes) -> bool:
    """Whether ``content`` may be plain; what is not said here is said by ``read_delimited``."""
    second = content.find(b"\n") + 1
    return (
        content.startswith(_STARTS)
        and content.startswith(_SECOND, second)
        and content.endswith(b"\n")
        and b'"' not in content
        and _WIDE not in content
        and len(content.translate(None, _CONTROL)) == len(content)
        and content.count(b"\n") <= _MOST_ROWS
    )


def read_delimited(contents: Sequence[bytes]) -> PlainColumns:
    """Everything of ``contents``, to each of which ``plain_lines`` said yes."""
    text = _decoded(contents)
    fields = (
        text.to_frame()
        .with_row_index("file")
        .lazy()
        .select("file", text=pl.col("text").str.strip_prefix(BOM).str.split("\n"))
        .filter(pl.col("text").is_not_null())
        .with_columns(row_no=pl.int_ranges(1, pl.col("text").list.len() + 1, dtype=pl.Int32))
        .explode("text", "row_no")
        .with_columns(pl.col("text").str.strip_suffix("\r").str.split(";"))
        .with_columns(col_no=pl.int_ranges(1, pl.col("text").list.len() + 1, dtype=pl.Int32))
        .explode("text", "col_no")
        .filter(pl.col("text") != "")
        .collect()
    )
    left = set((text.is_null() | text.str.contains(_ODD)).arg_true())
    wide = fields["col_no"] > _MOST_COLUMNS
    if wide.any():
        left |= set(fields["file"].filter(wide))
        fields = fields.filter(~wide)
    ids = fields.filter(fields["col_no"] == 1).with_columns(pl.col("text").str.strip_chars())
    # where an id ends in something else than a semicolon, that may be what parts the columns
    left |= set(ids["file"].filter(ids["text"].str.contains("[,\t]")))
    blank = fields["text"].str.strip_chars() == ""
    said = fields.filter(~blank) if blank.any() else fields
    stated = said.filter((said["row_no"] <= STATEMENTS) & (said["col_no"] > 1))
    counts, totals = _statements(stated)
    left |= set(range(len(contents))) - counts.keys()
    left |= set(stated["file"].filter(stated["row_no"] == STATEMENTS)) - totals.keys()
    below = fields.filter(fields["row_no"] > STATEMENTS)
    saying = said.filter(said["row_no"] > STATEMENTS) if blank.any() else below
    last = dict(saying.group_by("file").agg(pl.col("row_no").max()).iter_rows())
    if blank.any():  # empty lines at the end are none
        below = below.filter(below["row_no"] <= below["file"].replace_strict(last, default=0, return_dtype=pl.Int32))
    sums, unread = _sums(below, ids)
    noticed = [
        (file, *found)
        for file, count in counts.items()
        for found in (
            *wrong_count(_COUNT_CELL, count.strip(), last.get(file, STATEMENTS) - STATEMENTS),
            *(wrong_total(_TOTAL_CELL, totals[file].strip(), sums.get(file, Decimal(0))) if file in totals else ()),
        )
    ]
    return columns_of(_cells(below, ids), _texts(stated), noticed, left | unread)


def _statements(stated: pl.DataFrame) -> tuple[dict[int, str], dict[int, str]]:
    """What stands in the column of figures of the first and the second line, by file."""
    counts: dict[int, str] = {}
    totals: dict[int, str] = {}
    for file, said, row_no, col_no in stated.iter_rows():
        if col_no == VALUE_COLUMN:
            (counts if row_no == 1 else totals)[file] = said
    return counts, totals


def _decoded(contents: Sequence[bytes]) -> pl.Series:
    """The texts; null where the bytes are not UTF-8."""
    received = pl.Series("text", contents, dtype=pl.Binary)
    try:
        return received.cast(pl.String)
    except pl.exceptions.ComputeError:  # one of them is not, and which is not said
        return pl.Series("text", map(_utf8, contents), dtype=pl.String)


def _utf8(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def _sums(below: pl.DataFrame, ids: pl.DataFrame) -> tuple[dict[int, Decimal], set[int]]:
    """Sum of the figures of each file; and the files with a number so long that adding it might round."""
    heads = (
        ids.lazy()
        .filter((pl.col("text") == LAST_HEADER_ID) & (pl.col("row_no") > STATEMENTS))
        .group_by("file")
        .agg(head=pl.col("row_no").min())
    )
    figures = (
        below.lazy()
        .filter(pl.col("col_no") == VALUE_COLUMN)
        .join(heads, on="file", how="left")
        .filter(pl.col("row_no") > pl.col("head").fill_null(0))
        .select("file", "text", whole=pl.when(pl.col("text").str.contains(_WHOLE)).then("text").cast(pl.Int64))
        .collect()
    )
    whole = figures.group_by("file").agg(pl.col("whole").sum())
    sums = {file: Decimal(number) for file, number in whole.iter_rows()}
    unread = set()
    odd = figures.filter(figures["whole"].is_null())
    for file, text in odd.filter(odd["text"].str.contains(_ANY_DIGIT)).select("file", "text").iter_rows():
        if len(text) > _LONGEST_NUMBER:
            unread.add(file)
        sums[file] += number_of(text) or 0
    return sums, unread


def _cells(below: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    sheet: pl.Expr = pl.lit(SHEET)
    marks = (ids["text"] == TABLE_ID) & (ids["row_no"] > STATEMENTS)
    if marks.any():
        tables = ids.filter(marks)
        below = below.join(
            tables.group_by("file").agg(table=pl.col("row_no").min()), on="file", how="left", maintain_order="left"
        )
        sheet = pl.when(pl.col("row_no") >= pl.col("table")).then(pl.lit(LIST_SHEET)).otherwise(sheet)
    return below.select("file", "row_no", "col_no", "text", sheet=sheet, cell=_addresses(below), kind=pl.lit("s"))


def _texts(stated: pl.DataFrame) -> pl.DataFrame:
    return stated.select("file", "text", part=pl.lit("other"), sheet=pl.lit(SHEET), cell=_addresses(stated))


def _addresses(fields: pl.DataFrame) -> pl.Series:
    highest = fields["row_no"].max()
    table = _address_table(1 << int(highest if isinstance(highest, int) else 0).bit_length())
    return table.gather((fields["row_no"] - 1) * _MOST_COLUMNS + fields["col_no"] - 1).alias("cell")


@lru_cache(maxsize=8)
def _address_table(rows: int) -> pl.Series:
    letters = pl.Series("letters", [column_letters(n) for n in range(1, _MOST_COLUMNS + 1)])
    numbers = pl.Series("number", range(1, rows + 1)).cast(pl.String)
    return (
        numbers.to_frame()
        .join(letters.to_frame(), how="cross")
        .select(pl.col("letters") + pl.col("number"))
        .to_series()
    )
