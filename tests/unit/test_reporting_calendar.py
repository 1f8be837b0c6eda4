"""The calendar of the regime against days counted by hand, and the schedules that act on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.ingest import reporting_quarters
from ingestion.sample_city.register_files import write_register
from ingestion.workspace import Workspace
from orchestration.cli.backfill import quarters_of
from orchestration.schedules import LOOKING_BACK_DAYS, MOMENTS, calendar_schedules
from quality.register.register import Register
from quality.register.reporting_calendar import asked_for, calendar, deadlines, next_day

OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("form", "period", "opens", "reminder", "due", "chase", "closes"),
    [
        # Friday 14 March: five working days later is Friday 21; units have three working days to mend a return
        ("F01", "ND09:2025-Q1", date(2024, 12, 16), date(2025, 3, 19), date(2025, 3, 21), date(2025, 3, 24), date(2025, 3, 27)),
        # the cut-off lies in the holiday of the lunar new year (8 to 14 February): 15, 16, 19 February
        ("F06", "ND09:2024-M02", date(2024, 1, 15), date(2024, 2, 15), date(2024, 2, 19), date(2024, 2, 20), date(2024, 2, 23)),
        # Monday 18 November comes after Saturday 16 and Sunday 17
        ("F06", "ND09:2024-M11", date(2024, 10, 15), date(2024, 11, 15), date(2024, 11, 19), date(2024, 11, 20), date(2024, 11, 25)),
        # ten working days after 31 May
        ("F05", "SCHOOL_YEAR:2024-Y", date(2023, 9, 5), date(2024, 6, 12), date(2024, 6, 14), date(2024, 6, 17), date(2024, 6, 20)),
    ],
)  # fmt: skip
def test_days_counted_by_hand(
    city_register: Register, form: str, period: str, opens: date, reminder: date, due: date, chase: date, closes: date
) -> None:
    rows = deadlines(city_register).filter(form_code=form, period_id=period)
    days = rows.select("opens_on", "reminder_on", "due_on", "chase_on", "closes_on").unique()
    assert days.rows() == [(opens, reminder, due, chase, closes)]


def test_nothing_is_left_without_a_day_and_every_day_is_worked(city_register: Register) -> None:
    owed = deadlines(city_register)
    assert owed.height == city_register.obligations().height
    worked = set(city_register.working_days().filter("is_working_day")["day"])
    assert set(calendar(city_register)["day"]) <= worked
    assert sum(owed.null_count().row(0)) == 0
    order = (pl.col("reminder_on") < pl.col("due_on")) & (pl.col("due_on") < pl.col("chase_on"))
    assert owed.filter(~(order & (pl.col("chase_on") <= pl.col("closes_on")))).is_empty()


def test_a_holiday_of_the_city_moves_the_days(city_register: Register) -> None:
    holiday = pl.DataFrame({"date": [date(2025, 3, 20)], "name_vi": ["Ngày của thành phố"]})
    other = replace(city_register, holidays=holiday)
    moved = deadlines(other).filter(form_code="F01", period_id="ND09:2025-Q1")
    assert moved["due_on"].unique().to_list() == [date(2025, 3, 24)]
    assert moved["reminder_on"].unique().to_list() == [date(2025, 3, 19)]


def test_reviews_come_when_all_of_a_cut_off_or_of_a_year_is_closed(city_register: Register) -> None:
    days, owed = calendar(city_register), deadlines(city_register)
    march = owed.filter((pl.col("cut_off") == date(2025, 3, 14)) & (pl.col("period_type") != "year"))
    review = days.filter((pl.col("moment") == "monthly_review") & (pl.col("period_id") == "ND09:2025-M03"))
    assert review["day"].unique().to_list() == [march["closes_on"].max()] == [date(2025, 4, 3)]
    yearly = days.filter(moment="yearly_review")["day"].unique().sort().to_list()
    assert (
        yearly == owed.group_by("report_year").agg(pl.col("closes_on").max()).sort("report_year")["closes_on"].to_list()
    )
    assert len(yearly) == len(city_register.city.open_years)


@given(st.integers(min_value=0, max_value=1_100), st.integers(min_value=0, max_value=LOOKING_BACK_DAYS - 1))
def test_a_machine_that_was_off_for_some_days_misses_nothing_that_still_helps(
    city_register: Register, start: int, off: int
) -> None:
    days = calendar(city_register)
    missed = date(2023, 1, 1) + timedelta(days=start)
    back = missed + timedelta(days=off)
    for moment in MOMENTS:
        due = days.filter((pl.col("moment") == moment) & (pl.col("day") == missed))
        still = due.filter(pl.col("last_useful_day") >= back)
        made_up = asked_for(days, moment, back, LOOKING_BACK_DAYS)
        assert still.join(made_up, on=days.columns, how="anti", nulls_equal=True).is_empty()
        assert made_up.filter(pl.col("last_useful_day") < back).is_empty()


@pytest.mark.parametrize(
    ("years", "quarters"),
    [
        ("2023..2025", "2023-Q1..2025-Q4"),
        ("2024", "2024-Q1..2024-Q4"),
        ("2024-Q3..2025-Q1", "2024-Q3..2025-Q1"),
        ("2024..2025-Q2", "2024-Q1..2025-Q2"),
        ("2025..2023", None),
        ("2019..2024", None),
        ("202", None),
        ("", None),
    ],
)
def test_a_backfill_names_quarters_that_are_open(city_register: Register, years: str, quarters: str | None) -> None:
    assert quarters_of(years, reporting_quarters(city_register)) == quarters


@pytest.fixture(scope="module")
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.instance_for_test() as made:
        yield made


def _tick(schedule: dg.ScheduleDefinition, day: date, instance: dg.DagsterInstance) -> dg.ScheduleExecutionData:
    moment = datetime(day.year, day.month, day.day, 6, tzinfo=OFFICE)
    return schedule.evaluate_tick(dg.build_schedule_context(instance, scheduled_execution_time=moment))


def test_a_day_is_done_once_and_again_only_when_its_run_failed(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    workspace = Workspace(tmp_path)
    write_register(workspace.register)
    schedules = {s.name: s for s in calendar_schedules(workspace)}
    chase = schedules["chase_list"]

    @dg.job
    def calendar_notice() -> None: ...

    (first,) = _tick(chase, date(2024, 3, 20), instance).run_requests or []
    run = instance.create_run_for_job(calendar_notice, tags=dict(first.tags), status=dg.DagsterRunStatus.STARTED)
    assert _tick(chase, date(2024, 3, 21), instance).skip_message == "done for the days up to today"
    instance.report_run_failed(run)
    assert [r.run_key for r in _tick(chase, date(2024, 3, 21), instance).run_requests or []] == [first.run_key]
    instance.create_run_for_job(calendar_notice, tags=dict(first.tags), status=dg.DagsterRunStatus.SUCCESS)
    assert _tick(chase, date(2024, 3, 21), instance).skip_message == "done for the days up to today"
    # the next day of the calendar is another one
    assert [r.run_key for r in _tick(chase, date(2024, 3, 22), instance).run_requests or []] == ["chase:2024-03-22"]


def test_each_schedule_acts_on_its_days_and_says_when_the_next_one_is(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    workspace = Workspace(tmp_path)
    schedules = {s.name: s for s in calendar_schedules(workspace)}
    assert {s.default_status for s in schedules.values()} == {dg.DefaultScheduleStatus.RUNNING}
    assert _tick(schedules["chase_list"], date(2025, 3, 24), instance).skip_message == "the city has no register yet"
    write_register(workspace.register)

    chased = _tick(schedules["chase_list"], date(2025, 3, 24), instance).run_requests or []
    assert [r.run_key for r in chased] == ["chase:2025-03-20", "chase:2025-03-24"]  # the police's month, the quarter
    assert chased[1].tags["kho138/periods"] == "ND09:2025-Q1"
    assert chased[1].run_config["ops"]["calendar_list"]["config"] == {"moment": "chase", "day": "2025-03-24"}
    # a reminder after the deadline is none
    assert _tick(schedules["deadline_reminder"], date(2025, 3, 24), instance).skip_message == "next on 2025-03-26"
    year = _tick(schedules["yearly_review"], date(2025, 12, 25), instance).run_requests or []
    assert [(r.run_key, r.run_config) for r in year] == [("yearly_review:2025-12-25", {})]
    days = calendar(Register.read(workspace.register))
    assert next_day(days, "yearly_review", date(2025, 12, 25)) is None
    assert (
        _tick(schedules["yearly_review"], date(2026, 2, 1), instance).skip_message
        == "no open year has another day of this"
    )
