"""Whether a channel answers, asked without sending anything: nobody is written to by a check-up.

A mail server is signed in to and left again, a service's machine is connected to, an Alertmanager is asked
whether it is ready. Words of an answer never hold an address: the address of a service is its secret.
"""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
from typing import Any
from urllib.parse import urlsplit

from orchestration.alerts.send_by_apprise import opened
from orchestration.alerts.settings import Alertmanager, Channel, Email, Signal

TIMEOUT_SECONDS = 10.0
_PORTS = {True: 443, False: 80}


class NoAnswerError(RuntimeError):
    """A channel does not answer or does not let us in."""


def ask_channel(channel: Channel) -> bool:
    """Whether it could be asked at all; True: it answers.

    Raises:
        NoAnswerError: it does not answer.
        AlertSettingsError: apprise cannot use its address.
    """
    if isinstance(channel, Email):
        _ask_mail_server(channel)
        return True
    places = [_place(service) for service in opened(channel)]
    for place in places:
        if place:
            _connect(*place)
    return all(places)


def ask_alertmanager(target: Alertmanager) -> None:
    """Ask whether it is ready.

    Raises:
        NoAnswerError: it is not.
    """
    import httpx

    login = (target.user, os.environ.get(target.password_env or "", "")) if target.user else None
    try:
        answer = httpx.get(f"{target.url.rstrip('/')}/-/ready", auth=login, timeout=TIMEOUT_SECONDS)
    except httpx.HTTPError as error:
        raise NoAnswerError(type(error).__name__) from error
    if not answer.is_success:
        raise NoAnswerError(f"HTTP {answer.status_code}")


def ask_watcher(signal: Signal) -> None:
    """Connect to whoever watches the dead man's signal; asking for its address would be a signal.

    Raises:
        NoAnswerError: no connection.
    """
    parts = urlsplit(os.environ.get(signal.url_env, ""))
    if not parts.hostname:
        raise NoAnswerError("no address")
    _connect(parts.hostname, parts.port or _PORTS[parts.scheme == "https"])


def _ask_mail_server(channel: Email) -> None:
    secure = ssl.create_default_context()
    try:
        if channel.security == "ssl":
            server: smtplib.SMTP = smtplib.SMTP_SSL(channel.host, channel.port, timeout=TIMEOUT_SECONDS, context=secure)
        else:
            server = smtplib.SMTP(channel.host, channel.port, timeout=TIMEOUT_SECONDS)
        with server:
            if channel.security == "starttls":
                server.starttls(context=secure)
            if channel.user:
                server.login(channel.user, os.environ.get(channel.password_env or "", ""))
            code, _ = server.noop()
    except smtplib.SMTPResponseException as error:
        raise NoAnswerError(f"SMTP {error.smtp_code}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise NoAnswerError(type(error).__name__) from error
    if code >= 400:
        raise NoAnswerError(f"SMTP {code}")


def _place(service: Any) -> tuple[str, int] | None:
    """Machine and port of a service; None where apprise keeps something else than a machine's name there."""
    known = urlsplit(str(getattr(service, "notify_url", None) or ""))
    if known.hostname:
        return known.hostname, known.port or _PORTS[known.scheme == "https"]
    host = str(service.host or "")
    if "." not in host and host != "localhost":
        return None
    return host, int(service.port or _PORTS[bool(service.secure)])


def _connect(host: str, port: int) -> None:
    try:
        socket.create_connection((host, port), timeout=TIMEOUT_SECONDS).close()
    except OSError as error:
        raise NoAnswerError(type(error).__name__) from error
