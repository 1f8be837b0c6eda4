"""Sends one message through one channel by apprise, which is loaded only when something is to be sent."""

from __future__ import annotations

import os
from typing import Any

from orchestration.alerts.settings import AlertSettingsError, Channel, Email

_MODES = {"starttls": "starttls", "ssl": "ssl", "plain_localhost": "insecure"}
_TYPES = {"ERROR": "failure", "WARN": "warning", "OK": "success"}


class NotSentError(RuntimeError):
    """The channel did not take the message; it may later."""


def opened(channel: Channel) -> Any:
    """The channel as apprise has it.

    Raises:
        AlertSettingsError: apprise knows no such service or address: the channel would reach nobody.
    """
    import apprise

    service = apprise.Apprise(asset=apprise.AppriseAsset(app_id="kho138", storage_mode="memory"))
    if isinstance(channel, Email):
        url: str | dict[str, Any] = {
            "schema": "mailto" if channel.security == "plain_localhost" else "mailtos",
            "host": channel.host,
            "smtp_host": channel.host,
            "port": channel.port,
            "user": channel.user,
            "password": os.environ.get(channel.password_env or "", "") or None,
            "from_addr": channel.sender,
            "targets": list(channel.to),
            "secure_mode": _MODES[channel.security],
        }
    else:
        url = os.environ.get(channel.url_env, "")
    if not service.add(url) or len(service) == 0:
        raise AlertSettingsError(f"{channel.name}: reaches nobody: apprise cannot use its address")
    return service


def send(channel: Channel, title: str, body: str, severity: str) -> None:
    """Send, once.

    Raises:
        NotSentError: not taken over, or apprise matched no receiver.
        AlertSettingsError: the channel cannot be used at all.
    """
    if not opened(channel).notify(title=title, body=body, notify_type=_TYPES[severity], body_format="text"):
        raise NotSentError(f"{channel.name} did not take the message")
