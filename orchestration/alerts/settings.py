"""``register/alerts.yml``: channels by name, which role has which, quiet hours, digest; secrets by name."""

from __future__ import annotations

import os
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from quality.alerts.causes import causes
from quality.alerts.policy import FILE_CHANNEL, Policy
from quality.alerts.thresholds import DEFAULTS, Thresholds

EnvName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{2,63}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
_HERE = {"localhost", "127.0.0.1", "::1"}


class AlertSettingsError(ValueError):
    """``alerts.yml`` cannot be used; the message names the setting."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Email(_Strict):
    """A mail server and the office mailboxes told through it."""

    name: Name
    kind: Literal["email"]
    host: str
    port: int = 587
    security: Literal["starttls", "ssl", "plain_localhost"] = "starttls"
    user: str | None = None
    password_env: EnvName | None = None
    sender: str
    to: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _safe(self) -> Email:
        if self.security == "plain_localhost" and self.host not in _HERE:
            raise ValueError(f"{self.name}: without TLS only a server on this machine is used")
        if bool(self.user) != bool(self.password_env):
            raise ValueError(f"{self.name}: user and password_env go together")
        return self


class Service(_Strict):
    """Any service apprise knows (Zalo Bot, Telegram, Teams, webhook): its address is in a variable."""

    name: Name
    kind: Literal["apprise"]
    url_env: EnvName


Channel = Annotated[Email | Service, Field(discriminator="kind")]


class Alertmanager(_Strict):
    """A Prometheus Alertmanager that is told what stands and what is over (``POST /api/v2/alerts``)."""

    url: str  # http://127.0.0.1:9093; with its path prefix, if it has one
    user: str | None = None
    password_env: EnvName | None = None
    hold_minutes: int = Field(default=15, gt=1)  # an alert we no longer confirm ends after so long

    @model_validator(mode="after")
    def _safe(self) -> Alertmanager:
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
            raise ValueError("alertmanager: url is http(s)://host[:port][/prefix], a password is in password_env")
        if parts.scheme == "http" and parts.hostname not in _HERE:
            raise ValueError("alertmanager: without TLS only one on this machine is used")
        if bool(self.user) != bool(self.password_env):
            raise ValueError("alertmanager: user and password_env go together")
        return self


class Signal(_Strict):
    """The dead man's signal: an address asked for after every telling; whoever watches it notices when it stops."""

    url_env: EnvName


class _Quiet(_Strict):
    since: time = Field(alias="from")
    to: time


class AlertSettings(_Strict):
    """The whole file; every role of a cause has a channel, every channel a role."""

    roles: dict[str, tuple[Name, ...]] = {}
    quiet_hours: _Quiet | None = None
    digest_at: time = time(7, 30)
    escalate_after_minutes: int = Field(default=60, gt=0)
    run_link: str = "http://127.0.0.1:3138/runs/{run_id}"
    thresholds: Thresholds = DEFAULTS
    alertmanager: Alertmanager | None = None
    dead_mans_signal: Signal | None = None
    channels: tuple[Channel, ...] = ()

    @model_validator(mode="after")
    def _everybody_is_reached(self) -> AlertSettings:
        known = {c.name for c in self.channels}
        used = {n for names in self.roles.values() for n in names}
        if len(known) != len(self.channels) or FILE_CHANNEL in known:
            raise ValueError(f"channels need names of their own, other than {FILE_CHANNEL}")
        if known != used:
            raise ValueError(
                f"{', '.join(sorted(known ^ used))}: a channel of nobody, or a role's channel that is none"
            )
        wanted = {r for c in causes().values() for r in (c.owner, c.backup)}
        if known and (silent := sorted(r for r in wanted if not self.roles.get(r))):
            raise ValueError(f"nobody is told for {', '.join(silent)}: give the role a channel")
        return self

    def policy(self, city_vi: str = "") -> Policy:
        """What decides whom to tell when."""
        quiet = self.quiet_hours
        return Policy(
            channels=self.roles,
            quiet_from=quiet.since if quiet else None,
            quiet_to=quiet.to if quiet else None,
            digest_at=self.digest_at,
            escalate_after=timedelta(minutes=self.escalate_after_minutes),
            run_link=self.run_link,
            city_vi=city_vi,
        )


def read_alert_settings(register: Path) -> AlertSettings:
    """Settings of ``register/alerts.yml``; without the file messages go to a file of the workspace.

    Raises:
        AlertSettingsError: no YAML, an unknown setting, a channel of nobody, a role nobody reaches, a secret that is
            not in the environment.
    """
    path = register / "alerts.yml"
    if not path.exists():
        return AlertSettings()
    try:
        read = AlertSettings.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise AlertSettingsError(f"{path.name}: {error}") from error
    named = [(c.name, c.password_env if isinstance(c, Email) else c.url_env) for c in read.channels]
    named += [("alertmanager", read.alertmanager.password_env)] if read.alertmanager else []
    named += [("dead_mans_signal", read.dead_mans_signal.url_env)] if read.dead_mans_signal else []
    for whose, name in named:
        if name and not os.environ.get(name):
            raise AlertSettingsError(f"{whose}: environment variable {name} is not set")
    return read
