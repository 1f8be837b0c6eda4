"""The guard's knowledge as objects: patterns, contexts, kinds and personal columns, read once from the YAML beside."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

_HERE = Path(__file__).parent
_SEPARATOR = r"(?:\s?[.\-–·_*]?\s?)"


class PatternError(ValueError):
    """A file of the guard is not usable; the message says what is wrong."""


class Kind(BaseModel):
    """A kind of personal data: the rule that refuses it and its name in Vietnamese."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule_id: str
    label_vi: str


class Pattern(BaseModel):
    """What one kind looks like, and what must (not) stand around it."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    id: str
    kind: str
    regex: re.Pattern[str]
    source: str
    needs: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    check: str | None = None
    digits: bool = True  # it matches only where a digit stands

    @field_validator("regex", mode="before")
    @classmethod
    def _compiled(cls, text: str) -> re.Pattern[str]:
        return re.compile(text.replace("{s}", _SEPARATOR))


class PersonalColumn(BaseModel):
    """A label that asks for a person's data, and what a value beside it must look like to count."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    label: re.Pattern[str]
    value: re.Pattern[str]

    @field_validator("label", "value", mode="before")
    @classmethod
    def _compiled(cls, text: str) -> re.Pattern[str]:
        return re.compile(text, re.IGNORECASE)


def read_yaml(name: str) -> Any:
    """A YAML file of this folder."""
    return yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))


@cache
def kinds() -> dict[str, Kind]:
    """Kinds by name."""
    return {name: Kind.model_validate(entry) for name, entry in read_yaml("kinds.yml").items()}


@cache
def contexts() -> dict[str, re.Pattern[str]]:
    """Patterns over folded text, by name of the context."""
    return {name: re.compile(text) for name, text in read_yaml("contexts.yml").items()}


@cache
def patterns() -> tuple[Pattern, ...]:
    """Patterns in the order in which they win.

    Raises:
        PatternError: an id is used twice, or a pattern names a kind or context there is none of.
    """
    found = tuple(Pattern.model_validate(entry) for entry in read_yaml("patterns.yml"))
    if len({p.id for p in found}) != len(found):
        raise PatternError("patterns.yml: an id is used twice")
    for pattern in found:
        if pattern.kind not in kinds() or not (pattern.needs | pattern.unless) <= contexts().keys():
            raise PatternError(f"patterns.yml: {pattern.id} names a kind or context there is none of")
    return found


@cache
def patterns_without_digits() -> tuple[Pattern, ...]:
    """Those that may match a text in which no digit stands."""
    return tuple(p for p in patterns() if not p.digits)


@cache
def personal_columns() -> dict[str, PersonalColumn]:
    """Labels that ask for personal data, by kind.

    Raises:
        PatternError: a kind there is none of.
    """
    found = {name: PersonalColumn.model_validate(entry) for name, entry in read_yaml("personal_columns.yml").items()}
    if unknown := found.keys() - kinds().keys():
        raise PatternError(f"personal_columns.yml: no kind {sorted(unknown)[0]}")
    return found


def contexts_in(folded: str) -> frozenset[str]:
    """The contexts a folded text speaks of."""
    return frozenset(name for name, pattern in contexts().items() if pattern.search(folded))
