"""Figures through mergers and splits: worked out by hand for the real wards, and as laws on made-up ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.sample_city.register_files import write_register
from quality.register.register import Register
from tests.integration.compiled_warehouse import CompiledWarehouse
from tests.integration.made_up_register import LATER, OLD, made_up_register
from tests.integration.ward_reports import BEGINNING, Report, built, lake

SEP, JUL = date(2024, 9, 1), date(2025, 7, 1)
END = datetime(2026, 1, 5, tzinfo=UTC)
SQL = """
    select value, lower_bound, upper_bound, refusal_code, not_comparable_code, change, never_reported_vi, is_estimated
    from fct_indicator_on_structure
    where indicator_code = ? and unit_code = ? and unit_valid_from = ? and structure_from = ? and report_year = ?
"""


@pytest.fixture(scope="module")
def nam_dinh(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("register")
    write_register(folder)
    return Register.read(folder)


# Zalo groups (g) and residential areas with one of all (c/a), as each unit reported them:
#   2023  13633 Hạ Long 2 (1/4) · 13681 Thống Nhất 3 (3/4) · 13645 Quang Trung 5 (2/4)
#         13669 Trần Đăng Ninh 4 · 13654 Bà Triệu 6 · 13648 Cửa Bắc 7   (0/10 each) · 13777 Thành Lợi: outside, silent
#         13657 Trường Thi 8
#   2024  13681 Quang Trung (Hạ Long + Thống Nhất + Quang Trung) 12 (9/12) · 13669 Cửa Bắc 20 (0/10)
#         13657 Trường Thi (with Lộc An, Văn Miếu) 9
#   2025  13669 Nam Định (eight units, Quang Trung and Cửa Bắc among them) 100 · 13777 Trường Thi (13657 + Thành Lợi) 30
BY_HAND = (
    Report("13633", BEGINNING, 2023, 2, 1, 4), Report("13681", BEGINNING, 2023, 3, 3, 4),
    Report("13645", BEGINNING, 2023, 5, 2, 4), Report("13669", BEGINNING, 2023, 4),
    Report("13654", BEGINNING, 2023, 6), Report("13648", BEGINNING, 2023, 7), Report("13657", BEGINNING, 2023, 8),
    Report("13681", SEP, 2024, 12, 9, 12), Report("13669", SEP, 2024, 20), Report("13657", SEP, 2024, 9),
    Report("13669", JUL, 2025, 100), Report("13777", JUL, 2025, 30),
)  # fmt: skip


@pytest.fixture(scope="module")
def marts(compiled_warehouse: CompiledWarehouse, nam_dinh: Register) -> Any:
    return built(compiled_warehouse, nam_dinh, BY_HAND, END)


def _figure(marts: Any, code: str, since: date, structure: date, year: int, indicator: str = "zalo_groups") -> Any:
    found = marts.execute(SQL, [indicator, code, since, structure, year]).fetchall()
    return found[0] if found else None


def test_quang_trung_in_three_years_on_every_basis(marts: Any) -> None:
    # before the first reorganisation: 13645 had 5 groups in 2023; what came later cannot be taken apart again
    assert _figure(marts, "13645", BEGINNING, BEGINNING, 2023)[0] == 5
    assert _figure(marts, "13645", BEGINNING, BEGINNING, 2024) is None
    assert _figure(marts, "13681", SEP, BEGINNING, 2024)[:4] == (None, None, None, "merged_later")
    # structure of 2024: 2 + 3 + 5 = 10 in 2023, 12 in 2024, so +2 inside one territory
    assert _figure(marts, "13681", SEP, SEP, 2023)[0] == 10
    value, _, _, refusal, why, change, *_ = _figure(marts, "13681", SEP, SEP, 2024)
    assert (value, refusal, why, change) == (12, None, None, 2)
    # structure of July 2025: it is inside Nam Định. 2023: 2+3+5 + 4+6+7 = 27; 2024: 12 + 20 = 32; 2025: 100
    assert [_figure(marts, "13669", JUL, JUL, y)[0] for y in (2023, 2024, 2025)] == [27, 32, 100]
    assert _figure(marts, "13681", SEP, JUL, 2024) is None
    # as reported, each unit keeps its own
    reported = marts.execute(
        "select unit_code, unit_valid_from, report_year, value from fct_indicator_yearly "
        "where indicator_code = 'zalo_groups' and level = 'unit' and unit_code in ('13645', '13681') and value is not null order by all"
    ).fetchall()
    assert reported == [("13645", BEGINNING, 2023, 5), ("13681", BEGINNING, 2023, 3), ("13681", SEP, 2024, 12)]


def test_a_share_is_computed_again_from_its_sums(marts: Any) -> None:
    # (1 + 3 + 2) of (4 + 4 + 4) = 50 %, not the mean of 25, 75 and 50; 9 of 12 = 75 %
    assert _figure(marts, "13681", SEP, SEP, 2023, "zalo_coverage_pct")[0] == 50
    assert _figure(marts, "13681", SEP, SEP, 2024, "zalo_coverage_pct")[0] == 75


def test_code_13669_is_three_units_and_never_mixed(marts: Any) -> None:
    names = marts.execute(
        "select valid_from, name_vi from dim_reporting_unit where unit_code = '13669' order by 1"
    ).fetchall()
    assert names == [(BEGINNING, "Phường Trần Đăng Ninh"), (SEP, "Phường Cửa Bắc"), (JUL, "Phường Nam Định")]
    # each on its own structure: 4 alone; 4 + 6 + 7 = 17 and 20; 27, 32, 100
    assert _figure(marts, "13669", BEGINNING, BEGINNING, 2023)[0] == 4
    assert [_figure(marts, "13669", SEP, SEP, y)[0] for y in (2023, 2024)] == [17, 20]
    assert _figure(marts, "13669", SEP, SEP, 2025) is None
    assert _figure(marts, "13669", JUL, SEP, 2025)[3] == "merged_later"


def test_a_successor_with_communes_from_outside_is_a_lower_bound(marts: Any) -> None:
    # Trường Thi of July 2025 holds 13657 and Thành Lợi, which never reported to the city before
    value, lower, upper, _, _, _, never, _ = _figure(marts, "13777", JUL, JUL, 2024)
    assert (value, lower, upper, never) == (9, 9, None, "Xã Thành Lợi")
    value, lower, upper, _, why, change, never, _ = _figure(marts, "13777", JUL, JUL, 2025)
    assert (value, lower, upper, never) == (30, 30, 30, None)
    assert (why, change) == ("outside_communes", None)  # 30 against 9 is no growth
    said = marts.execute(
        "select not_comparable_vi from fct_indicator_on_structure where not_comparable_code = 'outside_communes'"
    )
    assert said.fetchone()[0].startswith("Không so sánh được")


def test_the_review_itself_tells_no_growth_between_two_territories(
    compiled_warehouse: CompiledWarehouse, nam_dinh: Register
) -> None:
    turned = {"review_year": 2025, "target_year": 2026, "perimeter": "EIGHT_WARDS_2025JUL"}
    register = replace(nam_dinh, city=nam_dinh.city.model_copy(update=turned))
    # Lộc Hòa was no part of the reorganisation of September 2024: one group more in 2024, in every territory
    untouched = Report("13693", BEGINNING, 2024, 1)
    marts = built(compiled_warehouse, register, [*BY_HAND, untouched], END)
    row = marts.execute(
        "select base_value, previous_value, change, change_pct, comparable, not_comparable_reason "
        "from indicator_actual_vs_target where level = 'city' and indicator_code = 'zalo_groups'"
    ).fetchone()  # fmt: skip
    assert row is not None
    assert row[:5] == (130, 42, None, None, False)
    assert row[5].startswith("Không so sánh được: địa bàn gồm xã ngoài thành phố")
    # of the city before September 2024 that one commune still reports: it is not the city's figure
    ended = marts.execute("select value, not_comparable_code from fct_indicator_by_perimeter where perimeter = "
                          "'CITY_2024H1' and indicator_code = 'zalo_groups' and report_year = 2024").fetchone()  # fmt: skip
    assert ended == (None, "perimeter_ended")


def test_growth_is_told_inside_one_perimeter_only(marts: Any) -> None:
    # 2023: 2 + 3 + 5 + 4 + 6 + 7 + 8 = 35; 2024: 12 + 20 + 9 = 41; 2025: 100 + 30 = 130
    rows = marts.execute(
        "select perimeter, report_year, value, change, not_comparable_code from fct_indicator_by_perimeter "
        "where indicator_code = 'zalo_groups' and value is not null or not_comparable_code = 'perimeter_ended' "
        "and indicator_code = 'zalo_groups' order by 1, 2"
    ).fetchall()
    assert rows == [
        ("CITY_2024H1", 2023, 35, None, "no_year_before"),
        ("CITY_2024H1", 2024, None, None, "perimeter_ended"),
        ("CITY_2024H1", 2025, None, None, "perimeter_ended"),
        ("CITY_2024SEP", 2023, 35, None, "no_year_before"),
        ("CITY_2024SEP", 2024, 41, 6, None),
        ("CITY_2024SEP", 2025, None, None, "perimeter_ended"),
        ("EIGHT_WARDS_2025JUL", 2023, 35, None, "no_year_before"),
        ("EIGHT_WARDS_2025JUL", 2024, 41, 6, None),
        ("EIGHT_WARDS_2025JUL", 2025, 130, None, "outside_communes"),  # five communes report for the first time
    ]
    members = marts.execute(
        "select perimeter, perimeter_to, legal_basis, count(*) filter (unit_kind = 'ward_commune'), "
        "count(*) filter (not reports) from dim_perimeter group by all order by 1"
    ).fetchall()
    assert members == [
        ("CITY_2024H1", date(2024, 8, 31), "", 25, 0),
        ("CITY_2024SEP", date(2025, 6, 30), "1104/NQ-UBTVQH15", 46, 0),  # 36 wards and communes, 10 of 21 made anew
        ("EIGHT_WARDS_2025JUL", None, "1674/NQ-UBTVQH15", 59, 5),  # and five from outside, and eight
    ]


counts = st.integers(0, 50)
_FEW = settings(
    max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_FEW
@given(old=st.lists(counts, min_size=4, max_size=4), mid=st.lists(counts, min_size=4, max_size=4),
       new=st.lists(counts, min_size=3, max_size=3), silent=st.sets(st.integers(0, 10), max_size=4), seed=st.integers(0, 9))  # fmt: skip
def test_a_territory_has_one_total_whatever_the_structure(
    compiled_warehouse: CompiledWarehouse, old: list[int], mid: list[int], new: list[int], silent: set[int], seed: int
) -> None:
    everything = [Report(u, BEGINNING, 2023, g) for u, g in zip(OLD, old, strict=True)]
    everything += [Report(u, s, 2024, g) for (u, s), g in zip(LATER[2024], mid, strict=True)]
    everything += [Report(u, s, 2025, g) for (u, s), g in zip(LATER[2025], new, strict=True)]
    reports = [r for n, r in enumerate(everything) if n not in silent]
    register = made_up_register()
    one = built(compiled_warehouse, register, reports, END)
    totals = one.execute(
        "select structure_from, report_year, sum(value), bool_or(refusal_code is not null) from fct_indicator_on_structure "
        "where indicator_code = 'zalo_groups' group by all"
    ).fetchall()
    city = dict(
        one.execute(
            "select report_year, sum(value) from fct_indicator_yearly where level = 'city' and indicator_code = 'zalo_groups' "
            "and value is not null group by 1"
        ).fetchall()
    )
    wards = dict(
        one.execute(
            "select report_year, sum(value) from fct_indicator_yearly where level = 'unit' and indicator_code = 'zalo_groups' "
            "and value is not null group by 1"
        ).fetchall()
    )
    assert city == wards  # as reported: the city is the sum of its wards
    assert {(y, round(t, 6)) for _, y, t, refused in totals if not refused} <= {
        (y, round(v, 6)) for y, v in city.items()
    }
    assert {y for _, y, _, refused in totals if not refused} == set(city)
    # a successor that lacks a report of one of its units says so, and its figure is a lower bound
    said = one.execute(
        "select structure_from, unit_code, unit_valid_from, report_year, is_partial, lower_bound <= value "
        "from fct_indicator_on_structure where indicator_code = 'zalo_groups' and refusal_code is null"
    ).fetchall()
    lacking = {(r.unit, r.since, r.year) for n, r in enumerate(everything) if n in silent}
    parts = [row for row in register.structures().iter_rows(named=True) if row["to_code"]]
    for day, code, since, year, is_partial, is_lower in said:
        whole = {(p["unit_code"], p["unit_valid_from"], year) for p in parts
                 if (p["structure_from"], p["to_code"], p["to_valid_from"]) == (day, code, since)}  # fmt: skip
        assert is_partial == bool(whole & lacking)
        assert is_lower
    completeness = one.execute("select max(completeness_pct), max(timeliness_pct) from fct_completeness").fetchone()
    assert completeness is not None
    assert all(p is None or p <= 100 for p in completeness)
    # every report once more, in another order: the same receipts, the same marts
    other = lake(register, reports, END)
    again = {n: t.sample(fraction=1, shuffle=True, seed=seed) for n, t in other.items()}
    second = compiled_warehouse.build(again)
    for mart in ("fct_indicator_on_structure", "fct_indicator_yearly", "fct_submission_coverage", "fct_completeness"):
        sql = f"from kho138.marts.{mart} order by all"
        assert one.execute(sql).fetchall() == second.execute(sql).fetchall()


def test_a_split_by_declared_weights_is_estimated_and_without_them_refused(
    compiled_warehouse: CompiledWarehouse,
) -> None:
    reports = [Report("C", BEGINNING, 2023, 40), Report("A", BEGINNING, 2023, 3), Report("B", BEGINNING, 2023, 4)]
    marts = built(compiled_warehouse, made_up_register(), reports, END)
    # C 40 -> C1 30 and C2 10; in July 2025 C2 joins A and B: 10 + 3 + 4
    assert _figure(marts, "C", SEP, SEP, 2023)[0] == 30
    assert _figure(marts, "E", SEP, SEP, 2023)[0] == 10
    value, *_, estimated = _figure(marts, "F", JUL, JUL, 2023)
    assert (value, estimated) == (17, True)
    assert _figure(marts, "A", SEP, SEP, 2023)[-1] is False
