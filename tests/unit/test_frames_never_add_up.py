"""The data test that two frames, or a cumulative value and a part of it, never add up: planted, and seen."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import duckdb
import pytest

from quality.register.periods import periods

_SQL = Path(__file__).parents[2] / "dbt_project" / "tests" / "generic" / "windows_do_not_overlap.sql"


def _found(*period_ids: str) -> int:
    """Rows the data test finds when one unit adds the values of these periods to one component."""
    windows = {row["period_id"]: row for row in periods([2024, 2025]).iter_rows(named=True)}
    planted = [windows[p] for p in period_ids]
    sql = re.sub(r"{#.*?#}|{%.*?%}", "", _SQL.read_text(encoding="utf-8"), flags=re.DOTALL)
    with duckdb.connect() as connection:
        connection.execute(
            "create table contribution (indicator_code varchar, component_no int, report_year int, unit_code varchar, "
            "unit_valid_from date, period_frame varchar, period_start date, period_end date)"
        )
        connection.executemany(
            "insert into contribution values ('cases', 1, ?, 'P1', ?, ?, ?, ?)",
            [(p["report_year"], date(1, 1, 1), p["period_frame"], p["period_start"], p["period_end"]) for p in planted],
        )
        return len(connection.execute(sql.replace("{{ model }}", "contribution")).fetchall())


@pytest.mark.parametrize(
    ("period_ids", "wrong"),
    [
        (("ND09:2024-M01", "ND09:2024-M02", "ND09:2024-M03"), False),
        (("ND09:2024-Q1", "ND09:2024-Q2", "ND09:2024-Q3", "ND09:2024-Q4"), False),
        (("ND09:2024-H1", "ND09:2024-Q3"), False),  # half a year and the quarter after it
        (("ND09:2024-M01", "CALENDAR:2024-M01"), True),  # two frames
        (("TT124_KDC:2024-Y", "TT124_UNIT:2024-Y"), True),
        (("ND09:2024-M01", "CALENDAR:2024-M11"), True),  # two frames that do not even meet
        (("ND09:2024-H1", "ND09:2024-Q1"), True),  # cumulative, and a part of it
        (("ND09:2024-N1", "ND09:2024-M09"), True),
        (("ND09:2024-Y", "ND09:2024-Q4"), True),
        (("ND09:2024-Y", "ND09:2025-Y"), False),  # two years are two figures
    ],
)
def test_only_windows_that_may_be_added_pass(period_ids: tuple[str, ...], wrong: bool) -> None:
    assert (_found(*period_ids) > 0) is wrong
