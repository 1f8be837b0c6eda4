"""What the calendar gives to be told: a deadline two working days away with few reports, and a source without one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl

from quality.alerts.sighting import Sighting
from quality.alerts.thresholds import DEFAULTS, Thresholds
from quality.register.register import Register
from quality.register.reporting_calendar import deadlines

LOOKING_BACK = timedelta(days=14)
_COVERAGE = """
    select period_id, form_code, unit_kind, unit_code, due_on, is_accepted, first_received_at is not null as received
    from marts.fct_submission_coverage where is_owed
"""
_COVERAGE_SHAPE = {
    "period_id": pl.String, "form_code": pl.String, "unit_kind": pl.String, "unit_code": pl.String,
    "due_on": pl.Date, "is_accepted": pl.Boolean, "received": pl.Boolean,
}  # fmt: skip


def coverage_sightings(
    register: Register, edition: Path, today: date, thresholds: Thresholds = DEFAULTS
) -> list[Sighting]:
    """One sighting a form and period whose deadline is at most two working days away; well when it is past."""
    days = deadlines(register).filter(pl.col("reminder_on") <= today).filter(pl.col("due_on") >= today - LOOKING_BACK)
    owed = (
        _coverage(edition)
        .drop("due_on")
        .join(days.select("period_id", "form_code", "unit_kind", "due_on"), on=["period_id", "form_code", "unit_kind"])
    )
    counted = owed.group_by("period_id", "form_code").agg(
        pl.col("due_on").max(), owed=pl.len(), accepted=pl.col("is_accepted").sum()
    )
    return [
        Sighting(
            "coverage_low",
            f"{row['period_id']}/{row['form_code']}",
            row["due_on"] >= today and 100 * row["accepted"] < thresholds.coverage_pct * row["owed"],
            {"due_on": row["due_on"], "accepted": row["accepted"], "owed": row["owed"]},
        )
        for row in counted.iter_rows(named=True)
    ]


def silent_source_sightings(
    sources: Iterable[tuple[str, tuple[str, ...], tuple[str, ...]]], edition: Path, today: date
) -> list[Sighting]:
    """Sources from whose senders nothing at all came though deadlines of the last fortnight are past.

    Args:
        sources: name, kinds it serves, unit codes (none: all of those kinds).
        edition: published DuckDB file.
        today: the day of the office.
    """
    past = _coverage(edition).filter((pl.col("due_on") < today) & (pl.col("due_on") >= today - LOOKING_BACK))
    found = []
    for name, kinds, units in sources:
        mine = past.filter(pl.col("unit_kind").is_in(kinds))
        mine = mine.filter(pl.col("unit_code").is_in(units)) if units else mine
        if not mine.is_empty():  # nothing was due: neither silent nor well
            facts = {"owed": mine.height, "due_on": mine["due_on"].max()}
            found.append(Sighting("source_without_reports", name, not mine["received"].any(), facts))  # type: ignore[arg-type]
    return found


def _coverage(edition: Path) -> pl.DataFrame:
    with duckdb.connect(str(edition), read_only=True) as connection:
        rows = connection.execute(_COVERAGE).fetchall()
    return pl.DataFrame(rows, schema=_COVERAGE_SHAPE, orient="row")
