"""Faults that only show beside other reports, a class a rule across submissions, and the worlds they are planted in.

Written from the forms and the sender side of the demonstration city; nothing here knows a contract or a check.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from tests.faults.across_city import FACTOR, LEAST, City, Planted
from tests.faults.across_others import (
    conflict,
    late,
    more_than_the_police,
    nearly_a_copy,
    others_copy,
    own_copy,
    recognised,
    twice,
    year_before,
    year_of_months,
)
from tests.faults.across_series import out_of_series, risen, small_counts, year_of_quarters

CLASSES: tuple[Callable[[City], Planted], ...] = (
    risen("more than three times the quarter before", 6, 60, lambda v: FACTOR * v + 1, ("XPER-01",)),
    risen("less than a third of the quarter before", 20, 90, lambda v: (v - 1) // FACTOR, ("XPER-01",)),
    risen("eleven more than hardly any", 0, 4, lambda v: v + LEAST + 1, ("XPER-01",), "ammunition_handed_in"),
    year_of_quarters("a year of more than its quarters", 1),
    year_of_quarters("a year of far more than its quarters", 30),
    out_of_series, year_of_months, year_before, more_than_the_police, recognised, own_copy, others_copy, twice,
    late, conflict,
)  # fmt: skip
HABITS: tuple[Callable[[City], Planted], ...] = (
    risen("three times the quarter before", 6, 60, lambda v: FACTOR * v, ()),
    risen("ten more than hardly any", 0, 4, lambda v: v + LEAST, (), "ammunition_handed_in"),
    small_counts,
    nearly_a_copy,
)


def world(number: int) -> list[Planted]:
    """One of every class and habit, in units that nothing else was done to."""
    chance = random.Random(f"world {number}")  # noqa: S311 — repeatable, not secret
    city = City(chance)
    planted = [make(city) for make in (*CLASSES, *HABITS)]
    for one in planted:
        for _, made in one.instead:
            made.note = f"{made.note}; bản {number} {one.of}"
    return planted


def replaced(planted: Sequence[Planted]) -> set[int]:
    """Numbers of the clean reports that are not sent in this world."""
    return {n for one in planted for n, _ in one.instead if n is not None}
