"""Looks at what no event tells: the disk, the age of the edition, and what a new edition's reports give to be told."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from typing import cast

import polars as pl

from ingestion.connectors.source_model import Source, read_sources
from ingestion.workspace import Workspace
from orchestration.alerts.settings import read_alert_settings
from orchestration.alerts.tell import ledger_of, record
from orchestration.append_log import lines
from orchestration.editions.readers_behind import readers_behind
from quality.alerts.deadline_sightings import coverage_sightings, silent_source_sightings
from quality.alerts.figure_sightings import figure_sightings
from quality.alerts.gate_sightings import gate_sightings
from quality.alerts.policy import OFFICE_ZONE
from quality.alerts.sighting import Sighting
from quality.register.register import Register

_LOOKED_AT = "edition_looked_at"


def watch(workspace: Workspace, now: datetime) -> None:
    """Record what is there now. The reports are looked at once an edition and day; nothing is sent.

    Raises:
        AlertSettingsError: ``alerts.yml`` cannot be used.
    """
    thresholds = read_alert_settings(workspace.register).thresholds
    free = shutil.disk_usage(workspace.home).free // 2**20
    facts = {"free_mb": free, "needed_mb": thresholds.free_disk_mb}
    seen = [Sighting("disk_low", "workspace", free < thresholds.free_disk_mb, facts)]
    edition = workspace.published / "kho138.duckdb"
    if edition.exists():
        made = datetime.fromtimestamp(edition.stat().st_mtime, UTC)
        age = {"age_days": (now - made).days, "promised_days": thresholds.edition_days}
        old = now - made > timedelta(days=thresholds.edition_days)
        seen.append(Sighting("edition_old", "published", old, age))
        seen.append(readers_behind(workspace, now, thresholds))
        ledger = ledger_of(workspace)
        # a demonstration is looked at as of its last report, not as of today
        today = _last_report(workspace) if workspace.arrivals.exists() else now.astimezone(OFFICE_ZONE).date()
        looked_at = f"{made.isoformat()} on {today}"
        if not ledger.path.exists() or ledger.mark(_LOOKED_AT) != looked_at:
            sources = [(s.name, s.kinds, _units(s)) for s in read_sources(workspace.register) if s.enabled]
            seen += figure_sightings(workspace.lake, edition, today, thresholds)
            seen += silent_source_sightings(sources, edition, today)
            seen += gate_sightings(lines(workspace.gate_history))
            seen += coverage_sightings(Register.read(workspace.register), edition, today, thresholds)
            ledger.set_mark(_LOOKED_AT, looked_at)
    record(workspace, seen, now)


def _units(source: Source) -> tuple[str, ...]:
    return tuple(sender.unit for sender in source.senders)


def _last_report(workspace: Workspace) -> date:
    read = pl.scan_parquet(workspace.table("receipts") / "*.parquet").select(pl.col("received_at").max()).collect()
    return cast("datetime", read.item()).astimezone(OFFICE_ZONE).date()
