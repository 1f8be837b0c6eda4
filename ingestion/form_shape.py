"""Does the file still have the shape of its form: every row and column there, none added, not empty?"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from ingestion.parsing import json_document
from ingestion.parsing.locate import NOTE_ID
from ingestion.shapes import LOCATED
from quality.contracts.form_model import Form
from quality.contracts.registry import header
from quality.issues.shape import FINDING


class ShapeFindings(NamedTuple):
    """Findings (COL-01, COL-02, COL-03, EMPTY-01), the empty submissions, fields absent and fields not asked."""

    findings: pl.DataFrame
    empty: pl.DataFrame  # submission_id
    absent: pl.DataFrame  # submission_id, line_no, field
    unasked: pl.DataFrame  # submission_id, field: of the form, but not of this kind of unit or period


def with_absent_json_fields(located: pl.DataFrame, own: pl.DataFrame, form: Form) -> pl.DataFrame:
    """JSON has no empty cells: give every field a document leaves out the address it would have."""
    documents = own.filter(pl.col("file_format") == "json").select("submission_id")
    names = [f.name for f in header().fields()] + [f.name for f in form.fields() if form.layout == "record"]
    wanted = documents.join(pl.DataFrame({"field": names}), how="cross")
    absent = wanted.join(located.filter(pl.col("line_no") == 0), on=["submission_id", "field"], how="anti")
    places = [absent.with_columns(line_no=0, cell=pl.format("/values/{}", "field"))]
    if form.layout == "lines":
        lines = located.join(documents, on="submission_id", how="semi").filter(pl.col("line_no") > 0)
        keys = lines.select("submission_id", "line_no").unique()
        every = keys.join(pl.DataFrame({"field": [f.name for f in form.fields()]}), how="cross")
        rest = every.join(lines, on=["submission_id", "line_no", "field"], how="anti")
        places.append(rest.with_columns(cell=pl.format("/lines/{}/{}", pl.col("line_no") - 1, "field")))
    added = [
        p.with_columns(sheet=pl.lit(json_document.SHEET), kind=pl.lit("s"), text=pl.lit(None, pl.String)).select(
            [pl.col(n).cast(t) for n, t in LOCATED.items()]
        )
        for p in places
    ]
    return pl.concat([located, *added])


def shape_findings(
    form: Form,
    head: pl.DataFrame,
    located: pl.DataFrame,
    clean: pl.DataFrame,
    own: pl.DataFrame,
    columns: pl.DataFrame,
    not_asked: pl.DataFrame,
) -> ShapeFindings:
    """Compare the places a batch of files has with the places its form has.

    Args:
        form: the form of every file.
        head: headers (submission_id, sender_kind, period_type) of the files to compare.
        located: every place found in them (shape LOCATED).
        clean: the same with typed values.
        own: submission_id, file_format of the batch.
        columns: submission_id, field of the columns of line tables, also of one without a line.
        not_asked: submission_id, field that the file's version of the form did not have.
    """
    body_names = [f.name for f in form.fields()]
    known = {*body_names, *(f.name for f in header().fields())}
    has = located.select("submission_id", "field")
    if form.layout == "lines":
        has = pl.concat([has, columns.join(own, on="submission_id", how="semi")])
    asked, unasked = _expected(form, head)
    if not_asked.height:
        key = ["submission_id", "field"]
        asked = asked.join(not_asked, on=key, how="anti")
        due = head.drop_nulls("period_type").select("submission_id")
        unasked = pl.concat([unasked, not_asked.join(due, on="submission_id", how="semi")]).unique()
    absent = asked.join(has, on=["submission_id", "field"], how="anti")
    if form.layout == "lines":  # a document without lines is empty, it has not lost its columns
        documents = own.filter(pl.col("file_format") == "json")
        absent = absent.join(documents, on="submission_id", how="anti")
    extra = located.filter(
        ~pl.col("field").is_in([*known, NOTE_ID, "note"])
        & ~pl.col("field").str.starts_with("_")
        & pl.col("text").is_not_null()
    ).unique(["submission_id", "field"], maintain_order=True)

    filled = clean.filter(pl.col("field").is_in(body_names) & (pl.col("text").str.strip_chars() != ""))
    empty = head.select("submission_id").join(filled, on="submission_id", how="anti")
    absent = absent.join(empty, on="submission_id", how="anti")
    findings = pl.concat(
        [
            _findings(absent, "COL-01", pl.col("field")),
            _findings(extra, "COL-02", pl.col("field")),
            _findings(_said(clean).join(unasked, on=["submission_id", "field"], how="semi"), "COL-03", pl.col("field")),
            _findings(empty, "EMPTY-01", pl.lit(None, pl.String)),
        ]
    )
    left_out = pl.concat([absent.select("submission_id", "field"), not_asked])
    return ShapeFindings(findings, empty, _in_every_line(left_out, located), unasked)


def _said(clean: pl.DataFrame) -> pl.DataFrame:
    """Cells that say something: a zero or a dash where nothing was asked is no news."""
    return clean.filter(
        (pl.col("value_number") != 0) | pl.any_horizontal(pl.col("value_text", "value_date").is_not_null())
    )


def _expected(form: Form, head: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """submission_id, field: what each kind of unit is asked for its period, and what of the form it is not asked."""
    groups = list(head.drop_nulls("period_type").select("sender_kind", "period_type").unique().iter_rows())
    asked = {group: {field.name for _, field in form.asked(*group)} for group in groups}
    key = ["sender_kind", "period_type"]
    names = {"sender_kind": pl.String, "period_type": pl.String, "field": pl.String, "asked": pl.Boolean}
    rows = [(*group, f.name, f.name in asked[group]) for group in groups for f in form.fields()]
    each = head.select("submission_id", *key).join(pl.DataFrame(rows, schema=names, orient="row"), on=key)
    every = each.select("submission_id", "field", "asked")
    return every.filter("asked").drop("asked"), every.filter(~pl.col("asked")).drop("asked")


def _in_every_line(absent: pl.DataFrame, located: pl.DataFrame) -> pl.DataFrame:
    lines = located.select("submission_id", "line_no").unique()
    return (
        absent.select("submission_id", "field")
        .join(lines, on="submission_id")
        .select("submission_id", "line_no", "field")
    )


def _findings(rows: pl.DataFrame, rule_id: str, field: pl.Expr) -> pl.DataFrame:
    if rows.is_empty():
        return pl.DataFrame(schema=FINDING)
    return rows.select(
        "submission_id",
        line_no="line_no" if "line_no" in rows.columns else pl.lit(0),
        rule_id=pl.lit(rule_id),
        field=field,
        related_fields=pl.lit(None, pl.String),
        expected=pl.lit(None, pl.String),
        detail=pl.lit(None, pl.String),
    ).select([pl.col(n).cast(t) for n, t in FINDING.items()])
