"""What ``register/outbox.yml`` says: since when answers are sent, which way to whom, through which mail server.

A secret is never written there, only the name of the environment variable that holds it. An example
of every setting: ``outbox.example.yml`` beside this file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from ingestion.connectors.source_model import EnvName, UnitCode
from quality.register.contact_addresses import is_address

Way = Literal["email", "file", "none"]
FILE_NAME = "outbox.yml"
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class OutboxError(ValueError):
    """The outbox cannot be used as it is set up; the message names the file and the setting."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MailServer(_Strict):
    """The server letters leave through. Without encryption only a server on this machine is used."""

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "plain_localhost"] = "starttls"
    user: str | None = None
    password_env: EnvName | None = None
    sender: str  # the committee's own mailbox
    sender_name: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\r\n]+$")]
    reply_to: str | None = None
    timeout_seconds: float = Field(default=30, gt=0)

    @model_validator(mode="after")
    def _coherent(self) -> MailServer:
        if bool(self.user) != bool(self.password_env):
            raise ValueError("email: give user and password_env, or neither")
        if self.security == "plain_localhost" and self.host not in _THIS_MACHINE:
            raise ValueError("email: without TLS only a server on this machine is used")
        for name, address in (("sender", self.sender), ("reply_to", self.reply_to)):
            if address is not None and not is_address(address):
                raise ValueError(f"email.{name}: “{address}” is no e-mail address")
        return self


class Ways(_Strict):
    """Which way an answer goes: the unit's own way, else that of the channel its file came by, else the default."""

    default: Way = "file"
    channels: dict[str, Way] = {}
    units: dict[UnitCode, Way] = {}

    def of(self, unit_code: str, channel: str | None) -> Way:
        """The way to a unit, for an answer to a file that came by ``channel`` (None: not about a file)."""
        return self.units.get(unit_code) or self.channels.get(channel or "") or self.default


class OutboxSettings(_Strict):
    """Everything ``outbox.yml`` may say."""

    since: AwareDatetime  # what came or was due earlier is not answered: a new outbox floods nobody
    ways: Ways = Ways()
    email: MailServer | None = None

    @model_validator(mode="after")
    def _server_for_letters(self) -> OutboxSettings:
        used = {self.ways.default, *self.ways.channels.values(), *self.ways.units.values()}
        if "email" in used and self.email is None:
            raise ValueError("ways say email, and email names no server")
        return self


def read_settings(register: Path) -> OutboxSettings:
    """Settings of the register in the folder ``register``.

    Raises:
        OutboxError: there is no ``outbox.yml``, or it does not say what is needed.
    """
    path = register / FILE_NAME
    if not path.exists():
        raise OutboxError(f"chưa có {path}: chép từ orchestration/outbox/outbox.example.yml")
    try:
        return OutboxSettings.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise OutboxError(f"{FILE_NAME}: {error}") from error
