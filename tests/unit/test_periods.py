"""Windows of the reporting frames, against dates written down by hand from the decree and the circular."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.register.periods import periods, working_days


@pytest.mark.parametrize(
    ("period_id", "first", "last"),
    [
        ("ND09:2024-Y", date(2023, 12, 15), date(2024, 12, 14)),
        ("ND09:2024-Q1", date(2023, 12, 15), date(2024, 3, 14)),
        ("ND09:2024-Q3", date(2024, 6, 15), date(2024, 9, 14)),
        ("ND09:2024-H1", date(2023, 12, 15), date(2024, 6, 14)),
        ("ND09:2024-N1", date(2023, 12, 15), date(2024, 9, 14)),
        ("ND09:2024-M01", date(2023, 12, 15), date(2024, 1, 14)),
        ("ND09:2024-M12", date(2024, 11, 15), date(2024, 12, 14)),
        ("TT124_KDC:2024-Y", date(2023, 11, 1), date(2024, 10, 31)),
        ("TT124_UNIT:2024-Y", date(2023, 11, 16), date(2024, 11, 15)),
        ("QH_CRIME:2024-Y", date(2023, 10, 1), date(2024, 9, 30)),
        ("CALENDAR:2024-Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("SCHOOL_YEAR:2024-Y", date(2023, 9, 1), date(2024, 5, 31)),
    ],
)
def test_windows(period_id: str, first: date, last: date) -> None:
    row = periods([2024]).row(by_predicate=pl.col("period_id") == period_id, named=True)
    assert (row["period_start"], row["period_end"]) == (first, last)


@given(st.integers(min_value=2000, max_value=2100), st.sampled_from(["month", "quarter", "half_year"]))
def test_parts_of_a_year_leave_no_gap_and_do_not_overlap(year: int, period_type: str) -> None:
    for frame in ("ND09", "CALENDAR"):
        of = periods([year]).filter(period_frame=frame)
        parts = of.filter(period_type=period_type).sort("period_start")
        whole = of.filter(period_type="year").row(0, named=True)
        assert parts["period_start"][0] == whole["period_start"]
        assert parts["period_end"][-1] == whole["period_end"]
        gaps = (parts["period_start"].shift(-1) - parts["period_end"]).drop_nulls()
        assert set(gaps) == {timedelta(days=1)}


def test_working_days_leave_out_weekends_and_holidays() -> None:
    days = working_days(date(2024, 12, 27), date(2025, 1, 6), [date(2025, 1, 1)])
    assert days.filter("is_working_day")["day"].to_list() == [
        date(2024, 12, 27), date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 2), date(2025, 1, 3), date(2025, 1, 6),
    ]  # fmt: skip
