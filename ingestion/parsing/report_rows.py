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
SHEET_NO = "sheet_no"

# rows of a report sheet: submission_id, sheet, row_no, field, value_col; sheet_no where the grid has it


def with_sheet_no(grid: pl.DataFrame) -> pl.DataFrame:
    """``grid`` with a number for each sheet of each file: joining by it costs a quarter of joining by two names."""
    runs = grid.select(pl.struct(_SHEET).rle_id().alias("run"), *_SHEET)
    # a sheet is one run of rows, unless somebody put its cells together from two places
    sheets = runs.unique("run", maintain_order=True).select(pl.col("run").min().over(_SHEET).alias(SHEET_NO))
    return grid.with_columns(sheets[SHEET_NO].gather(runs["run"]))


def _by(grid: pl.DataFrame) -> list[str]:
    return [SHEET_NO] if SHEET_NO in grid.columns else _SHEET


def rows_by_id(grid: pl.DataFrame) -> pl.DataFrame:
    """Rows that carry a hidden id, of sheets without a line table."""
    known = [f.name for form in (header(), *forms().values()) for f in form.fields()]
    by = _by(grid)
    is_text = pl.col("kind") == "s"
    columns = (
        # lazy: only the columns that are needed are copied, of a batch that is mostly words
        grid.lazy()
        .filter(is_text & pl.col("text").is_in(known))
        .select(*by, "row_no", "col_no")
        .collect()
        .group_by(*by, "col_no")
        .agg(found=pl.len(), first_row=pl.col("row_no").min())
        .sort("found", "col_no", descending=[True, False])
        .unique(by, keep="first", maintain_order=True)
    )
    value = value_columns(grid, columns.select(*by, last_row="first_row"))
    in_columns = grid.filter(is_text & pl.col("col_no").is_in(columns["col_no"].unique().to_list()))
    ids = in_columns.filter(pl.col("text").str.contains(_ID))
    return (
        ids.join(columns.select(*by, "col_no"), on=[*by, "col_no"])
        .join(value, on=by, how="left")
        .select(
            *_SHEET,
            *(name for name in by if name not in _SHEET),
            "row_no",
            field="text",
            value_col=pl.coalesce("value_col", pl.col("col_no") + _FROM_ID_TO_VALUE),
        )
    )


def value_columns(grid: pl.DataFrame, above: pl.DataFrame, headed: frozenset[str] = VALUE_HEADS) -> pl.DataFrame:
    """Sheet, value_col: the column headed "Số liệu" (or a word of ``headed``) above ``last_row`` of ``above``.

    A sheet is named by submission_id and sheet, or by sheet_no where ``above`` names it so.
    """
    by = _by(above)
    texts = grid.filter((pl.col("kind") == "s") & (pl.col("row_no") < (above["last_row"].max() or 0)))
    words = [text for text in texts["text"].unique() if label_key(text) in headed]
    return (
        # few cells are headings: joining all the others first would cost more than everything else here
        texts.filter(pl.col("text").is_in(words))
        .join(above, on=by)
        .filter(pl.col("row_no") < pl.col("last_row"))
        .sort("row_no", "col_no", descending=[True, False])
        .unique(by, keep="first", maintain_order=True)
        .select(*by, value_col="col_no")
    )


def fields_of_rows(rows: pl.DataFrame, grid: pl.DataFrame) -> pl.DataFrame:
    """Shape LOCATED: the value cell of every row, filled in or not."""
    by = _by(rows)
    letters = {col: column_letters(col) for col in rows["value_col"].unique()}
    in_rows = pl.col("row_no").is_between(rows["row_no"].min(), rows["row_no"].max())
    in_column = grid.filter(pl.col("col_no").is_in(list(letters)) & in_rows)
    values = in_column.select(*by, "row_no", "kind", "text", value_col="col_no")
    return (
        rows.join(values, on=[*by, "row_no", "value_col"], how="left")
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
    by = _by(rows)
    span = rows.group_by(by).agg(
        first=pl.col("row_no").min(), last=pl.col("row_no").max(), value_col=pl.col("value_col").first()
    )
    in_span = (pl.col("row_no") >= pl.col("first")) & ((pl.col("row_no") <= pl.col("last")) | pl.lit(below))
    filled = (
        grid.filter(pl.col("col_no").is_in(span["value_col"].unique().to_list()))
        .select(*by, "row_no", "col_no")
        .join(span, on=by)
        .filter(in_span & (pl.col("col_no") == pl.col("value_col")))
        .join(rows.select(*by, "row_no"), on=[*by, "row_no"], how="anti")
        .select(*by, "row_no", "value_col")
    )
    if filled.is_empty():  # nearly always
        return pl.DataFrame(schema=LOCATED)
    return (
        grid.filter(pl.col("kind") == "s")
        .join(filled, on=[*by, "row_no"])
        .filter(pl.col("col_no") <= pl.col("value_col"))
        .sort(pl.col("text").str.len_chars(), descending=True)
        .unique([*by, "row_no"], keep="first", maintain_order=True)
        .with_columns(line_no=0, field=pl.format("row_{}", "row_no"))
        .select([pl.col(name).cast(dtype) for name, dtype in LOCATED.items()])
    )
