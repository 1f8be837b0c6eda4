"""Issues of files that say nothing to a form: they could not be opened, or name no form in use."""

from __future__ import annotations

import polars as pl

from ingestion.explanations import answers_alone
from quality.issues.write_up import write_up


def unopened(openings: pl.DataFrame) -> pl.DataFrame:
    """Issues (shape ISSUE) of those of ``openings`` (shape OPENING) that have a problem."""
    bad = openings.filter(pl.col("problem_rule_id").is_not_null())
    return _whole_file(bad, pl.col("problem_rule_id"), pl.col("problem_detail"))


def strangers(codes: pl.DataFrame, known: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Files of no form in use; a return slip sent back with its answers alone is no stranger."""
    answers = pl.col("submission_id").is_in(answers_alone(cells).to_list())
    return codes.join(known, on="submission_id", how="anti").filter(~answers)


def unrecognised(codes: pl.DataFrame) -> pl.DataFrame:
    """Issues (shape ISSUE) of ``strangers``."""
    named = pl.when(pl.col("form_code").is_not_null()).then(pl.format(" (tệp ghi mẫu “{}”)", "form_code"))
    return _whole_file(codes, pl.lit("FORM-01"), named.otherwise(pl.lit("")))


def _whole_file(rows: pl.DataFrame, rule: pl.Expr, detail: pl.Expr) -> pl.DataFrame:
    nothing = pl.lit(None, pl.String)
    findings = rows.select(
        "submission_id",
        line_no=pl.lit(0, pl.Int32),
        rule_id=rule,
        field=nothing,
        related_fields=nothing,
        expected=nothing,
        detail=detail,
    )
    return write_up(findings, {}, None, {})
