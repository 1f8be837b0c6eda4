"""Cleaned cells -> one wide, typed frame a form: a row a submission (or line), a column a field."""

from __future__ import annotations

import polars as pl

from quality.contracts.form_model import Form, FormField

_VALUE_COLUMN = {"count": "value_number", "decimal": "value_number", "percent": "value_number", "date": "value_date"}
_DTYPE: dict[str, type[pl.DataType]] = {
    "count": pl.Int64,
    "decimal": pl.Float64,
    "percent": pl.Float64,
    "date": pl.Date,
}


def value_column(field: FormField) -> str:
    """The column of CLEANED that holds the values of ``field``."""
    return _VALUE_COLUMN.get(field.type, "value_text")


def column_type(field: FormField) -> type[pl.DataType]:
    """The type of the wide column of ``field``."""
    return _DTYPE.get(field.type, pl.String)


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
    wide = rows.select(key).unique(maintain_order=True)
    for source in ("value_number", "value_text", "value_date"):
        names = [f.name for f in form.fields() if value_column(f) == source]
        part = cleaned.filter(pl.col("field").is_in(names) & pl.col(source).is_not_null())
        spread = part.pivot(on="field", index=key, values=source, aggregate_function="first")
        wide = wide.join(spread, on=key, how="left")
    return wide.select(
        *key,
        *(
            (pl.col(f.name) if f.name in wide.columns else pl.lit(None)).cast(column_type(f)).alias(f.name)
            for f in form.fields()
        ),
    )
