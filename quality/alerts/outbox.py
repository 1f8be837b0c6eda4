"""Messages that wait for a channel: written with the decision to send, so a kill loses none.

A message is claimed before it is sent and marked after. Killed in between, it is sent once more when the
claim has run out, under the same number: at least once, and at most one repeat a kill.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from quality.alerts.ledger import AlertLedger, moment

CLAIM = timedelta(minutes=5)  # longer than any channel takes
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)


@dataclass(frozen=True)
class Draft:
    """A message to a role before its channels are known to it."""

    kind: str  # opening | escalation | recovery | digest
    severity: str  # ERROR | WARN | OK
    role: str
    alerts: Sequence[int]
    title: str
    body: str


@dataclass(frozen=True)
class Message:
    """A message to one channel; ``id`` is its number, the same when it is sent again."""

    id: int
    kind: str
    severity: str
    role: str
    channel: str
    title: str
    body: str
    attempts: int


def put(rows: sqlite3.Connection, draft: Draft, channels: Sequence[str], now: datetime) -> None:
    """Add a message for every channel, inside the transaction that decided it."""
    rows.executemany(
        "insert into message (kind, severity, role, channel, alerts, title, body, made_at, next_try_at)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (draft.kind, draft.severity, draft.role, channel, json.dumps(list(draft.alerts)), draft.title, draft.body,
             now.timestamp(), now.timestamp())
            for channel in channels
        ],
    )  # fmt: skip


def claim(ledger: AlertLedger, now: datetime) -> list[Message]:
    """Messages to send now, claimed for this process; oldest first."""
    with ledger.transaction() as rows:
        found = rows.execute(
            "select * from message where (state = 'waiting' and next_try_at <= ?)"
            " or (state = 'sending' and claimed_at <= ?) order by id",
            (now.timestamp(), (now - CLAIM).timestamp()),
        ).fetchall()
        rows.executemany(
            "update message set state = 'sending', claimed_at = ?, attempts = attempts + 1 where id = ?",
            [(now.timestamp(), row["id"]) for row in found],
        )
    names = ("id", "kind", "severity", "role", "channel", "title", "body")
    return [Message(**{n: row[n] for n in names}, attempts=row["attempts"] + 1) for row in found]


def sent(ledger: AlertLedger, message: Message, now: datetime) -> None:
    """The channel took it."""
    with ledger.transaction() as rows:
        rows.execute(
            "update message set state = 'sent', sent_at = ?, last_error = null where id = ?",
            (now.timestamp(), message.id),
        )


def failed(ledger: AlertLedger, message: Message, error: str, now: datetime) -> None:
    """The channel did not take it: again later, each time twice as late; given up after three days."""
    wait = min(_FIRST_WAIT * 2.0 ** (message.attempts - 1), _LONGEST_WAIT)
    with ledger.transaction() as rows:
        rows.execute(
            "update message set state = case when made_at < ? then 'given_up' else 'waiting' end,"
            " next_try_at = ?, last_error = ? where id = ?",
            ((now - GIVE_UP_AFTER).timestamp(), (now + wait).timestamp(), error[:200], message.id),
        )


def undelivered(ledger: AlertLedger) -> list[tuple[int, str, str, str]]:
    """Number, channel, state and last error of what has not gone out."""
    with ledger.transaction() as rows:
        found = rows.execute("select * from message where state <> 'sent' order by id").fetchall()
    return [(r["id"], r["channel"], r["state"], r["last_error"] or "") for r in found]


def waiting_since(ledger: AlertLedger, channels: Sequence[str]) -> datetime | None:
    """When the oldest message that waits for one of these channels was made; None when none waits."""
    with ledger.transaction() as rows:
        found = rows.execute("select channel, made_at from message where state in ('waiting', 'sending')").fetchall()
    waiting = [row["made_at"] for row in found if row["channel"] in channels]
    return moment(min(waiting)) if waiting else None
