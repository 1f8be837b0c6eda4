"""Rules through time: what a rule finds counts only for the periods and the files it was made for.

Verdicts are computed again from landing at any time; a rule adopted later must not change them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from quality.contracts.form_model import Rule


def findings_in_force(findings: pl.DataFrame, moments: pl.DataFrame, rules: Iterable[Rule]) -> pl.DataFrame:
    """``findings`` (shape FINDING) without those of rules that were not in force.

    Args:
        findings: of one form.
        moments: submission_id, period_end (null where the period cannot be read) and received_on.
        rules: every rule of the form and the header; most are without dates and cost nothing.
    """
    dated = [(r.id, r.valid_from or date.min, r.known_from or date.min) for r in rules if r.valid_from or r.known_from]
    if not dated:
        return findings
    since = pl.DataFrame(
        dated, schema={"rule_id": pl.String, "valid_from": pl.Date, "known_from": pl.Date}, orient="row"
    )
    outside = (pl.col("period_end") < pl.col("valid_from")) | (pl.col("received_on") < pl.col("known_from"))
    early = findings.join(since, on="rule_id").join(moments, on="submission_id").filter(outside)
    return findings.join(early, on=["submission_id", "rule_id"], how="anti")
