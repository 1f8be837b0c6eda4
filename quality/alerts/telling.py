"""What is to be told now: decides from the ledger, and puts the messages into the outbox in the same transaction.

ERROR is told at once to its owner, and to the backup when nobody acknowledged it in time; WARN waits for
the digest. A cause is told once while it is open, its end once. What follows from an open cause is not
told; what belongs to one source goes into one message. In quiet hours only openings and escalations go.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from quality.alerts.causes import inhibits
from quality.alerts.ledger import Alert, AlertLedger, alerts_where, is_silenced, read_mark, write_mark
from quality.alerts.outbox import Draft, put
from quality.alerts.policy import Policy
from quality.alerts.texts import digest_text, opening_text, recovery_text

_DIGEST_MARK = "digest_day"
_Text = Callable[[list[Alert], Policy], tuple[str, str]]


def decide(ledger: AlertLedger, policy: Policy, now: datetime) -> int:
    """Put into the outbox what is to be told at ``now``; how many messages that were.

    Calling it again, or after a kill, tells nothing twice.
    """
    with ledger.transaction() as rows:
        before = rows.execute("select count(*) from message").fetchone()[0]
        _end_what_is_well(rows, now)
        tellable = _tellable(rows, now)
        errors = [a for a in tellable if a.severity == "ERROR" and not a.acknowledged_at]
        opened = [a for a in errors if not a.told_at]
        _tell(rows, policy, now, opened, "opening", lambda a: a.owner, opening_text)
        _note(rows, "told_at", opened, now)
        late = [a for a in errors if a.told_at and not a.escalated_at and a.told_at + policy.escalate_after <= now]
        late = [a for a in late if a.backup != a.owner]
        _tell(rows, policy, now, late, "escalation", lambda a: a.backup, opening_text)
        _note(rows, "escalated_at", late, now)
        if not policy.is_quiet(now):
            _tell_recoveries(rows, policy, now)
        _tell_digest(rows, policy, now, _waiting_for_the_digest(tellable))
        return int(rows.execute("select count(*) from message").fetchone()[0] - before)


def standing_and_over(ledger: AlertLedger, since: datetime, now: datetime) -> tuple[list[Alert], list[Alert]]:
    """Alerts that stand and are not held back, and those that ended at ``since`` or later."""
    with ledger.transaction() as rows:
        return _not_held_back(rows, now), alerts_where(rows, "recovered_at >= ?", since.timestamp())


def _not_held_back(rows: sqlite3.Connection, now: datetime) -> list[Alert]:
    standing = alerts_where(rows, "recovered_at is null")
    return [a for a in standing if not is_silenced(rows, a, now) and not _follows_from(a, standing)]


def _end_what_is_well(rows: sqlite3.Connection, now: datetime) -> None:
    for alert in alerts_where(rows, "recovered_at is null and well_since is not null"):
        if alert.well_since and alert.well_since + timedelta(minutes=alert.cause.settle_minutes) <= now:
            rows.execute("update alert set recovered_at = ? where id = ?", (now.timestamp(), alert.id))


def _follows_from(alert: Alert, standing: Iterable[Alert]) -> bool:
    return any(inhibits(other.kind, other.group, alert.kind, alert.group) for other in standing if other.id != alert.id)


def _tell(
    rows: sqlite3.Connection,
    policy: Policy,
    now: datetime,
    alerts: list[Alert],
    kind: str,
    whom: Callable[[Alert], str],
    text: _Text,
) -> None:
    together: dict[tuple[str, str], list[Alert]] = defaultdict(list)
    for alert in alerts:
        together[whom(alert), alert.group].append(alert)
    severity = "OK" if kind == "recovery" else "ERROR"
    for (role, _), group in together.items():
        title, body = text(group, policy)
        put(rows, Draft(kind, severity, role, [a.id for a in group], title, body), policy.channels_of(role), now)


def _tell_recoveries(rows: sqlite3.Connection, policy: Policy, now: datetime) -> None:
    over = alerts_where(rows, "recovered_at is not null and recovery_told = 0")
    told = [a for a in over if a.told_at and a.severity == "ERROR"]
    _tell(rows, policy, now, told, "recovery", lambda a: a.owner, recovery_text)
    _tell(rows, policy, now, [a for a in told if a.escalated_at], "recovery", lambda a: a.backup, recovery_text)
    done = [a.id for a in over if a.severity == "ERROR" or not a.told_at]  # those of the digest are told there
    rows.executemany("update alert set recovery_told = 1 where id = ?", [(i,) for i in done])


def _tell_digest(rows: sqlite3.Connection, policy: Policy, now: datetime, warnings: list[Alert]) -> None:
    """Once a day, to each role what is new or over since the last; nothing when nothing is."""
    day = policy.digest_day(now)
    if day is None or read_mark(rows, _DIGEST_MARK) == day:
        return
    write_mark(rows, _DIGEST_MARK, day)
    drafts, new, over = _digests(rows, policy, warnings)
    for draft in drafts:
        put(rows, draft, policy.channels_of(draft.role), now)
    _note(rows, "told_at", new, now)
    rows.executemany("update alert set recovery_told = 1 where id = ?", [(a.id,) for a in over])


def _digests(
    rows: sqlite3.Connection, policy: Policy, warnings: list[Alert]
) -> tuple[list[Draft], list[Alert], list[Alert]]:
    new = [a for a in warnings if not a.told_at]
    over = alerts_where(
        rows, "severity = 'WARN' and recovered_at is not null and told_at is not null and recovery_told = 0"
    )
    drafts = []
    for role in sorted({a.owner for a in [*new, *over]}):
        mine, ended = [a for a in new if a.owner == role], [a for a in over if a.owner == role]
        still = sum(1 for a in warnings if a.told_at and a.owner == role)
        title, body = digest_text(mine, ended, still, policy)
        drafts.append(Draft("digest", "WARN", role, [a.id for a in mine], title, body))
    return drafts, new, over


def next_digest(ledger: AlertLedger, policy: Policy, now: datetime) -> list[Draft]:
    """What the next digest will say as things stand, one draft a role; nothing is sent and nothing counts as told."""
    with ledger.transaction() as rows:
        return _digests(rows, policy, _waiting_for_the_digest(_tellable(rows, now)))[0]


def _tellable(rows: sqlite3.Connection, now: datetime) -> list[Alert]:
    return [a for a in _not_held_back(rows, now) if not a.well_since]


def _waiting_for_the_digest(tellable: list[Alert]) -> list[Alert]:
    return [a for a in tellable if a.severity == "WARN" and not a.acknowledged_at]


def _note(rows: sqlite3.Connection, column: str, alerts: list[Alert], now: datetime) -> None:
    rows.executemany(
        f"update alert set {column} = ? where id = ?",  # noqa: S608 — a column of ours
        [(now.timestamp(), a.id) for a in alerts],
    )
