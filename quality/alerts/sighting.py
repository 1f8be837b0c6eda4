"""A sighting: at this moment a cause is there, or is not. What repeats it has the same fingerprint.

Its facts are counts, shares, days and names of our own (rules, forms, periods, steps), held to their
type here: whatever a sender wrote in a cell cannot be told in an alert.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from quality.alerts.causes import Cause, causes

_NAME = re.compile(r"[A-Za-z0-9_.:/-]+(, [A-Za-z0-9_.:/-]+)*", re.ASCII)  # codes and names of ours, no words
_SUBJECT = re.compile(r"[\w.:/#, -]{1,80}")
_LONGEST_NAME = 120
_LONG_NUMBER = re.compile(r"\d{9,}")  # what could be a person's number is no name of ours
Fact = int | float | str | date


@dataclass(frozen=True)
class Sighting:
    """One look at one cause.

    ``subject`` names what it is about (a source, a job, a rule, a unit code); ``is_open`` False says
    that it is well. ``owner`` and ``backup`` are roles; none = those of the kind.
    """

    kind: str
    subject: str
    is_open: bool = True
    facts: Mapping[str, Fact] = field(default_factory=dict)
    run_id: str | None = None
    owner: str | None = None
    backup: str | None = None

    def __post_init__(self) -> None:
        if not _SUBJECT.fullmatch(self.subject):
            raise ValueError(f"a subject of {self.kind} is a name of ours, of at most 80 letters")

    @property
    def cause(self) -> Cause:
        """What the kind says."""
        return causes()[self.kind]

    @property
    def fingerprint(self) -> str:
        """12 hex digits that are the same for the same cause, whoever sees it and whenever."""
        return hashlib.sha256(f"{self.kind}\n{self.subject}".encode()).hexdigest()[:12]

    @property
    def group(self) -> str:
        """What is told together: the source, or the part of the house."""
        return f"source:{self.subject}" if self.cause.group == "source" else self.cause.group

    def tellable_facts(self) -> dict[str, str]:
        """The facts that the kind names and that are of its type, as text; everything else is left out."""
        told = {}
        for name, kind in self.cause.facts.items():
            text = _as_text(self.facts.get(name), kind.type)
            if text is not None:
                told[name] = text
        return told


def _as_text(value: Fact | None, kind: str) -> str | None:
    match kind, value:
        case ("count", bool()) | ("percent", bool()):
            return None
        case "count", int():
            return f"{value:,}".replace(",", ".")
        case "percent", int() | float():
            return f"{value:.1f} %".replace(".", ",")
        case "day", date():
            return f"{value:%d/%m/%Y}"
        case "name", str() if _is_name(value):
            return value
        case _:
            return None


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and not _LONG_NUMBER.search(text) and _NAME.fullmatch(text) is not None
