"""Report sheets: one field a row. Found by hidden ids wherever their column went; the value column by its heading."""

from __future__ import annotations

import polars as pl

from ingestion.parsing.cells import column_letters
from ingestion.parsing.labels import VALUE_HEADS, label_key
from ingestion.shapes import LOCATED
from quality.contracts.registry import forms, header

_ID = r"^[a-z][a-z0-9_]+$"
_SHEET = ["submission_id", "sheet"]
_FROM_ID_TO_VALUE = 4  # columns, in the blank workbook

# rows of a report sheet: submission_id, sheet, row_no, field, value_col


def rows_by_id(grid: pl.DataFrame) -> pl.DataFrame:
    """Rows that carry a hidden id, of sheets without a line table."""
    known = [f.name for form in (header(), *forms().values()) for f in form.fields()]
    texts = grid.filter(pl.col("kind") == "s")
    columns = (
        texts.filter(pl.col("text").is_in(known))
        .group_by(*_SHEET, "col_no")
        .agg(found=pl.len(), first_row=pl.col("row_no").min())
        .sort("found", "col_no", descending=[True, False])
        .unique(_SHEET, keep="first", maintain_order=True)
    )
    value = value_columns(grid, columns.select(*_SHEET, last_row="first_row"))
    in_columns = texts.filter(pl.col("col_no").is_in(columns["col_no"].unique().to_list()))
    ids = in_columns.filter(pl.col("text").str.contains(_ID))
    return (
        ids.join(columns.select(*_SHEET, "col_no"), on=[*_SHEET, "col_no"])
        .join(value, on=_SHEET, how="left")
        .select(
            *_SHEET, "row_no", field="text", value_col=pl.coalesce("value_col", pl.col("col_no") + _FROM_ID_TO_VALUE)
        )
    )


def value_columns(grid: pl.DataFrame, above: pl.DataFrame, headed: frozenset[str] = VALUE_HEADS) -> pl.DataFrame:
    """submission_id, sheet, value_col: the column headed "Số liệu" (or a word of ``headed``) above ``last_row``."""
    texts = grid.filter((pl.col("kind") == "s") & (pl.col("row_no") < (above["last_row"].max() or 0)))
    words = [text for text in texts["text"].unique() if label_key(text) in headed]
    return (
        # few cells are headings: joining all the others first would cost more than everything else here
        texts.filter(pl.col("text").is_in(words))
        .join(above, on=_SHEET)
        .filter(pl.col("row_no") < pl.col("last_row"))
        .sort("row_no", "col_no", descending=[True, False])
        .unique(_SHEET, keep="first", maintain_order=True)
        .select(*_SHEET, value_col="col_no")
    )


def fields_of_rows(rows: pl.DataFrame, grid: pl.DataFrame) -> pl.DataFrame:
    """Shape LOCATED: the value cell of every row, filled in or not."""
    letters = {col: column_letters(col) for col in rows["value_col"].unique()}
    in_column = grid.filter(pl.col("col_no").is_in(list(letters)))
    values = in_column.select(*_SHEET, "row_no", "kind", "text", value_col="col_no")
    return (
        rows.join(values, on=[*_SHEET, "row_no", "value_col"], how="left")
        .with_columns(
            line_no=0,
            cell=pl.col("value_col").replace_strict(letters, return_dtype=pl.String) + pl.col("row_no").cast(pl.String),
        )
        .select([pl.col(name).cast(dtype) for name, dtype in LOCATED.items()])
    )


def rows_of_their_own(rows: pl.DataFrame, grid: pl.DataFrame, *, below: bool = False) -> pl.DataFrame:
    """Shape LOCATED: rows a sender inserted between the form's (and ``below``), with a figure in the value column.

    They are named ``row_<number>`` after their place, which no field of a form is, and shown by their own label.
    """
    span = rows.group_by(_SHEET).agg(
        first=pl.col("row_no").min(), last=pl.col("row_no").max(), value_col=pl.col("value_col").first()
    )
    in_span = (pl.col("row_no") >= pl.col("first")) & ((pl.col("row_no") <= pl.col("last")) | pl.lit(below))
    filled = (
        grid.filter(pl.col("col_no").is_in(span["value_col"].unique().to_list()))
        .join(span, on=_SHEET)
        .filter(in_span & (pl.col("col_no") == pl.col("value_col")))
        .join(rows.select(*_SHEET, "row_no"), on=[*_SHEET, "row_no"], how="anti")
        .select(*_SHEET, "row_no", "value_col")
    )
    if filled.is_empty():  # nearly always
        return pl.DataFrame(schema=LOCATED)
    return (
        grid.filter(pl.col("kind") == "s")
        .join(filled, on=[*_SHEET, "row_no"])
        .filter(pl.col("col_no") <= pl.col("value_col"))
        .sort(pl.col("text").str.len_chars(), descending=True)
        .unique([*_SHEET, "row_no"], keep="first", maintain_order=True)
        .with_columns(line_no=0, field=pl.format("row_{}", "row_no"))
        .select([pl.col(name).cast(dtype) for name, dtype in LOCATED.items()])
    )
