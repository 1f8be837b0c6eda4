"""Where everything of one city lies on disk, and the settings that say so.

Belongs here: paths and typed settings. Nothing else in kho138 spells a path of the workspace.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT_HOME = Path(".kho138")


@dataclass(frozen=True)
class Workspace:
    """Folders of one city under ``home`` (environment variable ``KHO138_HOME``)."""

    home: Path

    @classmethod
    def from_environment(cls) -> Workspace:
        """The workspace that ``KHO138_HOME`` names, else ``.kho138`` in the current folder."""
        return cls(Path(os.environ.get("KHO138_HOME", DEFAULT_HOME)).resolve())

    # -- truth: cannot be rebuilt ---------------------------------------------------------
    @property
    def register(self) -> Path:
        """Register of the city: units, successions, perimeters, years (CSV and YAML)."""
        return self.home / "register"

    @property
    def landing(self) -> Path:
        """Received bytes by sha256 and their receipts."""
        return self.home / "landing"

    @property
    def editions(self) -> Path:
        """Frozen editions, one folder each: never changed once written."""
        return self.home / "editions"

    @property
    def approvals(self) -> Path:
        """Log of what which role accepted, append-only."""
        return self.home / "approvals.jsonl"

    @property
    def alerts(self) -> Path:
        """Ledger of alerts: what is open, who was told, who took it on."""
        return self.home / "alerts"

    @property
    def gate_history(self) -> Path:
        """What the release gate found in every run, append-only: a trend that nothing else can tell again."""
        return self.home / "gate_history.jsonl"

    @property
    def truth(self) -> tuple[Path, ...]:
        """All that cannot be rebuilt: what a backup holds. A new log that nothing else can tell again belongs here."""
        return (
            self.register,
            self.landing,
            self.editions,
            self.approvals,
            self.outbox,
            self.portal_tokens,
            self.alerts,
            self.gate_history,
            self.disclosed,
        )

    @property
    def living(self) -> tuple[Path, ...]:
        """The part of the truth that is written to without the writing lock, also while a run works."""
        return (self.outbox, self.portal_tokens, self.alerts)

    @property
    def outbox(self) -> Path:
        """Log of what was sent to whom, append-only: without it everybody would be told everything again."""
        return self.home / "outbox" / "log.jsonl"

    @property
    def portal_tokens(self) -> Path:
        """Log of the portal's tokens, made and revoked; hashes only."""
        return self.home / "portal" / "tokens.jsonl"

    @property
    def disclosed(self) -> Path:
        """Log of what editions for readers showed and hid, append-only: what was shown cannot be taken back."""
        return self.home / "disclosed" / "log.jsonl"

    # -- arrivals -------------------------------------------------------------------------
    @property
    def drop(self) -> Path:
        """Drop folder: ``<submitter kind>/<unit code>/<file>``; the folder is the sender."""
        return self.home / "drop"

    @property
    def arrivals(self) -> Path:
        """Manifest of the demonstration: when each file of the drop folder arrived."""
        return self.home / "arrivals.csv"

    # -- derived: delete it, run again, get the same --------------------------------------
    @property
    def lake(self) -> Path:
        """Parquet tables of ``ingestion.shapes`` (one folder a table) and of the register."""
        return self.home / "lake"

    @property
    def warehouse(self) -> Path:
        """DuckDB file that only dbt writes."""
        return self.home / "warehouse" / "kho138.duckdb"

    @property
    def earlier(self) -> Path:
        """What was known at earlier moments: marts computed again, kept by content."""
        return self.home / "earlier"

    @property
    def gate(self) -> Path:
        """Data Docs of the release gate."""
        return self.home / "gate"

    @property
    def gate_page(self) -> Path:
        """First page of the Data Docs: the last run of the gate."""
        return self.gate / "index.html"

    # -- the way out ----------------------------------------------------------------------
    @property
    def published(self) -> Path:
        """What readers may open; replaced by rename only."""
        return self.home / "published"

    @property
    def audiences(self) -> Path:
        """Editions for readers, ``<audience>/<version>/`` and ``<audience>/current``; made from what is published."""
        return self.published / "audiences"

    @property
    def dashboards(self) -> Path:
        """What the dashboards read, ``<version>/`` and ``current``: the editions of all audiences in one file."""
        return self.published / "dashboards"

    @property
    def slips(self) -> Path:
        """Return slips, ``<sender's unit code>/<submission>/``: workbook, letter, JSON. Derived: written again."""
        return self.home / "slips"

    @property
    def notices(self) -> Path:
        """Lists of the calendar: who is to be told of a period, reminded, chased. Derived: written on their day."""
        return self.home / "notices"

    @property
    def dagster_home(self) -> Path:
        """Run storage of Dagster."""
        return self.home / "dagster"

    @property
    def last_backup(self) -> Path:
        """When the last backup was made, and where (JSON)."""
        return self.home / ".last_backup.json"

    @property
    def writing_lock(self) -> Path:
        """Held by whoever writes: one at a time (``ingestion.writing_lock``)."""
        return self.home / ".writing.lock"

    @property
    def serving_lock(self) -> Path:
        """Held by ``kho138 serve`` while it runs."""
        return self.home / ".serving.lock"

    def table(self, name: str) -> Path:
        """Folder of Parquet files that together are the lake table ``name``."""
        return self.lake / name
