"""Faults beside the other periods of the same unit: each just over its edge, and habits just on it.

Written from the forms and the sender side of the demonstration city; nothing here knows a contract or a check.
"""

from __future__ import annotations

from collections.abc import Callable

from ingestion.sample_city.submission import Submission
from tests.faults.across_city import QUARTERS, City, Planted, by_place, changed, clean, count, period_before, place_of


def _quarterly(name: str, least: int, most: int) -> Callable[[Submission], bool]:
    return lambda s: s.form == "F01" and least <= count(period_before(s), name) <= most and count(s, name) >= 0


def risen(
    of: str, least: int, most: int, typed: Callable[[int], int], rules: tuple[str, ...], name: str = "security_cameras"
) -> Callable[[City], Planted]:
    """A figure of a ward beside its quarter before, which was between ``least`` and ``most``."""

    def plant(city: City) -> Planted:
        number = city.pick(_quarterly(name, least, most))
        value = typed(count(period_before(clean()[number]), name))
        return Planted(of, rules, [changed(number, **{name: value})], at_field=name, silent_about=("XPER-01",))

    return plant


def year_of_quarters(of: str, by: int) -> Callable[[City], Planted]:
    def plant(city: City) -> Planted:
        def whole(s: Submission) -> bool:
            form, code, kind, frame, year, _ = place_of(s)
            quarters = [by_place().get((form, code, kind, frame, year, part), -1) for part in QUARTERS]
            same = all(n >= 0 and clean()[n].unit == s.unit for n in quarters)
            return s.form == "F01" and s.window.part == "Y" and same

        number = city.pick(whole)
        value = count(clean()[number], "weapons_handed_in") + by
        return Planted(of, ("XCHK-02",), [changed(number, weapons_handed_in=value)], at_field="weapons_handed_in")

    return plant


def out_of_series(city: City) -> Planted:
    """Six times the most of all quarters, and forty."""
    number = city.pick(lambda s: s.form == "F01" and s.window.part in QUARTERS and len(other_counts(s)) >= 6)
    value = 6 * max(other_counts(clean()[number])) + 40
    made = changed(number, ammunition_handed_in=value)
    return Planted("a count far from those of all other periods", ("XOUT-01",), [made], at_field="ammunition_handed_in")


def small_counts(city: City) -> Planted:
    """Nil in most quarters and four in this one: so few say nothing."""
    number = city.pick(
        lambda s: (
            s.form == "F01"
            and s.window.part in QUARTERS
            and len(other_counts(s, "fires")) >= 6
            and max(other_counts(s, "fires")) <= 2
        )
    )
    # fires are the police's figures too; weapons given up are nobody else's
    own = [
        n
        for n, s in enumerate(clean())
        if s.form == "F01" and s.unit == clean()[number].unit and s.window.part in QUARTERS
    ]
    series = [changed(n, ammunition_handed_in=4 if n == number else 0) for n in own]
    return Planted(
        "a small count among nils", (), series, [own.index(number)], at_field="ammunition_handed_in", silent_about=("XOUT-01", "XPER-01"),
    )  # fmt: skip


def other_counts(s: Submission, name: str = "ammunition_handed_in") -> list[int]:
    return [
        count(other, name) for other in clean()
        if other.form == s.form and other.unit == s.unit and other.window.part in QUARTERS and other.window != s.window
    ]  # fmt: skip
