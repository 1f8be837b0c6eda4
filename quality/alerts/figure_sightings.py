"""What the received reports themselves give to be told: refusals, rates above their usual, contradictions.

Reads the lake's submissions and issues and the published edition; nothing but counts, codes and days leaves here.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from quality.alerts.sighting import Sighting
from quality.alerts.thresholds import DEFAULTS, Thresholds
from quality.alerts.usual_rate import against_usual

WINDOW = timedelta(days=30)  # what is compared with all before it
REFUSED_WITHIN = timedelta(days=7)
_DIFFERS = """
    select rule_id, count(*) filter (where coalesce(query_state, 'open') = 'open'),
        count(distinct submission_id) filter (where coalesce(query_state, 'open') = 'open')
    from marts.fct_quality_issue
    where rule_id like 'XCHK-%' or rule_id like 'XPRV-%' or rule_id = 'REV-02'
    group by rule_id
"""
_REFUSED = """
    select case when reason_rule_id like 'SEC-%' then 'secrecy' else 'personal_data' end, sender_code,
        count(*) filter (where cast(received_at as date) > $since), cast(max(received_at) as date)
    from submissions
    where reason_rule_id like 'SEC-%' or reason_rule_id like 'PII-%'
    group by all
"""
_RATE = """
    select subject, count(*) filter (where recent and hit), count(*) filter (where recent),
        count(*) filter (where not recent and hit), count(*) filter (where not recent)
    from (select *, cast(received_at as date) > $since as recent from looked_at) group by subject
"""
_OF_KINDS = "select sender_kind as subject, received_at, verdict = 'returned' as hit from submissions"
_OF_RULES = """
    select rules.rule_id as subject, submissions.received_at, broken.submission_id is not null as hit
    from submissions cross join (select distinct rule_id from issues) as rules
    left join (select distinct submission_id, rule_id from issues) as broken
        on broken.submission_id = submissions.submission_id and broken.rule_id = rules.rule_id
"""


def figure_sightings(lake: Path, edition: Path, today: date, thresholds: Thresholds = DEFAULTS) -> list[Sighting]:
    """Every cause of this kind, open or well.

    Args:
        lake: folder with ``submissions`` and ``issues`` (Parquet).
        edition: published DuckDB file.
        today: day the windows end on.
        thresholds: what is above the usual.
    """
    with duckdb.connect() as connection:
        for table in ("submissions", "issues"):
            files = str(lake / table / "*.parquet").replace("'", "''")
            connection.execute(f"create view {table} as from read_parquet('{files}')")
        refused = connection.execute(_REFUSED, {"since": today - REFUSED_WITHIN}).fetchall()
        found = [Sighting(k, c, n > 0, {"files": n, "last_on": last}) for k, c, n, last in refused]
        for kind, looked_at in (("refusal_rate", _OF_KINDS), ("rule_rate", _OF_RULES)):
            rates = connection.execute(f"with looked_at as ({looked_at}) {_RATE}", {"since": today - WINDOW}).fetchall()
            found += [s for row in rates if (s := _rate(thresholds, kind, *row))]
    with duckdb.connect(str(edition), read_only=True) as connection:
        differ = connection.execute(_DIFFERS).fetchall()
    return found + [Sighting("contradiction", r, n > 0, {"places": n, "reports": reports}) for r, n, reports in differ]


def _rate(thresholds: Thresholds, kind: str, subject: str, *counts: Any) -> Sighting | None:
    hits, reports, hits_before, before = counts
    finding = against_usual(hits, reports, hits_before, before, thresholds)
    if finding == "not_testable":
        return None  # neither open nor well: too little to say
    facts = {"now_pct": 100 * hits / reports, "usual_pct": 100 * hits_before / before, "reports": reports}
    return Sighting(kind, subject, finding == "above", facts)
