"""The clean city of which some reports are exchanged: which fit, and what was planted in their place.

Written from the forms and the sender side of the demonstration city; nothing here knows a contract or a check.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from ingestion.sample_city.plan import submissions
from ingestion.sample_city.submission import Submission

FACTOR, LEAST = 3, 10  # "more than three times the period before, and more than ten"
QUARTERS = ("Q1", "Q2", "Q3", "Q4")


@dataclass
class Planted:
    """Reports sent instead of others. ``rules`` empty: nothing may be said of ``asked`` (a habit on the edge)."""

    of: str
    rules: tuple[str, ...]
    instead: list[tuple[int | None, Submission]]  # number of the clean report it replaces (None: it comes besides)
    asked: list[int] = field(
        default_factory=lambda: [0]
    )  # which of ``instead`` may be asked; -1: the report left as it was
    at_field: str | None = None
    line: int = 0
    left: list[int] = field(default_factory=list)  # clean reports that may be asked besides
    silent_about: tuple[str, ...] = ()  # of a habit: the rules that must not speak


class City:
    """The clean reports of the city and which units of a world are still untouched."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self._taken = chance, set[str]()

    def pick(self, fits: Callable[[Submission], bool]) -> int:
        """The number of a clean report that fits, of a unit that nothing in this world has been done to.

        Raises:
            LookupError: there is none.
        """
        found = [n for n, s in enumerate(clean()) if s.unit.code not in self._taken and fits(s)]
        if not found:
            raise LookupError("no report fits")
        number = self.chance.choice(found)
        self._taken.add(clean()[number].unit.code)
        return number


@cache
def clean() -> tuple[Submission, ...]:
    """Every clean report of the city."""
    return tuple(submissions())


@cache
def by_place() -> dict[tuple[str, str, str, str, int, str], int]:
    return {place_of(s): n for n, s in enumerate(clean())}


def place_of(s: Submission, years: int = 0) -> tuple[str, str, str, str, int, str]:
    window = s.window
    return (s.form, s.unit.code, s.unit.kind, window.frame, window.year + years, window.part)


def period_before(s: Submission) -> Submission | None:
    """The quarter before, of the same unit."""
    if s.window.part not in QUARTERS:
        return None
    at = QUARTERS.index(s.window.part)
    form, code, kind, frame, year, _ = place_of(s)
    part, year = (QUARTERS[at - 1], year) if at else ("Q4", year - 1)
    number = by_place().get((form, code, kind, frame, year, part))
    # a unit of other borders is another unit
    return None if number is None or clean()[number].unit != s.unit else clean()[number]


def count(s: Submission | None, name: str) -> int:
    value = s.values.get(name) if s else None
    return value if type(value) is int else -1


def changed(number: int, **values: object) -> tuple[int, Submission]:
    made = copy.deepcopy(clean()[number])
    made.values |= values
    return number, made


def jumps(number: int) -> bool:
    """Whether a clean report has a figure more than three times, and more than ten from, that of its period before."""
    s = clean()[number]
    earlier = [
        period_before(s),
        *(clean()[n] for n in [by_place().get(place_of(s, -1), -1)] if n >= 0 and clean()[n].unit == s.unit),
    ]
    pairs = [(count(s, name), count(was, name)) for was in earlier if was for name in s.values]
    return any(
        min(one, other) >= 0 and abs(one - other) > LEAST and max(one, other) > FACTOR * min(one, other)
        for one, other in pairs
    )
