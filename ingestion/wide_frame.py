"""Cleaned cells -> one wide, typed frame a form: a row a submission (or line), a column a field."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from quality.contracts.form_model import Form, FormField

_VALUE_COLUMN = {"count": "value_number", "decimal": "value_number", "percent": "value_number", "date": "value_date"}
_DTYPE: dict[str, type[pl.DataType]] = {
    "count": pl.Int64,
    "decimal": pl.Float64,
    "percent": pl.Float64,
    "date": pl.Date,
}


def wide_frame(cleaned: pl.DataFrame, form: Form, rows: pl.DataFrame) -> pl.DataFrame:
    """Spread cleaned values over the fields of ``form``.

    Args:
        cleaned: LOCATED with the columns of CLEANED; one row a (submission_id, line_no, field).
        form: gives the columns, in its order, with their types.
        rows: submission_id, line_no of every row wanted, also those with no value at all.

    Returns:
        submission_id, line_no, then one column a field; counts Int64, decimals and percentages
        Float64, dates Date, the rest String. A value that is missing or unreadable is null.
    """
    key = ["submission_id", "line_no"]
    wanted = rows.select(key).unique(maintain_order=True)
    fields = tuple(form.fields())
    numbers = {field.name: number for number, field in enumerate(fields)}
    mine = cleaned.filter(pl.col("field").is_in(list(numbers)))
    placed = mine.select(*key, column=pl.col("field").replace_strict(numbers, return_dtype=pl.UInt32)).with_row_index(
        "reading"
    )
    placed = placed.join(wanted.with_row_index("row"), on=key)
    places = places_of(placed["row"] * len(fields) + placed["column"], placed["reading"], wanted.height * len(fields))
    return pl.concat([wanted, wide_columns(mine, places, fields)], how="horizontal")


def places_of(positions: pl.Series, readings: pl.Series, size: int) -> pl.Series:
    """A grid row by row: at each position the number of its reading, null where nothing is filled in."""
    places = pl.repeat(None, size, dtype=pl.UInt32, eager=True)
    places.scatter(positions, readings)
    return places


def wide_columns(readings: pl.DataFrame, places: pl.Series, fields: Sequence[FormField]) -> pl.DataFrame:
    """One typed column a field: the values of ``readings`` (with the columns of CLEANED) at the places of a grid."""
    columns = column_numbers(places, len(fields))
    return readings.select(
        pl.col(_VALUE_COLUMN.get(field.type, "value_text"))
        .gather(columns[str(number)])
        .cast(_DTYPE.get(field.type, pl.String))
        .alias(field.name)
        for number, field in enumerate(fields)
    )


def column_numbers(places: pl.Series, width: int) -> pl.DataFrame:
    """The numbers of the readings in each column of a grid; columns are named by their number."""
    grid = places.to_frame("place")
    return grid.select(pl.col("place").gather_every(width, number).alias(str(number)) for number in range(width))
