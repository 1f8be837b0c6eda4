"""Figures a sender wrote beyond the form: below its rows, right of its notes, on sheets of their own (rule BOOK-05).

Rows and columns put in between, with a label or a heading, are COL-02 and no matter of this file.
"""

from __future__ import annotations

import polars as pl

_SHEET = ["submission_id", "sheet"]


def figures_outside(grid: pl.DataFrame, rows: pl.DataFrame, columns: pl.DataFrame) -> pl.DataFrame:
    """submission_id, sheet, cell, text: the first number of every sheet that stands outside what the form reads.

    Args:
        grid: shape CELL.
        rows: rows of report sheets (see ``report_rows``).
        columns: columns of line tables (see ``line_tables``).
    """
    figures = grid.filter(pl.col("kind") == "n")
    reports = rows.group_by(_SHEET).agg(last_row=pl.col("row_no").max(), last_col=pl.col("value_col").max() + 1)
    tables = columns.group_by(_SHEET).agg(
        last_row=pl.lit(None, pl.Int32), last_col=pl.col("col_no").max(), head_row=pl.col("head_row").max()
    )
    headed = grid.join(tables.select(*_SHEET, row_no="head_row"), on=[*_SHEET, "row_no"], how="semi")
    frame = pl.concat([reports, tables.drop("head_row")], how="vertical_relaxed")
    beyond = (
        (pl.col("row_no") > pl.col("last_row"))  # unknown for a line table: it may have any number of lines
        | (pl.col("col_no") > pl.col("last_col"))
        | pl.col("last_col").is_null()
    ).fill_null(value=False)
    found = figures.join(frame, on=_SHEET, how="left").filter(beyond)
    if headed.height:
        found = found.join(headed.select(*_SHEET, "col_no"), on=[*_SHEET, "col_no"], how="anti")
    return (
        found.sort("row_no", "col_no")
        .unique(_SHEET, keep="first", maintain_order=True)
        .select("submission_id", "sheet", "cell", "text")
    )
