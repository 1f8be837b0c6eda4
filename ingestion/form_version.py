"""Which version of its form a file is, and what that version calls otherwise or does not ask."""

from __future__ import annotations

import polars as pl

from quality.contracts.form_model import Form
from quality.contracts.form_versions import older_versions
from quality.issues.shape import FINDING

_VERSION = ["form_code", "form_version"]


def with_present_names(located: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """``located`` (shape LOCATED) with hidden ids of older versions replaced by those of the present contract.

    Args:
        located: places of a batch.
        codes: submission_id, form_code, form_version.
    """
    rows = [(o.form, o.version, old, new) for o in older_versions().values() for old, new in o.renamed.items()]
    if not rows:
        return located
    names = pl.DataFrame(rows, schema=[*_VERSION, "field", "present"], orient="row")
    wanted = codes.join(names, on=_VERSION).select("submission_id", "field", "present")
    if wanted.is_empty():
        return located
    return (
        located.join(wanted, on=["submission_id", "field"], how="left", maintain_order="left")
        .with_columns(field=pl.coalesce("present", "field"))
        .select(located.columns)
    )


def not_asked_then(codes: pl.DataFrame) -> pl.DataFrame:
    """submission_id, field: fields of the present contract that the version of a file did not have."""
    rows = [(o.form, o.version, name) for o in older_versions().values() for name in o.absent]
    absent = pl.DataFrame(rows, schema=dict.fromkeys([*_VERSION, "field"], pl.String), orient="row")
    return codes.join(absent, on=_VERSION).select("submission_id", "field")


def version_findings(head: pl.DataFrame, own: pl.DataFrame, form: Form) -> pl.DataFrame:
    """Files of a version that does not exist, or no longer for their year (rule FORM-02; shape FINDING).

    Args:
        head: submission_id, report_year of the batch.
        own: submission_id, form_version of the batch.
        form: the form of every file.
    """
    last = [(o.version, o.last_report_year) for o in older_versions().values() if o.form == form.code]
    older = pl.DataFrame(last, schema={"form_version": pl.String, "last_year": pl.Int64}, orient="row")
    other = (
        own.filter(pl.col("form_version").fill_null("") != form.version)
        .join(older, on="form_version", how="left")
        .join(head.select("submission_id", "report_year"), on="submission_id", how="left")
        .filter(pl.col("last_year").is_null() | (pl.col("report_year") > pl.col("last_year")))
    )
    return other.select(
        "submission_id",
        line_no=pl.lit(0, pl.Int32),
        rule_id=pl.lit("FORM-02"),
        field=pl.lit("form_version"),
        related_fields=pl.lit(None, pl.String),
        expected=pl.lit(form.version),
        detail=pl.lit(None, pl.String),
    ).select([pl.col(n).cast(t) for n, t in FINDING.items()])
