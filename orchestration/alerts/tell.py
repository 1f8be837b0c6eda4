"""Decides what is to be told now and sends it; called after a run, every minute by the daemon, and by hand."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from ingestion.workspace import Workspace
from orchestration.alerts.dead_mans_signal import give_signal
from orchestration.alerts.post_to_alertmanager import NotPostedError, post
from orchestration.alerts.send_by_apprise import NotSentError, send
from orchestration.alerts.settings import AlertSettings, AlertSettingsError, read_alert_settings
from quality.alerts.ledger import AlertLedger
from quality.alerts.outbox import Message, claim, failed, sent
from quality.alerts.policy import FILE_CHANNEL
from quality.alerts.sighting import Sighting
from quality.alerts.telling import decide
from quality.register.city import read_city

MESSAGES = "messages.log"  # where messages go that have no other channel
LOG = logging.getLogger("kho138.alerts")


def ledger_of(workspace: Workspace) -> AlertLedger:
    """The alerts of a workspace."""
    return AlertLedger(workspace.alerts / "ledger.sqlite")


def record(workspace: Workspace, sightings: Iterable[Sighting], now: datetime) -> None:
    """Take sightings down; nothing is sent. What is well costs nothing where there is no ledger yet."""
    ledger = ledger_of(workspace)
    there = ledger.path.exists()
    ledger.record([s for s in sightings if s.is_open or there], now)


def tell(workspace: Workspace, now: datetime) -> int:
    """Send what is to be told at ``now``; how many messages went out.

    A channel that does not answer costs its own messages, which are tried again later; so does an Alertmanager. The
    dead man's signal is given last.

    Raises:
        AlertSettingsError: ``alerts.yml`` cannot be used.
    """
    settings = read_alert_settings(workspace.register)
    ledger, gone = ledger_of(workspace), 0
    if ledger.path.exists():
        policy = settings.policy(_city(workspace))
        decide(ledger, policy, now)
        for message in claim(ledger, now):
            try:
                _deliver(workspace, settings, message, now)
            except (NotSentError, AlertSettingsError) as error:
                failed(ledger, message, str(error), now)
            else:
                sent(ledger, message, now)
                gone += 1
        if settings.alertmanager:
            try:
                post(ledger, settings.alertmanager, policy, now)
            except NotPostedError as error:
                LOG.warning("%s", error)
    give_signal(workspace, settings, ledger, now)
    return gone


def _deliver(workspace: Workspace, settings: AlertSettings, message: Message, now: datetime) -> None:
    title, body = f"{message.title} (#{message.id})", message.body  # the same number when it is sent again
    if message.channel == FILE_CHANNEL:
        with (workspace.alerts / MESSAGES).open("a", encoding="utf-8") as log:
            log.write(f"{now.isoformat()} → {message.role}: {title}\n{body}\n")
        return
    found = [c for c in settings.channels if c.name == message.channel]
    if not found:
        raise NotSentError(f"alerts.yml has no channel {message.channel} any more")
    send(found[0], title, body, message.severity)


def _city(workspace: Workspace) -> str:
    return read_city(workspace.register).city_name_vi if (workspace.register / "city.yml").exists() else ""
