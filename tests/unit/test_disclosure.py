"""Hidden figures stay hidden: what is shown never narrows one down, also for readers who know their own cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.disclosure.figure import Equation, Figure, FigureKey, terms_of
from quality.disclosure.knowledge import Knowledge
from quality.disclosure.policy import SHOWN, SUPPRESSED, WITHHELD, Policy
from quality.disclosure.suppression import Plan, plan

SMALL = Policy(frozenset({"small_cells"}), frozenset({"city_only"}))


def figure(place: str | None, amounts: Mapping[str, int], cells: str, *, scope: str = "unit", of: str = "small_cells"):
    total = float(sum(amounts[c] for c in cells))
    key = FigureKey(scope, "youth", 1, place, None, None)
    return Figure(key, of, True, total, (Equation(terms_of((c, 1.0) for c in cells), total),))


def city(amounts: Mapping[str, int], groups: tuple[str, ...] = (), of: str = "small_cells") -> list[Figure]:
    """Each cell a unit, each group a territory between the units and the city."""
    units = [figure(c, amounts, c, of=of) for c in amounts]
    between = [figure(g, amounts, g, scope="perimeter", of=of) for g in groups]
    return [*units, *between, figure(None, amounts, "".join(amounts), scope="city", of=of)]


def fates(made: Plan) -> dict[str | None, str]:
    return {key.place: fate for key, fate in made.fate.items()}


def worlds(shown: list[Equation], cells: list[str], most: int) -> Iterator[dict[str, int]]:
    """Every set of whole amounts with which all that is shown is true: the attacker's own way, by trying."""
    for amounts in product(range(most + 1), repeat=len(cells)):
        world = dict(zip(cells, amounts, strict=True))
        if all(sum(c * world[a] for a, c in e.terms) == e.constant for e in shown):
            yield world


def narrowest(made: Plan, cells: list[str], most: int, own: Mapping[str, int] | None = None) -> float:
    """Fewest whole numbers between least and most of a hidden figure, over all possible worlds."""
    known = [Equation(((a, 1.0),), float(v)) for a, v in (own or {}).items()]
    possible = list(worlds([*made.shown, *known], cells, most))
    told = {e.terms for e in made.shown}
    others = [tuple((a, c) for a, c in terms if a not in (own or {})) for terms in made.hidden]
    asked = [t for t in others if t not in told and not all(((a, c),) in told for a, c in t)]
    values = [[sum(c * w[a] for a, c in terms) for w in possible] for terms in asked]
    return min((max(v) - min(v) for v in values), default=99)


def test_a_single_small_count_takes_another_with_it() -> None:
    made = plan(city({"a": 2, "b": 7, "c": 9}), {"a": 2, "b": 7, "c": 9}, SMALL)
    assert fates(made) == {"a": SUPPRESSED, "b": SUPPRESSED, "c": SHOWN, None: SHOWN}


def test_a_stated_zero_is_shown() -> None:
    amounts = {"a": 0, "b": 7, "c": 9}
    assert set(fates(plan(city(amounts), amounts, SMALL)).values()) == {SHOWN}


def test_two_territories_are_not_subtracted_from_one_another() -> None:
    amounts = {"a": 3, "b": 8, "c": 9, "d": 11}
    made = plan(city(amounts, ("bcd", "abc")), amounts, SMALL)
    assert fates(made)["bcd"] == SUPPRESSED
    assert narrowest(made, list(amounts), 12) >= 3


def test_what_is_of_the_city_only_is_withheld_below_it_and_cannot_be_subtracted() -> None:
    amounts = {"a": 78, "b": 18}
    made = plan(city(amounts, ("a",), of="city_only"), amounts, SMALL)
    # the territory of one unit is that unit's figure: shown, it would give away the other
    assert fates(made) == {"a": SUPPRESSED, "b": WITHHELD, None: SHOWN}


def test_who_alone_reports_for_the_city_is_the_city() -> None:
    amounts = {"a": 6}
    assert set(fates(plan(city(amounts, of="city_only"), amounts, SMALL)).values()) == {SHOWN}


def test_a_total_of_nothing_hides_none_of_its_parts() -> None:
    amounts = {"a": 0, "b": 0}
    assert set(fates(plan(city(amounts, of="city_only"), amounts, SMALL)).values()) == {SHOWN}


def test_a_reader_who_knows_one_of_two_hidden_cells_does_not_learn_the_other() -> None:
    amounts = {"a": 2, "b": 7, "c": 9}
    alone = plan(city(amounts), amounts, SMALL)
    assert narrowest(alone, list(amounts), 18, {"b": 7}) == 0  # without knowing of readers, b learns a
    made = plan(city(amounts), amounts, SMALL, [{"a": 2}, {"b": 7}, {"c": 9}])
    assert all(narrowest(made, list(amounts), 18, {c: v}) >= 3 for c, v in amounts.items())


def test_a_late_report_is_not_the_difference_of_two_editions() -> None:
    before, now = {"a": 9, "b": 8}, {"a": 9, "b": 8, "late": 3}
    first = plan(city(before), before, SMALL)
    assert set(fates(first).values()) == {SHOWN}
    everything = [*(figure(c, now, c) for c in "ab")]
    total = float(sum(now.values()))
    late = Figure(FigureKey("unit", "youth", 1, "late", None, None), "small_cells", True, 3.0,
                  (Equation((("late", 1.0),), 3.0),))  # fmt: skip
    whole = Figure(FigureKey("city", "youth", 1, None, None, None), "small_cells", True, total,
                   (Equation(terms_of((c, 1.0) for c in now), total),))  # fmt: skip
    second = plan([*everything, late, whole], now, SMALL, earlier=first.shown, earlier_hidden=first.hidden)
    assert fates(second)[None] == SUPPRESSED  # 20 less 17 would be the late unit's 3
    assert fates(second)["late"] == SUPPRESSED
    assert second.already_out == []


def test_a_figure_that_was_out_before_is_said_to_be_out() -> None:
    amounts = {"a": 2, "b": 7}
    out = [Equation((("a", 1.0),), 2.0)]
    assert plan(city(amounts), amounts, SMALL, earlier=out).already_out == [(("a", 1.0),)]


@pytest.mark.parametrize(("shown", "least", "most"), [("ab", 0, 5), ("a", 2, 2), ("c", 0, float("inf"))])
def test_least_and_most_by_linear_programs(shown: str, least: float, most: float) -> None:
    amounts = {"a": 2, "b": 3, "c": 4}
    known = Knowledge([Equation(terms_of((c, 1.0) for c in shown), float(sum(amounts[c] for c in shown)))])
    assert known.interval((("a", 1.0),)) == (least, most)


@st.composite
def _tables(draw: st.DrawFn) -> tuple[dict[str, int], tuple[str, ...]]:
    cells = "abcd"[: draw(st.integers(2, 4))]
    amounts = {c: draw(st.integers(0, 7)) for c in cells}
    groups = draw(st.lists(st.sets(st.sampled_from(cells), min_size=1).map(lambda s: "".join(sorted(s))), max_size=2))
    return amounts, tuple(dict.fromkeys(groups))


@settings(max_examples=15, deadline=None)
@given(_tables())
def test_no_reader_of_any_table_narrows_a_hidden_figure_down(table: tuple[dict[str, int], tuple[str, ...]]) -> None:
    amounts, groups = table
    made = plan(city(amounts, groups), amounts, SMALL, [{c: v} for c, v in amounts.items()])
    assert made.already_out == []
    for own in ({}, *({c: v} for c, v in amounts.items())):
        assert narrowest(made, list(amounts), 10, own) >= 3
