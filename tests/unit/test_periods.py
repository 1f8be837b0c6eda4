"""Windows of the reporting frames, against dates written down by hand from the decree and the circular."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.register.periods import add_months, period_frames, periods
from quality.register.working_calendar import national_days, working_days, years_known

FRAMES_WITH_PARTS = ("ND09", "CALENDAR")


@pytest.mark.parametrize(
    ("period_id", "first", "last"),
    [
        ("ND09:2024-Y", date(2023, 12, 15), date(2024, 12, 14)),
        ("ND09:2024-Q1", date(2023, 12, 15), date(2024, 3, 14)),
        ("ND09:2024-Q2", date(2024, 3, 15), date(2024, 6, 14)),
        ("ND09:2024-Q3", date(2024, 6, 15), date(2024, 9, 14)),
        ("ND09:2024-Q4", date(2024, 9, 15), date(2024, 12, 14)),
        ("ND09:2024-H1", date(2023, 12, 15), date(2024, 6, 14)),
        ("ND09:2024-H2", date(2024, 6, 15), date(2024, 12, 14)),
        ("ND09:2024-N1", date(2023, 12, 15), date(2024, 9, 14)),
        ("ND09:2024-M01", date(2023, 12, 15), date(2024, 1, 14)),
        ("ND09:2024-M02", date(2024, 1, 15), date(2024, 2, 14)),
        ("ND09:2024-M03", date(2024, 2, 15), date(2024, 3, 14)),
        ("ND09:2024-M04", date(2024, 3, 15), date(2024, 4, 14)),
        ("ND09:2024-M05", date(2024, 4, 15), date(2024, 5, 14)),
        ("ND09:2024-M06", date(2024, 5, 15), date(2024, 6, 14)),
        ("ND09:2024-M07", date(2024, 6, 15), date(2024, 7, 14)),
        ("ND09:2024-M08", date(2024, 7, 15), date(2024, 8, 14)),
        ("ND09:2024-M09", date(2024, 8, 15), date(2024, 9, 14)),
        ("ND09:2024-M10", date(2024, 9, 15), date(2024, 10, 14)),
        ("ND09:2024-M11", date(2024, 10, 15), date(2024, 11, 14)),
        ("ND09:2024-M12", date(2024, 11, 15), date(2024, 12, 14)),
        ("TT124_KDC:2024-Y", date(2023, 11, 1), date(2024, 10, 31)),
        ("TT124_UNIT:2024-Y", date(2023, 11, 16), date(2024, 11, 15)),
        ("QH_CRIME:2024-Y", date(2023, 10, 1), date(2024, 9, 30)),
        ("CALENDAR:2024-Y", date(2024, 1, 1), date(2024, 12, 31)),
        ("CALENDAR:2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("CALENDAR:2024-Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("CALENDAR:2024-M02", date(2024, 2, 1), date(2024, 2, 29)),
        ("CALENDAR:2023-M02", date(2023, 2, 1), date(2023, 2, 28)),
        ("SCHOOL_YEAR:2024-Y", date(2023, 9, 1), date(2024, 5, 31)),
    ],
)
def test_windows(period_id: str, first: date, last: date) -> None:
    row = periods([2023, 2024]).row(by_predicate=pl.col("period_id") == period_id, named=True)
    assert (row["period_start"], row["period_end"]) == (first, last)


def test_every_frame_cuts_its_year_into_the_parts_it_names() -> None:
    year = periods([2024])
    per_type = {"month": 12, "quarter": 4, "half_year": 2, "nine_months": 1, "year": 1}
    for frame, spec in period_frames().items():
        found = dict(year.filter(period_frame=frame).group_by("period_type").len().iter_rows())
        assert found == {t: per_type[t] for t in spec["part_types"]}, frame
    assert {f for f, spec in period_frames().items() if "month" in spec["part_types"]} == set(FRAMES_WITH_PARTS)
    assert year["period_id"].n_unique() == year.height
    assert set(year["report_year"]) == {2024}


def test_a_year_asked_for_twice_is_given_once() -> None:
    assert periods([2025, 2024, 2024]).equals(periods([2024, 2025]))
    assert periods([]).is_empty()


@given(
    st.integers(min_value=1950, max_value=2150),
    st.sampled_from(["month", "quarter", "half_year"]),
    st.sampled_from(FRAMES_WITH_PARTS),
)
def test_parts_of_a_year_leave_no_gap_and_do_not_overlap(year: int, period_type: str, frame: str) -> None:
    of = periods([year]).filter(period_frame=frame)
    parts = of.filter(period_type=period_type).sort("period_start")
    whole = of.filter(period_type="year").row(0, named=True)
    assert parts["period_start"][0] == whole["period_start"]
    assert parts["period_end"][-1] == whole["period_end"]
    assert set((parts["period_start"].shift(-1) - parts["period_end"]).drop_nulls()) == {timedelta(days=1)}
    assert parts["part"].to_list() == sorted(parts["part"].to_list())


@given(st.integers(min_value=1950, max_value=2150))
def test_one_year_begins_the_day_after_the_other_ends(year: int) -> None:
    whole = periods([year, year + 1]).filter(
        (pl.col("period_type") == "year") & (pl.col("period_frame") != "SCHOOL_YEAR")
    )
    for frame in whole["period_frame"].unique():
        first, second = whole.filter(period_frame=frame).sort("report_year").iter_rows(named=True)
        assert second["period_start"] - first["period_end"] == timedelta(days=1), frame


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
        (date(2023, 12, 15), 12, date(2024, 12, 15)),
        (date(2024, 1, 1), 11, date(2024, 12, 1)),
        (date(2024, 1, 1), 0, date(2024, 1, 1)),
    ],
)
def test_months_are_counted_over_the_turn_of_the_year(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_working_days_leave_out_weekends_and_holidays() -> None:
    days = working_days(date(2024, 12, 27), date(2025, 1, 6), [date(2025, 1, 1), date(2025, 1, 1)])
    assert days["day"].to_list() == [date(2024, 12, 27) + timedelta(days=n) for n in range(11)]
    assert days.filter("is_working_day")["day"].to_list() == [
        date(2024, 12, 27), date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 2), date(2025, 1, 3), date(2025, 1, 6),
    ]  # fmt: skip


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.integers(min_value=0, max_value=60),
    st.sets(st.dates(date(2020, 1, 1), date(2031, 3, 31)), max_size=12),
)
def test_a_day_is_worked_exactly_when_nothing_frees_it(first: date, length: int, holidays: set[date]) -> None:
    days = working_days(first, first + timedelta(days=length), iter(holidays))
    assert days.height == length + 1
    for day, works in days.iter_rows():
        national = dict(national_days().select("day", "kind").iter_rows())
        off = day.weekday() >= 5 or day in holidays or national.get(day) == "off"
        assert works == (not off or national.get(day) == "worked")


def test_holidays_of_four_years_are_known_with_their_sources() -> None:
    assert years_known() == [2023, 2024, 2025, 2026]
    assert national_days().filter(pl.col("source").is_null()).is_empty()
    off = set(national_days().filter(kind="off")["day"])
    # first day of the lunar year: 22/01/2023, 10/02/2024, 29/01/2025, 17/02/2026
    assert {date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17)} <= off
    # tenth day of the third lunar month
    assert {date(2023, 4, 29), date(2024, 4, 18), date(2025, 4, 7), date(2026, 4, 26)} <= off
    for year in years_known():
        assert {date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)} - off <= {date(2023, 1, 1)}


def test_a_saturday_worked_in_exchange_is_a_working_day() -> None:
    worked = working_days(date(2024, 4, 27), date(2024, 5, 6)).filter("is_working_day")["day"].to_list()
    assert worked == [date(2024, 5, 2), date(2024, 5, 3), date(2024, 5, 4), date(2024, 5, 6)]


def test_cumulative_and_period_values_are_told_apart() -> None:
    kinds = dict(periods([2024]).filter(period_frame="ND09").select("part", "value_kind").iter_rows())
    assert {part for part, kind in kinds.items() if kind == "cumulative"} == {"H1", "N1", "Y"}
    assert kinds["H2"] == "period"  # the second half stands alone
