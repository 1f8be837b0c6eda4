"""The ledger of alerts: what is open, since when, who has been told. One SQLite file, safe against a kill.

Belongs here: the rows and their transactions. Does not belong here: whom to tell when (``telling.py``).
Every change is one transaction of the file, so whatever process is killed wherever, the next one goes on
from the last whole step.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from quality.alerts.causes import Cause, causes
from quality.alerts.sighting import Sighting

_SCHEMA = Path(__file__).with_name("schema.sql")
_BUSY_SECONDS = 30.0  # another process records or sends


@dataclass(frozen=True)
class Alert:
    """An alert as the ledger has it; times are UTC."""

    id: int
    fingerprint: str
    kind: str
    subject: str
    group: str
    severity: str
    owner: str
    backup: str
    facts: dict[str, str]
    run_id: str | None
    opened_at: datetime
    times: int
    well_since: datetime | None
    told_at: datetime | None
    escalated_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    recovered_at: datetime | None

    @property
    def cause(self) -> Cause:
        """What its kind says."""
        return causes()[self.kind]


class AlertLedger:
    """The alerts of one workspace."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of the block, or nothing of it; one process at a time."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("begin immediate")
            if not connection.execute("pragma user_version").fetchone()[0]:
                for statement in _SCHEMA.read_text(encoding="utf-8").split(";"):
                    connection.execute(statement)
            yield connection
            connection.execute("commit")
        finally:
            connection.close()  # without a commit SQLite undoes the block

    def record(self, sightings: Iterable[Sighting], now: datetime) -> None:
        """Take sightings down: a new cause opens an alert, an open one is only counted, a well one begins to end."""
        seen = list(sightings)
        if not seen:
            return
        with self.transaction() as rows:
            for sighting in seen:
                (_open if sighting.is_open else _well)(rows, sighting, now.timestamp())

    def open_alerts(self) -> list[Alert]:
        """Alerts that are not over, oldest first."""
        with self.transaction() as rows:
            return alerts_where(rows, "recovered_at is null")

    def acknowledge(self, fingerprint: str, by: str, now: datetime) -> Alert | None:
        """Note who looks after an open alert (its fingerprint or the beginning of it): nobody else is woken for it."""
        with self.transaction() as rows:
            found = alerts_where(rows, "recovered_at is null and fingerprint like ?", f"{fingerprint}%")
            if len(found) != 1:
                return None
            rows.execute(
                "update alert set acknowledged_at = ?, acknowledged_by = ? where id = ?",
                (now.timestamp(), by, found[0].id),
            )
            return found[0]

    def silence(self, pattern: str, until: datetime, reason: str, by: str, now: datetime) -> None:
        """Tell nothing of causes that match until a moment. Pattern: kind, kind:subject, with * and ?."""
        with self.transaction() as rows:
            rows.execute(
                "insert into silence (pattern, until, reason, by_role, made_at) values (?, ?, ?, ?, ?)",
                (pattern, until.timestamp(), reason, by, now.timestamp()),
            )

    def silences(self, now: datetime) -> list[tuple[str, datetime, str, str]]:
        """Silences in force: pattern, until, reason, role."""
        with self.transaction() as rows:
            found = rows.execute("select * from silence where until > ? order by until", (now.timestamp(),)).fetchall()
        return [(r["pattern"], moment(r["until"]), r["reason"], r["by_role"]) for r in found]

    def mark(self, name: str) -> str | None:
        """A remembered word (the last digest's day, the last edition looked at …)."""
        with self.transaction() as rows:
            return read_mark(rows, name)

    def set_mark(self, name: str, value: str) -> None:
        """Remember a word."""
        with self.transaction() as rows:
            write_mark(rows, name, value)


def alerts_where(rows: sqlite3.Connection, condition: str, *parameters: Any) -> list[Alert]:
    """Alerts that meet an SQL condition of this package, oldest first."""
    found = rows.execute(f"select * from alert where {condition} order by opened_at, id", parameters)  # noqa: S608
    return [_alert(r) for r in found]


def is_silenced(rows: sqlite3.Connection, alert: Alert, now: datetime) -> bool:
    """Whether a silence in force covers an alert."""
    patterns = rows.execute("select pattern from silence where until > ?", (now.timestamp(),)).fetchall()
    names = (alert.kind, f"{alert.kind}:{alert.subject}", alert.fingerprint)
    return any(fnmatchcase(name, p["pattern"]) for p in patterns for name in names)


def read_mark(rows: sqlite3.Connection, name: str) -> str | None:
    """The same as ``AlertLedger.mark`` inside a transaction."""
    row = rows.execute("select value from mark where name = ?", (name,)).fetchone()
    return str(row["value"]) if row else None


def write_mark(rows: sqlite3.Connection, name: str, value: str) -> None:
    """The same as ``AlertLedger.set_mark`` inside a transaction."""
    rows.execute(
        "insert into mark (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
        (name, value),
    )


def moment(seconds: float) -> datetime:
    """A moment of the ledger."""
    return datetime.fromtimestamp(seconds, UTC)


def _open(rows: sqlite3.Connection, sighting: Sighting, now: float) -> None:
    cause, facts = sighting.cause, json.dumps(sighting.tellable_facts(), ensure_ascii=False)
    changed = rows.execute(
        "update alert set times = times + 1, last_seen_at = ?, well_since = null, facts = ?,"
        " run_id = coalesce(?, run_id) where fingerprint = ? and recovered_at is null",
        (now, facts, sighting.run_id, sighting.fingerprint),
    )
    if not changed.rowcount:
        rows.execute(
            "insert into alert (fingerprint, kind, subject, group_key, severity, owner, backup, facts, run_id,"
            " opened_at, last_seen_at, times) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
            (
                *(sighting.fingerprint, sighting.kind, sighting.subject, sighting.group, cause.severity),
                *(sighting.owner or cause.owner, sighting.backup or cause.backup, facts, sighting.run_id, now, now),
            ),
        )


def _well(rows: sqlite3.Connection, sighting: Sighting, now: float) -> None:
    rows.execute(
        "update alert set well_since = coalesce(well_since, ?) where fingerprint = ? and recovered_at is null",
        (now, sighting.fingerprint),
    )


def _alert(row: sqlite3.Row) -> Alert:
    def at(name: str) -> datetime | None:
        return None if row[name] is None else moment(row[name])

    return Alert(
        id=row["id"],
        fingerprint=row["fingerprint"],
        kind=row["kind"],
        subject=row["subject"],
        group=row["group_key"],
        severity=row["severity"],
        owner=row["owner"],
        backup=row["backup"],
        facts=json.loads(row["facts"]),
        run_id=row["run_id"],
        opened_at=moment(row["opened_at"]),
        times=row["times"],
        well_since=at("well_since"),
        told_at=at("told_at"),
        escalated_at=at("escalated_at"),
        acknowledged_at=at("acknowledged_at"),
        acknowledged_by=row["acknowledged_by"],
        recovered_at=at("recovered_at"),
    )
