"""Lines of one submission that carry the same key (rule LINE-01)."""

from __future__ import annotations

import polars as pl

from quality.contracts.form_model import Form
from quality.issues.shape import FINDING


def line_key_findings(wide: pl.DataFrame, form: Form) -> pl.DataFrame:
    """One finding (shape FINDING) a line whose key an earlier line of the same submission has."""
    if not form.line_key:
        return pl.DataFrame(schema=FINDING)
    key = list(form.line_key)
    shown = pl.concat_str([pl.col(k).cast(pl.String) for k in key], separator=", ")
    return (
        wide.sort("line_no")
        .drop_nulls(key)
        .filter(pl.struct(key).is_first_distinct().over("submission_id").not_())
        .select(
            "submission_id",
            "line_no",
            rule_id=pl.lit("LINE-01"),
            field=pl.lit(key[0]),
            related_fields=pl.lit(",".join(key[1:]) or None, pl.String),
            expected=shown,
            detail=pl.lit(None, pl.String),
        )
    )
