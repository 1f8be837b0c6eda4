"""What reports give to be told: planted refusals, a rate above its usual and a contradiction; and what is usual."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from quality.alerts import deadline_sightings
from quality.alerts.deadline_sightings import silent_source_sightings
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


def test_a_source_is_silent_when_all_it_owes_is_past_and_nothing_came(tmp_path: Path) -> None:
    edition = tmp_path / "e.duckdb"
    with duckdb.connect(str(edition)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.fct_submission_coverage as select 'CALENDAR:2025-M02' as period_id, 'F06' as form_code,"
            " unit_kind, unit_code, cast(due_on as date) as due_on, false as is_accepted, true as is_owed,"
            " first_received_at from (values ('police', 'CA-1', '2025-03-10', null), ('school', 'T-1', '2025-03-10', 'x'),"
            " ('school', 'T-2', '2025-03-10', null), ('agency', 'C-1', '2025-03-20', null))"
            " as t(unit_kind, unit_code, due_on, first_received_at)"
        )
    sources = [
        ("police", ("police",), ()),
        ("schools", ("school",), ()),
        ("t2", ("school",), ("T-2",)),
        ("agency", ("agency",), ()),
    ]
    found = {s.subject: s for s in silent_source_sightings(sources, edition, TODAY)}
    assert {n: s.is_open for n, s in found.items()} == {"police": True, "schools": False, "t2": True}
    assert found["police"].tellable_facts() == {"owed": "1", "due_on": "10/03/2025"}


@pytest.mark.parametrize(("today", "is_open"), [(date(2025, 3, 17), None), (date(2025, 3, 18), True), (date(2025, 3, 20), True), (date(2025, 3, 21), False)])  # fmt: skip
def test_few_reports_two_working_days_before_the_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: date, is_open: bool | None
) -> None:
    edition = tmp_path / "e.duckdb"
    with duckdb.connect(str(edition)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.fct_submission_coverage as select 'CALENDAR:2025-M02' as period_id, 'F01' as form_code,"
            " 'ward_commune' as unit_kind, cast(n as varchar) as unit_code, date '2025-03-20' as due_on,"
            " n < 2 as is_accepted, true as is_owed, null as first_received_at from range(5) as t(n)"
        )
    day = {"period_id": "CALENDAR:2025-M02", "form_code": "F01", "unit_kind": "ward_commune",
           "reminder_on": date(2025, 3, 18), "due_on": date(2025, 3, 20)}  # fmt: skip
    monkeypatch.setattr(deadline_sightings, "deadlines", lambda _: pl.DataFrame([day]))
    found = deadline_sightings.coverage_sightings(None, edition, today)  # type: ignore[arg-type]
    assert [s.is_open for s in found] == ([] if is_open is None else [is_open])
    assert all(s.tellable_facts() == {"due_on": "20/03/2025", "accepted": "2", "owed": "5"} for s in found)
