"""Cells -> fields: which cell of a file holds which field of its form.

Hidden ids say it where they are, wherever rows and columns went; where they are gone the labels do.
JSON names fields in its keys. Everything is done for the whole batch at once.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import polars as pl

from ingestion.parsing import json_document
from ingestion.parsing.by_label import ByLabel, find_by_label
from ingestion.parsing.line_tables import NOTE_ID, columns_by_id, columns_of_their_own, lines_of
from ingestion.parsing.outside_the_form import figures_outside
from ingestion.parsing.report_rows import SHEET_NO, fields_of_rows, rows_by_id, rows_of_their_own, with_sheet_no
from ingestion.parsing.signature_block import signature_block
from ingestion.shapes import CELL, LOCATED
from quality.contracts.registry import forms

__all__ = ["HIDDEN_SHEET", "NOTE_ID", "Located", "locate"]

HIDDEN_SHEET = "_kho138"
GUIDE_SHEET = "Hướng dẫn"
_SHEET = ["submission_id", "sheet"]


class Located(NamedTuple):
    """Every field a batch of files has a place for, filled in or not, and what stands beside them."""

    fields: pl.DataFrame  # shape LOCATED; text is null where there is a place and nothing in it
    totals: pl.DataFrame  # shape LOCATED: what rows of totals of line tables say
    columns: pl.DataFrame  # submission_id, field: columns of line tables, also of those without a line
    outside: pl.DataFrame  # submission_id, sheet, cell, text: the first figure of a sheet beyond its form
    rows: pl.DataFrame  # rows of report sheets that carry their id (see report_rows)
    tables: pl.DataFrame  # columns of line tables that carry their id (see line_tables)


def locate(cells: pl.DataFrame) -> Located:
    """Find the fields of a batch of files.

    Args:
        cells: shape CELL, texts already Unicode.
    """
    grid = cells.filter(~pl.col("sheet").is_in([json_document.SHEET, HIDDEN_SHEET]))
    if grid.is_empty():  # documents only
        return _on_no_sheet()._replace(fields=pl.concat([_hidden_ids(cells), _json(cells)]))
    return _on_sheets(cells, with_sheet_no(grid))


@cache
def _on_no_sheet() -> Located:
    nothing = pl.DataFrame(schema=CELL)
    return _on_sheets(nothing, with_sheet_no(nothing))


def _on_sheets(cells: pl.DataFrame, grid: pl.DataFrame) -> Located:
    sheets = (
        grid.select(*_SHEET, SHEET_NO)
        .filter(pl.col(SHEET_NO) != pl.col(SHEET_NO).shift(1, fill_value=2**32 - 1))
        .unique()
    )
    hidden = _hidden_ids(cells)
    columns = columns_by_id(grid)
    listed = columns.select(_SHEET).unique()
    rows = rows_by_id(grid.join(listed, on=_SHEET, how="anti") if listed.height else grid)
    rows_by_their_id, columns_by_their_id = rows, columns
    labelled = _without_ids(grid, sheets, hidden, rows, columns)
    if labelled is not None:
        numbered = labelled.rows.join(sheets, on=_SHEET).select(rows.columns)
        rows, columns = pl.concat([rows, numbered]), pl.concat([columns, labelled.columns])
    tables = columns.select(_SHEET).unique()
    in_tables = grid.join(tables, on=_SHEET, how="semi") if tables.height else grid.clear()
    lines, totals = lines_of(columns, in_tables, signature_block(in_tables))
    fields = [hidden, fields_of_rows(rows, grid), lines, _json(cells)]
    strange = [rows_of_their_own(rows, grid), columns_of_their_own(columns, in_tables)]
    if labelled is not None:
        strange.append(_named(labelled.forms))  # last: what the file itself says comes first
    located = pl.concat([*fields, *strange])
    outside = figures_outside(grid, rows, columns.join(sheets, on=_SHEET))
    named = columns.select("submission_id", "field")
    return Located(located, totals, named, outside, rows_by_their_id, columns_by_their_id)


def _without_ids(
    grid: pl.DataFrame, sheets: pl.DataFrame, hidden: pl.DataFrame, rows: pl.DataFrame, columns: pl.DataFrame
) -> ByLabel | None:
    """What labels say of files without any id, and of lists that lost the row of theirs."""
    with_ids = pl.concat([rows.select("submission_id"), columns.select("submission_id")]).unique()
    without = sheets.select("submission_id").unique().join(with_ids, on="submission_id", how="anti")
    bare = grid.join(without, on="submission_id", how="semi") if without.height else grid.clear()
    named = fields_of_rows(rows.filter(pl.col("field") == "form_code"), grid)
    codes = pl.concat([hidden.filter(pl.col("field") == "_form_code"), named]).select(
        "submission_id", form_code=pl.col("text").str.extract(r"(F\d\d)")
    )
    lists = [form.code for form in forms().values() if form.layout == "lines"]
    listed = codes.filter(pl.col("form_code").is_in(lists)).join(columns, on="submission_id", how="anti").unique()
    if without.is_empty() and listed.is_empty():
        return None
    rest = (
        grid.join(listed, on="submission_id", how="semi")
        .join(rows.select(_SHEET).unique(), on=_SHEET, how="anti")
        .filter(pl.col("sheet") != GUIDE_SHEET)
    )
    if bare.is_empty() and rest.is_empty():
        return None
    return find_by_label(pl.concat([bare, rest]), listed)


def _shaped(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select([pl.col(name).cast(dtype) for name, dtype in LOCATED.items()])


def _named(form_of: pl.DataFrame) -> pl.DataFrame:
    """The form of files recognised by their labels, as if the hidden sheet said it.

    A table copied without its header rows names no version: then it is the present one.
    """
    nothing = pl.lit(None, pl.String)
    versions = pl.col("form_code").replace_strict({c: f.version for c, f in forms().items()}, return_dtype=pl.String)
    said = (("_form_code", pl.col("form_code")), ("form_code", pl.col("form_code")), ("form_version", versions))
    return pl.concat(
        _shaped(
            form_of.with_columns(
                line_no=0, field=pl.lit(name), sheet=nothing, cell=nothing, kind=pl.lit("s"), text=text
            )
        )
        for name, text in said
    )


def _hidden_ids(cells: pl.DataFrame) -> pl.DataFrame:
    """Form code and version from the hidden sheet, under the names ``_form_code`` and ``_form_version``."""
    hidden = cells.filter(pl.col("sheet") == HIDDEN_SHEET)
    keys = hidden.filter(pl.col("col_no") == 1).select("submission_id", "row_no", field="_" + pl.col("text"))
    values = hidden.filter(pl.col("col_no") == 2)
    return _shaped(keys.join(values, on=["submission_id", "row_no"]).with_columns(line_no=0))


def _json(cells: pl.DataFrame) -> pl.DataFrame:
    document = cells.filter(pl.col("sheet") == json_document.SHEET).with_columns(
        line_no="row_no", field=pl.col("cell").str.extract(r"/([^/]+)$")
    )
    inside = pl.col("cell").str.contains("^/(values|lines)/")
    hidden = document.filter(~inside).with_columns(field="_" + pl.col("field"))
    # form code and version stand above the values and are header fields all the same
    visible = document.filter(inside | pl.col("field").is_in(["form_code", "form_version"]))
    return pl.concat([_shaped(hidden), _shaped(visible)])
