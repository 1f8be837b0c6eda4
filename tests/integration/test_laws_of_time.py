"""Laws of what was known when, over arrivals made up by hypothesis, on the compiled models."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.compiled_warehouse import CompiledWarehouse
from tests.integration.small_city import WARDS, Accepted, Sent, lake

AS_OF = 20
_FEW = settings(
    max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

arrivals = st.lists(
    st.builds(
        Sent,
        unit=st.sampled_from(WARDS),
        revision=st.integers(1, 3),
        groups=st.integers(0, 9),
        day=st.integers(0, 40),
        verdict=st.sampled_from(("accepted", "accepted", "returned")),
    ),
    min_size=1,
    max_size=7,
)


def marts(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every mart, in one order."""
    names = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
    ).fetchall()
    return {name: connection.execute(f"from kho138.marts.{name} order by all").fetchall() for (name,) in names}


@_FEW
@given(sent=arrivals, choices=st.lists(st.tuples(st.integers(0, 6), st.sampled_from(("conflict", "queries")),
                                                 st.integers(0, 40)), max_size=4))  # fmt: skip
def test_nothing_learned_later_changes_an_earlier_answer(
    compiled_warehouse: CompiledWarehouse, sent: list[Sent], choices: list[tuple[int, str, int]]
) -> None:
    accepted = [Accepted(sent[n % len(sent)], kind, day) for n, kind, day in choices]
    everything = compiled_warehouse.build(lake(sent, AS_OF, accepted))
    known = compiled_warehouse.build(
        lake([s for s in sent if s.day <= AS_OF], AS_OF, [a for a in accepted if a.day <= AS_OF])
    )
    assert marts(everything) == marts(known)


@_FEW
@given(sent=arrivals, seed=st.integers(0, 99))
def test_the_order_of_rows_in_the_lake_decides_nothing(
    compiled_warehouse: CompiledWarehouse, sent: list[Sent], seed: int
) -> None:
    one = lake(sent, AS_OF)
    other = {name: table.sample(fraction=1, shuffle=True, seed=seed) for name, table in one.items()}
    assert marts(compiled_warehouse.build(one)) == marts(compiled_warehouse.build(other))


@_FEW
@given(sent=arrivals)
@pytest.mark.parametrize("day", [5, 30])
def test_the_city_is_the_sum_of_its_wards_at_every_moment(
    compiled_warehouse: CompiledWarehouse, sent: list[Sent], day: int
) -> None:
    built = compiled_warehouse.build(lake(sent, day))
    city, wards = (
        built.execute(
            "select sum(value) from kho138.marts.fct_indicator_yearly "
            "where indicator_code = 'zalo_groups' and report_year = 2024 and level = ?", [level],
        ).fetchall()
        for level in ("city", "unit")
    )  # fmt: skip
    assert city == wards


def test_the_highest_accepted_revision_stands_and_a_tie_is_nobodys(compiled_warehouse: CompiledWarehouse) -> None:
    sent = [
        Sent("W1", 1, 5, day=1),
        Sent("W1", 2, 7, day=2),  # the correction that stands
        Sent("W1", 3, 8, day=3),
        Sent("W1", 3, 9, day=4),  # the same number, other bytes: a person decides
        Sent("W1", 4, 1, day=5, verdict="returned"),
    ]
    by_day = {}
    for day in range(6):
        built = compiled_warehouse.build(lake(sent, day))
        by_day[day] = built.execute(
            "select value from kho138.marts.fct_indicator_yearly where level = 'unit' and unit_code = 'W1' "
            "and indicator_code = 'zalo_groups' and report_year = 2024"
        ).fetchall()
    assert by_day == {0: [(None,)], 1: [(5.0,)], 2: [(7.0,)], 3: [(8.0,)], 4: [(7.0,)], 5: [(7.0,)]}
