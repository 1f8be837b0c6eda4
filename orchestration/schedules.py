"""Schedules: the calendar of the reporting regime. Each looks every morning and acts on its days only.

The days come from the register at the moment of the tick (contracts, frames, holidays, reply time), so
a new year or a changed deadline needs no reload. A run carries its moment and day: a morning on which the
machine was off, or whose run failed, is made up for, and nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

import dagster as dg
import polars as pl

from ingestion.identify import OFFICE_TIME
from ingestion.workspace import Workspace
from orchestration.jobs import WAREHOUSE
from orchestration.notice_job import NOTICE
from quality.register.register import Register
from quality.register.reporting_calendar import Moment, asked_for, calendar, next_day

EVERY_MORNING = "0 6 * * *"
LOOKING_BACK_DAYS = 7
MOMENT_TAG, DAY_TAG = "kho138/moment", "kho138/day"

MOMENTS: dict[Moment, tuple[str, str, str]] = {
    # moment -> (schedule, job, what it is for)
    "opening": ("period_opening", NOTICE, "On the first working day of a period: who will owe what."),
    "reminder": ("deadline_reminder", NOTICE, "Two working days before a deadline: who has not been accepted yet."),
    "chase": ("chase_list", NOTICE, "On the working day after a deadline: who is late."),
    "closing": ("period_closing", NOTICE, "When the time to mend a returned report is over: who still owes."),
    "monthly_review": ("monthly_review", WAREHOUSE, "When all with one cut-off is closed: build and publish."),
    "yearly_review": ("yearly_review", WAREHOUSE, "When the last report of a year is closed: build and publish."),
}
_Evaluate = Callable[[dg.ScheduleEvaluationContext], Iterator[dg.SkipReason | dg.RunRequest]]


def calendar_schedules(workspace: Workspace) -> list[dg.ScheduleDefinition]:
    """One schedule a moment, on unless somebody turns it off in the page."""
    return [
        dg.ScheduleDefinition(
            name=name,
            job_name=job,
            cron_schedule=EVERY_MORNING,
            execution_timezone=OFFICE_TIME,
            execution_fn=_evaluation(workspace, moment, job),
            default_status=dg.DefaultScheduleStatus.RUNNING,
            description=f"{purpose} Days are derived from the contracts and the working calendar.",
        )
        for moment, (name, job, purpose) in MOMENTS.items()
    ]


def _evaluation(workspace: Workspace, moment: Moment, job: str) -> _Evaluate:
    def evaluate(context: dg.ScheduleEvaluationContext) -> Iterator[dg.SkipReason | dg.RunRequest]:
        if not (workspace.register / "city.yml").exists():
            yield dg.SkipReason("the city has no register yet")
            return
        today = context.scheduled_execution_time.astimezone(ZoneInfo(OFFICE_TIME)).date()
        days = calendar(Register.read(workspace.register))
        wanted = asked_for(days, moment, today, LOOKING_BACK_DAYS)
        if wanted.is_empty():
            following = next_day(days, moment, today)
            yield dg.SkipReason(f"next on {following}" if following else "no open year has another day of this")
        left = [d for d in wanted["day"].unique().sort() if not _is_done(context.instance, moment, d)]
        if not wanted.is_empty() and not left:
            yield dg.SkipReason("done for the days up to today")
        for day in left:
            yield _request(moment, day, wanted.filter(day=day), job)

    return evaluate


def _is_done(instance: dg.DagsterInstance, moment: Moment, day: date) -> bool:
    """Whether a run for the day is there that did not fail: a tick's run key counts for that tick only."""
    runs = instance.get_runs(dg.RunsFilter(tags={MOMENT_TAG: moment, DAY_TAG: day.isoformat()}))
    return any(run.status != dg.DagsterRunStatus.FAILURE for run in runs)


def _request(moment: Moment, day: date, rows: pl.DataFrame, job: str) -> dg.RunRequest:
    periods = rows["period_id"].unique().sort().to_list()
    config = {"ops": {"calendar_list": {"config": {"moment": moment, "day": day.isoformat()}}}}
    return dg.RunRequest(
        run_key=f"{moment}:{day}",
        run_config=config if job == NOTICE else {},
        tags={MOMENT_TAG: moment, DAY_TAG: day.isoformat(), "kho138/periods": ", ".join(periods)[:250]},
    )
