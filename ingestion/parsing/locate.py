"""Cells -> fields: which cell of a file holds which field of its form.

Report sheets name the field in the hidden column A and hold its value in column E; line tables
name fields in the row whose column A says ``_stt``; JSON names them in its keys. Everything is
done for the whole batch at once.
"""

from __future__ import annotations

import polars as pl

from ingestion.parsing import json_document
from ingestion.shapes import LOCATED

ID_COLUMN = 1
LABEL_COLUMN = 3
VALUE_COLUMN = 5
LINE_TABLE_MARK = "_stt"
NOTE_ID = "_note"
HIDDEN_SHEET = "_kho138"
_ID = r"^[a-z][a-z0-9_]+$"


def locate(cells: pl.DataFrame) -> pl.DataFrame:
    """Every field a batch of files has a place for, filled in or not.

    Args:
        cells: shape CELL.

    Returns:
        Shape LOCATED. A field the file has a place for but no value in has text null.
    """
    grid = cells.filter((pl.col("sheet") != json_document.SHEET) & (pl.col("sheet") != HIDDEN_SHEET))
    return pl.concat([_hidden_ids(cells), _report_rows(grid), _line_tables(grid), _json(cells)])


def _shaped(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select([pl.col(name).cast(dtype) for name, dtype in LOCATED.items()])


def _hidden_ids(cells: pl.DataFrame) -> pl.DataFrame:
    """Form code and version from the hidden sheet, under the names ``_form_code`` and ``_form_version``."""
    hidden = cells.filter(pl.col("sheet") == HIDDEN_SHEET)
    keys = hidden.filter(pl.col("col_no") == 1).select("submission_id", "row_no", field="_" + pl.col("text"))
    values = hidden.filter(pl.col("col_no") == 2)
    return _shaped(keys.join(values, on=["submission_id", "row_no"]).with_columns(line_no=0))


def _report_rows(grid: pl.DataFrame) -> pl.DataFrame:
    line_sheets = grid.filter((pl.col("col_no") == ID_COLUMN) & (pl.col("text") == LINE_TABLE_MARK))
    rows = (
        grid.filter((pl.col("col_no") == ID_COLUMN) & pl.col("text").str.contains(_ID))
        .join(line_sheets, on=["submission_id", "sheet"], how="anti")
        .select("submission_id", "sheet", "row_no", field="text")
    )
    values = grid.filter(pl.col("col_no") == VALUE_COLUMN).select("submission_id", "sheet", "row_no", "kind", "text")
    return _shaped(
        rows.join(values, on=["submission_id", "sheet", "row_no"], how="left").with_columns(
            line_no=0, cell=pl.format("E{}", "row_no")
        )
    )


def _line_tables(grid: pl.DataFrame) -> pl.DataFrame:
    tables = grid.filter((pl.col("col_no") == ID_COLUMN) & (pl.col("text") == LINE_TABLE_MARK)).select(
        "submission_id", "sheet", id_row="row_no"
    )
    inside = grid.join(tables, on=["submission_id", "sheet"])
    columns = inside.filter((pl.col("row_no") == pl.col("id_row")) & (pl.col("col_no") > ID_COLUMN)).select(
        "submission_id", "sheet", "col_no", field="text", letters=pl.col("cell").str.extract(r"^([A-Z]+)")
    )
    values = (
        inside.filter(pl.col("row_no") > pl.col("id_row") + 1)
        .join(columns, on=["submission_id", "sheet", "col_no"])
        .filter(pl.col("text").str.strip_chars() != "")
    )
    # a line is a row with something in a field column; its serial number alone makes no line
    lines = (
        values.filter(pl.col("field") != NOTE_ID)
        .select("submission_id", "sheet", "row_no", line_no=pl.col("row_no") - pl.col("id_row") - 1)
        .unique()
    )
    places = lines.join(columns.filter(pl.col("field") != NOTE_ID), on=["submission_id", "sheet"])
    filled = values.select("submission_id", "sheet", "row_no", "field", "kind", "text")
    return _shaped(
        places.join(filled, on=["submission_id", "sheet", "row_no", "field"], how="left").with_columns(
            cell=pl.format("{}{}", "letters", "row_no")
        )
    )


def line_table_columns(cells: pl.DataFrame) -> pl.DataFrame:
    """Field ids that line tables have a column for: submission_id, sheet, field (even with no line)."""
    marks = cells.filter((pl.col("col_no") == ID_COLUMN) & (pl.col("text") == LINE_TABLE_MARK)).select(
        "submission_id", "sheet", "row_no"
    )
    return (
        cells.join(marks, on=["submission_id", "sheet", "row_no"])
        .filter(pl.col("col_no") > ID_COLUMN)
        .select("submission_id", "sheet", field="text")
    )


def _json(cells: pl.DataFrame) -> pl.DataFrame:
    document = cells.filter(pl.col("sheet") == json_document.SHEET).with_columns(
        line_no="row_no", field=pl.col("cell").str.extract(r"/([^/]+)$")
    )
    inside = pl.col("cell").str.contains("^/(values|lines)/")
    hidden = document.filter(~inside).with_columns(field="_" + pl.col("field"))
    # form code and version stand above the values and are header fields all the same
    visible = document.filter(inside | pl.col("field").is_in(["form_code", "form_version"]))
    return pl.concat([_shaped(hidden), _shaped(visible)])
