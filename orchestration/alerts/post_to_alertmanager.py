"""Tells a Prometheus Alertmanager what stands and what is over; the same post again changes nothing there.

Alertmanager groups, mutes and sends by its own rules, so it is told the state and never our decisions about
quiet hours or who is woken. What we hold back (a silence, what follows from an open cause) is not told.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Any

from orchestration.alerts.settings import Alertmanager
from quality.alerts.ledger import Alert, AlertLedger
from quality.alerts.policy import Policy
from quality.alerts.telling import standing_and_over
from quality.alerts.texts import fact_lines

_POSTED = "alertmanager_posted_at"
_TIMEOUT_SECONDS = 10.0
_SEVERITY = {"ERROR": "critical", "WARN": "warning"}


class NotPostedError(RuntimeError):
    """Alertmanager did not take it; the next telling posts it again."""


def post(ledger: AlertLedger, target: Alertmanager, policy: Policy, now: datetime) -> int:
    """Post every standing alert, and once more those that ended since the last post; how many were posted.

    A standing alert says when it ends by itself (``hold_minutes``) should nobody confirm it any more; one that is
    over says when it ended. The moment of the last post that was taken is in the ledger: a kill costs a repeat.

    Raises:
        NotPostedError: no answer, or another one than yes.
    """
    import httpx

    last = ledger.mark(_POSTED)
    standing, over = standing_and_over(ledger, datetime.fromisoformat(last) if last else now, now)
    held_until = now + timedelta(minutes=target.hold_minutes)
    alerts = [_as_posted(a, policy, held_until) for a in standing]
    alerts += [_as_posted(a, policy, a.recovered_at or now) for a in over]
    if alerts:
        login = (target.user, os.environ.get(target.password_env or "", "")) if target.user else None
        try:
            answer = httpx.post(
                f"{target.url.rstrip('/')}/api/v2/alerts", json=alerts, auth=login, timeout=_TIMEOUT_SECONDS
            )
        except httpx.HTTPError as error:
            raise NotPostedError(f"alertmanager: {type(error).__name__}") from error
        if not answer.is_success:
            raise NotPostedError(f"alertmanager: HTTP {answer.status_code}")
    ledger.set_mark(_POSTED, now.isoformat())
    return len(alerts)


def _as_posted(alert: Alert, policy: Policy, ends_at: datetime) -> dict[str, Any]:
    cause = alert.cause
    said = {
        "summary": cause.title_vi.format(subject=alert.subject),
        "summary_en": cause.title_en.format(subject=alert.subject),
        "description": "\n".join(fact_lines(alert)),
        "do_first": cause.do_first_vi,
        "do_first_en": cause.do_first_en,
    }
    said |= {"acknowledged_by": alert.acknowledged_by} if alert.acknowledged_by else {}
    labels = {
        # what never changes while it stands: to Alertmanager other labels are another alert
        "alertname": f"kho138_{alert.kind}", "severity": _SEVERITY[alert.severity], "subject": alert.subject,
        "owner": alert.owner, "fingerprint": alert.fingerprint, "service": "kho138", "city": policy.city_vi,
    }  # fmt: skip
    link = policy.run_link.format(run_id=alert.run_id) if alert.run_id else None
    return {
        "labels": {name: value for name, value in labels.items() if value},
        "annotations": {name: value for name, value in said.items() if value},
        "startsAt": _utc(alert.opened_at),
        "endsAt": _utc(ends_at),
    } | ({"generatorURL": link} if link else {})


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
