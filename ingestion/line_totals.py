"""Rows of totals under a line table: recomputed from the lines and compared (rule LINE-02), never counted."""

from __future__ import annotations

import polars as pl

from quality.contracts.form_model import Form
from quality.issues.shape import FINDING

_TOLERANCE = 1e-6


def total_findings(totals: pl.DataFrame, lines: pl.DataFrame, form: Form, unread: pl.DataFrame) -> pl.DataFrame:
    """One finding (shape FINDING) a total that is not the sum of its column.

    Args:
        totals: cleaned cells of rows of totals (LOCATED with typed values).
        lines: cleaned cells of the lines, likewise.
        form: its counts and decimals of one unit are added; years, versions and shares are not.
        unread: submission_id, line_no, field of cells that could not be read: their column is not testable.
    """
    if totals.is_empty():
        return pl.DataFrame(schema=FINDING)
    added = [
        f.name
        for f in form.fields()
        if f.type in ("count", "decimal") and f.measure != "attribute" and f.unit not in ("-", "%")
    ]
    stated = totals.filter(pl.col("field").is_in(added) & pl.col("value_number").is_not_null())
    sums = lines.filter(pl.col("field").is_in(added)).group_by("submission_id", "field").agg(
        expected_number=pl.col("value_number").sum()
    )  # fmt: skip
    broken = unread.join(totals, on=["submission_id", "line_no", "field"], how="anti")
    wrong = (
        stated.join(sums, on=["submission_id", "field"])
        .join(broken, on=["submission_id", "field"], how="anti")
        .filter((pl.col("value_number") - pl.col("expected_number")).abs() > _TOLERANCE)
    )
    return wrong.select(
        "submission_id",
        "line_no",
        rule_id=pl.lit("LINE-02"),
        field="field",
        related_fields=pl.lit(None, pl.String),
        expected=pl.col("expected_number").map_elements(_shown, return_dtype=pl.String),
        detail=pl.lit(None, pl.String),
    ).select([pl.col(n).cast(t) for n, t in FINDING.items()])


def _shown(value: float) -> str:
    return f"{value:,.10g}".replace(",", "\0").replace(".", ",").replace("\0", ".")
