"""The dead man's signal: a file that is touched and an address that is asked for; silence says alerts do not work.

It is given after every telling, and held back while a message has been waiting for a channel for too long: an
alert that reaches nobody must be noticed from outside.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from ingestion.workspace import Workspace
from orchestration.alerts.settings import AlertSettings
from quality.alerts.ledger import AlertLedger
from quality.alerts.outbox import waiting_since

HEARTBEAT = "heartbeat"  # in the folder of alerts: a monitor looks at this file's age
LONGEST_WAIT = timedelta(minutes=30)
_TIMEOUT_SECONDS = 10.0


def give_signal(workspace: Workspace, settings: AlertSettings, ledger: AlertLedger, now: datetime) -> bool:
    """Give it, unless a message is stuck; whether it was given and, where there is an address, taken."""
    if ledger.path.exists():
        since = waiting_since(ledger, [c.name for c in settings.channels])
        if since and since < now - LONGEST_WAIT:
            return False
    workspace.alerts.mkdir(parents=True, exist_ok=True)
    (workspace.alerts / HEARTBEAT).write_text(now.isoformat() + "\n", encoding="utf-8")
    if settings.dead_mans_signal is None:
        return True
    import httpx

    try:
        return httpx.get(os.environ[settings.dead_mans_signal.url_env], timeout=_TIMEOUT_SECONDS).is_success
    except (httpx.HTTPError, httpx.InvalidURL):
        return False
