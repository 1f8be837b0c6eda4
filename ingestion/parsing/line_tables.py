"""Line tables: one field a column, one line a row; the row of totals and the signatures below are no lines."""

from __future__ import annotations

import polars as pl

from ingestion.parsing.cells import column_letters
from ingestion.parsing.labels import SIDE_HEADS, TOTAL_WORDS, label_key
from ingestion.shapes import LOCATED

MARK = "_stt"
NOTE_ID = "_note"
_SHEET = ["submission_id", "sheet"]
_ROW = ["submission_id", "sheet", "row_no"]
_COLUMNS = {
    "submission_id": pl.String, "sheet": pl.String, "col_no": pl.Int32, "field": pl.String,
    "head_row": pl.Int32, "first_row": pl.Int32,
}  # fmt: skip
_NUMBERING = r"^\(?[0-9]{1,2}\)?$|^\(?[A-Z]\)?$"

# columns of line tables: submission_id, sheet, col_no, field, head_row, first_row (of the lines)


def columns_by_id(grid: pl.DataFrame) -> pl.DataFrame:
    """Columns that carry a hidden id, in the row that says ``_stt`` in front."""
    marks = grid.filter((pl.col("kind") == "s") & (pl.col("text") == MARK)).select(*_ROW, mark_col="col_no")
    if marks.is_empty():
        return pl.DataFrame(schema=_COLUMNS)
    # few sheets are line tables: only rows with a mark are looked at
    near = grid.filter(pl.col("row_no").is_in(marks["row_no"].unique().to_list()))
    return (
        near.join(marks, on=_ROW)
        .filter(pl.col("col_no") > pl.col("mark_col"))
        .select(*_SHEET, "col_no", field="text", head_row=pl.col("row_no") + 1, first_row=pl.col("row_no") + 2)
    )


def lines_of(columns: pl.DataFrame, grid: pl.DataFrame, signatures: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Shape LOCATED twice: every field of every line, filled in or not; and what rows of totals say.

    Args:
        columns: columns of line tables (see above).
        grid: cells of the sheets.
        signatures: cells of signature blocks (see ``signature_block``).
    """
    if columns.is_empty():  # most forms have one field a row
        return pl.DataFrame(schema=LOCATED), pl.DataFrame(schema=LOCATED)
    columns = _below_numbering(columns, grid)
    tables = columns.select(*_SHEET, "first_row").unique()
    ends = signatures.group_by(_SHEET).agg(end=pl.col("row_no").min())
    below = (
        grid.join(tables, on=_SHEET)
        .join(ends, on=_SHEET, how="left")
        .filter(
            (pl.col("row_no") >= pl.col("first_row"))
            & (pl.col("row_no") < pl.col("end").fill_null(2**31 - 1))
            & (pl.col("text").str.strip_chars() != "")
        )
    )
    totals = _total_rows(below)
    values = below.join(columns.select(*_SHEET, "col_no", "field"), on=[*_SHEET, "col_no"])
    return (
        _located(columns, values.join(totals, on=_ROW, how="anti")),
        _located(columns, values.join(totals, on=_ROW, how="semi")).drop_nulls("text"),
    )


def _located(columns: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    # a line is a row with something in a field column; its serial number alone makes no line
    lines = (
        values.filter(pl.col("field") != NOTE_ID)
        .select(*_ROW, line_no=pl.col("row_no") - pl.col("first_row") + 1)
        .unique(maintain_order=True)
    )
    places = lines.join(columns.filter(pl.col("field") != NOTE_ID), on=_SHEET)
    letters = {col: column_letters(col) for col in columns["col_no"].unique()}
    filled = values.select(*_ROW, "field", "kind", "text")
    return (
        places.join(filled, on=[*_ROW, "field"], how="left")
        .with_columns(
            cell=pl.col("col_no").replace_strict(letters, return_dtype=pl.String) + pl.col("row_no").cast(pl.String)
        )
        .select([pl.col(name).cast(dtype) for name, dtype in LOCATED.items()])
    )


def _below_numbering(columns: pl.DataFrame, grid: pl.DataFrame) -> pl.DataFrame:
    """``columns`` with lines that start below the row "(1) (2) (3)" or "A B 1 2" printed under many headings."""
    first = grid.join(columns.select(*_SHEET, row_no="first_row").unique(), on=_ROW)
    number = pl.col("text").str.extract(r"([0-9]+)").cast(pl.Int64).drop_nulls()
    numbered = (
        first.sort("col_no")
        .group_by(_SHEET)
        .agg(
            fits=pl.col("text").str.contains(_NUMBERING).all() & (pl.len() >= 3),
            counts=(number.diff().drop_nulls() == 1).all() | pl.col("text").str.starts_with("(").all(),
        )
        .filter(pl.col("fits") & pl.col("counts"))
        .select(*_SHEET, one=pl.lit(1, pl.Int32))
    )
    return columns.join(numbered, on=_SHEET, how="left", maintain_order="left").with_columns(
        first_row=pl.col("first_row") + pl.col("one").fill_null(0)
    )


def _total_rows(below: pl.DataFrame) -> pl.DataFrame:
    texts = below.filter((pl.col("kind") == "s") & (pl.col("text").str.len_chars() <= 30))
    words = [text for text in texts["text"].unique() if label_key(text) in TOTAL_WORDS]
    return texts.filter(pl.col("text").is_in(words)).select(_ROW).unique()


def columns_of_their_own(columns: pl.DataFrame, grid: pl.DataFrame) -> pl.DataFrame:
    """Shape LOCATED: columns a sender added and filled, named ``column_<letters>`` and shown by their heading."""
    if columns.is_empty():
        return pl.DataFrame(schema=LOCATED)
    tables = columns.group_by(_SHEET).agg(
        head_row=pl.col("head_row").max(), first_row=pl.col("first_row").max(), first_col=pl.col("col_no").min()
    )
    other = (
        grid.join(tables, on=_SHEET)
        .filter(pl.col("col_no") >= pl.col("first_col"))
        .join(columns.select(*_SHEET, "col_no"), on=[*_SHEET, "col_no"], how="anti")
    )
    filled = other.filter(pl.col("row_no") >= pl.col("first_row")).select(*_SHEET, "col_no").unique()
    heads = other.filter(pl.col("row_no") == pl.col("head_row")).join(filled, on=[*_SHEET, "col_no"])
    side = [text for text in heads["text"].unique() if label_key(text) in SIDE_HEADS]
    return (
        heads.filter(~pl.col("text").is_in(side))
        .with_columns(line_no=0, field=pl.format("column_{}", pl.col("cell").str.extract(r"^([A-Z]+)")))
        .select([pl.col(name).cast(dtype) for name, dtype in LOCATED.items()])
    )
