"""What a source is: ``register/sources.yml``, one entry a place that submissions are pulled from.

Belongs here: the shape of the file and its errors. Does not belong here: talking to a source
(one file a channel) and choosing what to pull (``pull_sources.py``). A secret is never written in
the file: only the name of the environment variable that holds it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from quality.contracts.vocabulary import SubmitterKind

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
EnvName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{2,63}$")]  # a name, so never the secret itself
UnitCode = Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,40}$")]
Role = Annotated[str, StringConstraints(min_length=2)]


class SourcesError(ValueError):
    """``sources.yml`` cannot be used; the message names the entry and the setting."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sender(_Strict):
    """Who sends through a place of the source: decided by the place, never by the file.

    ``place`` is a folder or prefix (sftp, s3, webdav, drop folder), a path of the interface
    (http_api) or an e-mail address (mailbox).
    """

    place: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    kind: SubmitterKind
    unit: UnitCode


class _Source(_Strict):
    """What every source says of itself."""

    name: Name
    owner: Role  # who is told first when the source fails
    backup: Role
    kinds: tuple[SubmitterKind, ...] = Field(min_length=1)
    senders: tuple[Sender, ...] = ()  # empty = folders <kind>/<unit code>/ at the root say it
    enabled: bool = True
    settle_seconds: float = Field(default=2.0, ge=0)  # a file must look the same twice, this far apart

    @model_validator(mode="after")
    def _coherent(self) -> _Source:
        strange = sorted({s.kind for s in self.senders} - set(self.kinds))
        if strange:
            raise ValueError(f"{self.name}: senders of kind {', '.join(strange)}, which kinds does not name")
        places = [s.place for s in self.senders]
        if double := sorted({p for p in places if places.count(p) > 1}):
            raise ValueError(f"{self.name}: {double[0]} is two senders")
        return self


class DropFolder(_Source):
    """A shared folder on this machine or a mounted one."""

    channel: Literal["drop_folder"]
    path: str = "drop"  # relative to the workspace


class Sftp(_Source):
    """An SFTP server. ``known_hosts`` is required: a server nobody knows is not asked."""

    channel: Literal["sftp"]
    host: str
    port: int = 22
    user: str
    known_hosts: str
    password_env: EnvName | None = None
    key_file: str | None = None
    root: str = "/"

    @model_validator(mode="after")
    def _one_way_in(self) -> Sftp:
        if bool(self.password_env) == bool(self.key_file):
            raise ValueError(f"{self.name}: give password_env or key_file, one of the two")
        return self


class S3Bucket(_Source):
    """A bucket, or a prefix of one, of any S3-compatible store."""

    channel: Literal["s3"]
    endpoint: str
    bucket: str
    prefix: str = ""
    key_id_env: EnvName
    secret_env: EnvName


class WebDav(_Source):
    """A WebDAV folder (Nextcloud: ``https://…/remote.php/dav/files/<user>``)."""

    channel: Literal["webdav"]
    url: str
    user: str
    password_env: EnvName
    root: str = "/"


class HttpApi(_Source):
    """An interface that lists submissions page by page; one token a sender (``token_env`` by place)."""

    channel: Literal["http_api"]
    url: str
    token_envs: dict[str, EnvName]  # place of a sender -> variable that holds its token
    timeout_seconds: float = Field(default=30, gt=0)

    @model_validator(mode="after")
    def _a_token_each(self) -> HttpApi:
        if {s.place for s in self.senders} != set(self.token_envs) or not self.senders:
            raise ValueError(f"{self.name}: senders and token_envs must name the same places, at least one")
        return self


class Mailbox(_Source):
    """A mailbox by IMAP. An address counts only when ``trusted_server`` says that it was verified."""

    channel: Literal["mailbox"]
    host: str
    port: int = 993
    user: str
    password_env: EnvName
    folder: str = "INBOX"
    trusted_server: str  # authserv-id of the Authentication-Results that our own mail server writes
    security: Literal["tls", "plain_localhost"] = "tls"

    @model_validator(mode="after")
    def _addresses(self) -> Mailbox:
        if not self.senders or any("@" not in s.place for s in self.senders):
            raise ValueError(f"{self.name}: senders of a mailbox are e-mail addresses, at least one")
        if self.security != "tls" and self.host not in {"localhost", "127.0.0.1", "::1"}:
            raise ValueError(f"{self.name}: without TLS only a server on this machine is asked")
        return self


Source = Annotated[DropFolder | Sftp | S3Bucket | WebDav | HttpApi | Mailbox, Field(discriminator="channel")]


class _File(_Strict):
    sources: tuple[Source, ...]


DEFAULT = DropFolder(
    name="thu-muc-nhan", channel="drop_folder", owner="standing_office", backup="maintainers", settle_seconds=0,
    kinds=("ward_commune", "agency", "mass_org", "enterprise", "school", "police", "city_sc138"),
)  # fmt: skip


def read_sources(register: Path) -> tuple[Source, ...]:
    """Sources of ``register/sources.yml``; without the file, the drop folder alone.

    Raises:
        SourcesError: the file is no YAML, an entry has an unknown or missing setting, or two share a name.
    """
    path = register / "sources.yml"
    if not path.exists():
        return (DEFAULT,)
    try:
        read = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise SourcesError(f"{path.name}: {error}") from error
    names = [s.name for s in read.sources]
    if double := sorted({n for n in names if names.count(n) > 1}):
        raise SourcesError(f"{path.name}: two sources are called {double[0]}")
    return read.sources


def secret(source: str, env_name: str) -> str:
    """The secret in an environment variable.

    Raises:
        SourcesError: it is not set, or empty.
    """
    value = os.environ.get(env_name, "")
    if not value:
        raise SourcesError(f"{source}: environment variable {env_name} is not set")
    return value
