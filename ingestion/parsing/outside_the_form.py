"""Figures a sender wrote beyond the form: below its rows, right of its notes, on sheets of their own (rule BOOK-05).

Rows and columns put in between, with a label or a heading, are COL-02 and no matter of this file.
"""

from __future__ import annotations

import polars as pl

from ingestion.parsing.report_rows import SHEET_NO


def figures_outside(grid: pl.DataFrame, rows: pl.DataFrame, columns: pl.DataFrame) -> pl.DataFrame:
    """submission_id, sheet, cell, text: the first number of every sheet that stands outside what the form reads.

    Args:
        grid: shape CELL with sheet_no.
        rows: rows of report sheets (see ``report_rows``), with sheet_no.
        columns: columns of line tables (see ``line_tables``), with sheet_no.
    """
    reports = rows.group_by(SHEET_NO).agg(last_row=pl.col("row_no").max(), last_col=pl.col("value_col").max() + 1)
    tables = columns.group_by(SHEET_NO).agg(last_row=pl.lit(None, pl.Int32), last_col=pl.col("col_no").max())
    frame = pl.concat([reports, tables], how="vertical_relaxed")
    beyond = (
        (pl.col("row_no") > pl.col("last_row"))  # unknown for a line table: it may have any number of lines
        | (pl.col("col_no") > pl.col("last_col"))
        | pl.col("last_col").is_null()
    ).fill_null(value=False)
    numbers = grid.lazy().filter(pl.col("kind") == "n")
    found = numbers.join(frame.lazy(), on=SHEET_NO, how="left").filter(beyond).collect()
    if found.is_empty():  # nearly always
        return found.select("submission_id", "sheet", "cell", "text")
    heads = columns.group_by(SHEET_NO).agg(row_no=pl.col("head_row").max())
    headed = grid.join(heads, on=[SHEET_NO, "row_no"], how="semi")
    return (
        found.join(headed.select(SHEET_NO, "col_no"), on=[SHEET_NO, "col_no"], how="anti")
        .sort("row_no", "col_no")
        .unique(SHEET_NO, keep="first", maintain_order=True)
        .select("submission_id", "sheet", "cell", "text")
    )
