"""What reports give to be told: planted refusals, a rate above its usual and a contradiction; and what is usual."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from quality.alerts.figure_sightings import figure_sightings
from quality.alerts.usual_rate import against_usual

TODAY = date(2025, 3, 14)
NOW = datetime(2025, 3, 14, 5, tzinfo=UTC)


def _city(folder: Path, rows: list[tuple[str, int, str, str | None]]) -> tuple[Path, Path]:
    """Rows: kind of sender, days ago, verdict, rule that decided; rule VAL-01 is an issue of what is returned."""
    submissions = pl.DataFrame(
        [(f"s{n}", k, f"{k}-{n}", NOW - timedelta(days=d), v, r) for n, (k, d, v, r) in enumerate(rows)],
        schema=["submission_id", "sender_kind", "sender_code", "received_at", "verdict", "reason_rule_id"], orient="row",
    )  # fmt: skip
    issues = submissions.filter(verdict="returned").select("submission_id", rule_id=pl.lit("VAL-01"))
    for name, frame in (("submissions", submissions), ("issues", issues)):
        (folder / name).mkdir(parents=True)
        frame.write_parquet(folder / name / "1.parquet")
    edition = folder / "edition.duckdb"
    with duckdb.connect(str(edition)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.fct_quality_issue as select * from (values ('s1', 'REV-02', null),"
            " ('s2', 'XPRV-01', 'accepted'), ('s3', 'VAL-01', null)) as t(submission_id, rule_id, query_state)"
        )
    return folder, edition


def test_each_planted_cause_is_seen_and_the_usual_is_not(tmp_path: Path) -> None:
    usual = [("agency", 40 + n, "returned" if n % 10 == 0 else "accepted", None) for n in range(60)]
    worse = [("agency", n, "returned", "VAL-01") for n in range(8)]
    as_ever = [("school", d, "accepted", None) for d in range(0, 100, 2)]
    too_few = [("police", n, "returned", None) for n in range(3)]
    refused = [
        ("mass_org", 2, "returned", "PII-01"),
        ("mass_org", 20, "returned", "PII-01"),
        ("mass_org", 1, "quarantined", "SEC-01"),
    ]
    found = figure_sightings(*_city(tmp_path / "lake", [*usual, *worse, *as_ever, *too_few, *refused]), TODAY)
    seen = {(s.kind, s.subject): s.is_open for s in found}
    assert seen["refusal_rate", "agency"]
    assert not seen["refusal_rate", "school"]
    assert ("refusal_rate", "police") not in seen  # not testable is neither open nor well
    assert seen["rule_rate", "VAL-01"]
    refusals = sorted((s.kind, s.is_open) for s in found if s.kind in {"personal_data", "secrecy"})
    assert refusals == [("personal_data", False), ("personal_data", True), ("secrecy", True)]
    assert seen["contradiction", "REV-02"]
    assert not seen["contradiction", "XPRV-01"]  # somebody accepted it
    (rate,) = [s for s in found if s.subject == "agency"]
    assert rate.tellable_facts() == {"now_pct": "100,0 %", "usual_pct": "10,0 %", "reports": "8"}


@pytest.mark.parametrize(
    ("counts", "finding"),
    [((4, 4, 0, 100), "not_testable"), ((5, 5, 0, 19), "not_testable"), ((5, 5, 0, 100), "above"),
     ((1, 5, 0, 100), "usual"), ((6, 60, 10, 100), "usual"), ((20, 60, 10, 100), "above")],
)  # fmt: skip
def test_a_share_is_compared_by_count(counts: tuple[int, int, int, int], finding: str) -> None:
    assert against_usual(*counts) == finding
