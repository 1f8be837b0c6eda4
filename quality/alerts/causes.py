"""The kinds of causes worth an alert (``causes.yml``), read once and checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Severity = Literal["ERROR", "WARN"]
_FILE = Path(__file__).with_name("causes.yml")


class FactKind(BaseModel):
    """A fact that may be told: its type and its name in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Literal["count", "percent", "day", "name"]
    vi: str
    en: str


class Cause(BaseModel):
    """How a kind of cause is told: how urgently, with what, to whom, in which words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    severity: Severity
    group: Literal["source", "house", "figures", "letters"]
    owner: str
    backup: str
    settle_minutes: int = Field(ge=0)
    inhibits: tuple[str, ...]
    title_vi: str
    title_en: str
    do_first_vi: str
    do_first_en: str
    facts: dict[str, FactKind]


@cache
def causes() -> dict[str, Cause]:
    """Every kind of cause by its name.

    Raises:
        ValueError: a cause inhibits one that is not there.
    """
    read = TypeAdapter(dict[str, Cause]).validate_python(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
    unknown = sorted({name for cause in read.values() for name in cause.inhibits} - read.keys())
    if unknown:
        raise ValueError(f"{_FILE.name}: {', '.join(unknown)} is inhibited and is no cause")
    return read


def inhibits(upstream: str, upstream_group: str, downstream: str, downstream_group: str) -> bool:
    """Whether an open alert keeps another from being told; causes of a source only speak for their own source."""
    cause = causes()[upstream]
    return downstream in cause.inhibits and (cause.group != "source" or upstream_group == downstream_group)
