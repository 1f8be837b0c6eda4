"""Issues -> verdicts: exactly one for each received file."""

from __future__ import annotations

import polars as pl

from ingestion.shapes import SUBMISSION


def submissions_of(
    receipts: pl.DataFrame,
    codes: pl.DataFrame,
    headers: list[pl.DataFrame],
    issues: pl.DataFrame,
    ingest_batch_id: str,
) -> pl.DataFrame:
    """One row (shape SUBMISSION) a file: what it says it is, and the verdict its worst issue gives it.

    Args:
        receipts: first receipt of each submission (shape RECEIPT).
        codes: submission_id, form_code, form_version of those that opened.
        headers: resolved headers, a frame a form.
        issues: shape ISSUE, of the whole batch.
        ingest_batch_id: name of the batch.
    """
    tally = issues.group_by("submission_id").agg(
        quarantines=(pl.col("severity") == "quarantine").sum(),
        errors=(pl.col("severity") == "error").sum(),
        queries=(pl.col("severity") == "query").sum(),
        reason_rule_id=pl.col("rule_id")
        .sort_by(pl.col("severity").replace_strict({"quarantine": 0, "error": 1, "query": 2}), "rule_id")
        .first(),
    )
    read = (
        pl.concat(headers).select(
            "submission_id",
            "submitter_kind",
            "unit_valid_from",
            "report_year",
            "period_type",
            "period_frame",
            "period_id",
            "period_start",
            "period_end",
            unit_code="submitter_code",
            revision_no="submission_no",
            corrects_revision_no="corrects_submission",
        )
        if headers
        else pl.DataFrame(schema={n: t for n, t in SUBMISSION.items() if n == "submission_id"})
    )
    whole = (
        receipts.join(codes.select("submission_id", "form_code", "form_version"), on="submission_id", how="left")
        .join(read, on="submission_id", how="left")
        .join(tally, on="submission_id", how="left")
        .with_columns(pl.col("quarantines", "errors", "queries").fill_null(0), ingest_batch_id=pl.lit(ingest_batch_id))
        .with_columns(
            verdict=pl.when(pl.col("quarantines") > 0)
            .then(pl.lit("quarantined"))
            .when(pl.col("errors") > 0)
            .then(pl.lit("returned"))
            .otherwise(pl.lit("accepted"))
        )
    )
    missing = [pl.lit(None, t).alias(n) for n, t in SUBMISSION.items() if n not in whole.columns]
    return whole.with_columns(missing).select([pl.col(n).cast(t, strict=False) for n, t in SUBMISSION.items()])
