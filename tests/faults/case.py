"""What a planted fault is: a class that spoils clean reports, and the place it declares for each of them.

Made with the sender side of the demonstration city only; nothing here knows a contract or a check.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from ingestion.sample_city.submission import Submission

RECORD = ("F01", "F02", "F03", "F04", "F05", "F06")
LINES = ("F07", "F08", "F09")
ALL = (*RECORD, *LINES)
FORMATS = ("xlsx", "csv", "json")
Bytes = Callable[[bytes, "Case"], bytes]


@dataclass
class Declared:
    """What must be said: one of ``rules`` at the cell of ``field`` (no field: of the file), and the verdict."""

    rules: tuple[str, ...]
    verdict: str = "returned"
    field: str | None = None
    line: int = 0
    rewrite: Bytes | None = None  # spoils the bytes after the report was written
    level: str = "cell"  # or note: the rule must speak at the note of the report
    file_name: str | None = None  # what the sender calls the file, where that is the fault
    anywhere: bool = False  # the field says where the fault is, not where the rule speaks


Plant = Callable[[Submission, random.Random], Declared | None]  # None: this report cannot carry the fault


@dataclass(frozen=True)
class FaultClass:
    """A way to go wrong: the reports it fits and how it is planted in one."""

    name: str
    plant: Plant
    forms: tuple[str, ...] = RECORD
    parts: str = "MQHY"  # letters of the parts of the year
    formats: tuple[str, ...] = FORMATS


@dataclass
class Case:
    """One file: a planted fault, or (declared is None) a clean report with an odd habit."""

    name: str
    of: str
    made: Submission
    declared: Declared | None
    sheet: str | None
    cell: str | None
    content: bytes


def counts(made: Submission) -> list[str]:
    """Names of the figures of a report that are whole numbers above one (safe to spoil one at a time)."""
    return [name for name, value in made.values.items() if type(value) is int]
