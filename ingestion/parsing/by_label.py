"""Sheets without hidden ids: the form from its title or its labels, its fields from their labels."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from ingestion.parsing.labels import HEADER, label_key, label_table, named_form
from ingestion.parsing.report_rows import value_columns
from quality.contracts.registry import forms, header
from quality.contracts.units_of_measure import words_vi

_SHEET = ["submission_id", "sheet"]
_ENOUGH = 0.5  # of the labels of a form, where no title names it
_HEAD_ROWS = 3  # a heading may be written over up to three merged rows
_FEWEST_COLUMNS = 2
_COLUMNS = {"submission_id": pl.String, "sheet": pl.String, "col_no": pl.Int32, "field": pl.String,
            "head_row": pl.Int32, "first_row": pl.Int32}  # fmt: skip
_ROWS = {"submission_id": pl.String, "sheet": pl.String, "row_no": pl.Int32, "field": pl.String, "value_col": pl.Int32}


class ByLabel(NamedTuple):
    """Form of each file, rows of report sheets and columns of line tables found by their labels."""

    forms: pl.DataFrame  # submission_id, form_code
    rows: pl.DataFrame  # see report_rows
    columns: pl.DataFrame  # see line_tables


def find_by_label(grid: pl.DataFrame, known: pl.DataFrame) -> ByLabel:
    """Read sheets by their labels.

    Args:
        grid: cells of sheets without ids.
        known: submission_id, form_code of files whose form is known from ids elsewhere in them.
    """
    texts = grid.filter(pl.col("kind") == "s")
    distinct = texts["text"].unique().to_list()
    keys = pl.DataFrame(
        [(text, label_key(text)) for text in distinct], schema={"text": pl.String, "key": pl.String}, orient="row"
    )
    hits = (
        texts.join(keys, on="text")
        .join(label_table(), on="key")
        .select(*_SHEET, "row_no", "col_no", "form_code", "field")
    )
    if hits.is_empty():
        return ByLabel(known.head(0), pl.DataFrame(schema=_ROWS), pl.DataFrame(schema=_COLUMNS))
    form_of = _forms(texts, hits, known)
    mine = hits.join(form_of, on="submission_id", suffix="_of_file").filter(
        pl.col("form_code").is_in([HEADER]) | (pl.col("form_code") == pl.col("form_code_of_file"))
    )
    across = pl.col("form_code").is_in([f.code for f in forms().values() if f.layout == "lines"])
    columns = _columns(mine.filter(across))
    rows = _rows(mine.filter(~across).join(columns.select(_SHEET).unique(), on=_SHEET, how="anti"), grid)
    new = form_of.join(known, on="submission_id", how="anti")
    # a file of another kind has a word or two of ours by chance: without a form nothing is found in it
    return ByLabel(new, rows, columns)


def _forms(texts: pl.DataFrame, hits: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """submission_id, form_code: known, else beside "Mẫu số", else the form whose labels are there, else titled."""
    beside = (
        texts.join(hits.filter(pl.col("field") == "form_code"), on=[*_SHEET, "row_no"])
        .select("submission_id", form_code=pl.col("text").str.to_uppercase().str.extract(r"\b(F\d\d)\s*$"))
        .filter(pl.col("form_code").is_in(list(forms())))
        .unique()
    )
    titles = {text: code for text in texts["text"].unique() if (code := named_form(text))}
    named = (
        texts.filter(pl.col("text").is_in(list(titles)))
        .with_columns(form_code=pl.col("text").replace_strict(titles, return_dtype=pl.String))
        .select("submission_id", "form_code")
        .unique()
    )
    sizes = pl.DataFrame(
        [(f.code, len(list(f.fields()))) for f in forms().values()], schema=["form_code", "size"], orient="row"
    )
    alike = (
        hits.filter(pl.col("form_code") != HEADER)
        .group_by("submission_id", "form_code")
        .agg(found=pl.col("field").n_unique())
        .join(sizes, on="form_code")
        .with_columns(share=pl.col("found") / pl.col("size"))
        .filter(pl.col("share") >= _ENOUGH)
        .filter(pl.col("share") == pl.col("share").max().over("submission_id"))
        .select("submission_id", "form_code")
    )
    found = known
    for guess in (beside, alike, named):
        only = guess.filter(pl.len().over("submission_id") == 1)  # two forms at once are no answer
        found = pl.concat([found, only.join(found, on="submission_id", how="anti")])
    return found


def _columns(hits: pl.DataFrame) -> pl.DataFrame:
    """Headings of a list: the first row with several labels of it, and up to two more rows of the same heading."""
    tops = (
        hits.group_by(*_SHEET, "row_no")
        .agg(found=pl.col("field").n_unique())
        .filter(pl.col("found") >= _FEWEST_COLUMNS)
        .sort("row_no")
        .unique(_SHEET, keep="first", maintain_order=True)
        .select(*_SHEET, top="row_no")
    )
    near = hits.join(tops, on=_SHEET).filter(
        (pl.col("row_no") - pl.col("top")).is_between(1 - _HEAD_ROWS, _HEAD_ROWS - 1)
    )
    return (
        near.with_columns(first_row=pl.col("row_no").max().over(_SHEET) + 1)
        .sort("row_no", "col_no")
        .unique([*_SHEET, "field"], keep="first", maintain_order=True)
        .select(*_SHEET, "col_no", "field", head_row="row_no", first_row="first_row")
    )


def _rows(hits: pl.DataFrame, grid: pl.DataFrame) -> pl.DataFrame:
    """Labels of a report sheet with the column their values stand in."""
    first = hits.sort("row_no", "col_no").unique([*_SHEET, "row_no"], keep="first", maintain_order=True)
    first = first.unique([*_SHEET, "field"], keep="first", maintain_order=True)
    headed = value_columns(grid, first.group_by(_SHEET).agg(last_row=pl.col("row_no").max()))
    filled = (
        grid.join(first.select(*_SHEET, "row_no", "field", label_col="col_no"), on=[*_SHEET, "row_no"])
        .filter(pl.col("col_no") > pl.col("label_col"))
        .join(_units(), on=["field", "text"], how="anti")
    )
    fullest = (
        filled.group_by(*_SHEET, "col_no")
        .len()
        .sort("len", "col_no", descending=[True, False])
        .unique(_SHEET, keep="first", maintain_order=True)
        .select(*_SHEET, fullest="col_no")
    )
    return (
        first.join(headed, on=_SHEET, how="left")
        .join(fullest, on=_SHEET, how="left")
        .select(*_SHEET, "row_no", "field", value_col=pl.coalesce("value_col", "fullest", pl.col("col_no") + 1))
    )


def _units() -> pl.DataFrame:
    """field, text: the unit of measure beside a label is not its value."""
    rows = {
        (field.name, word + star)
        for form in (header(), *forms().values())
        for field in form.fields()
        for word in words_vi(field.unit)
        for star in ("", " *")
    }
    return pl.DataFrame(sorted(rows), schema={"field": pl.String, "text": pl.String}, orient="row")
