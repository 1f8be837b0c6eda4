"""The year of the reporting regime as days: when a period opens, is reminded of, due, chased and closed.

Everything is derived from the contracts (``reporting`` of each form), the frames, the working calendar
and the city's ``reply_working_days``: no date is written here or anywhere.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import polars as pl

from quality.register.register import Register

Moment = Literal["opening", "reminder", "chase", "closing", "monthly_review", "yearly_review"]
REMINDER_WORKING_DAYS = 2  # working days before the deadline

MOMENTS = pl.Schema(
    {
        "day": pl.Date,
        "moment": pl.String,
        "last_useful_day": pl.Date,  # asked for later than this it helps nobody
        "period_id": pl.String,
        "form_code": pl.String,
        "unit_kind": pl.String,
        "due_on": pl.Date,
    }
)


def deadlines(register: Register) -> pl.DataFrame:
    """Days of every obligation of the open years.

    Returns:
        One row an obligation: form_code, unit_kind, period_id, period_type, report_year, cut_off (last day of
        the period), opens_on (first working day of the period), reminder_on, due_on, chase_on (the working day
        after due_on), closes_on (when what was returned on the last day has had its time to be mended).
        Days of office work; null where the working calendar ends too early.
    """
    owed = register.obligations().join(
        register.periods(), on=["report_year", "period_frame", "period_type", "part"], how="inner"
    )
    working = register.working_days().filter("is_working_day").select("day").with_row_index("number")
    numbered = working.with_columns(pl.col("number").cast(pl.Int64))
    cut_off = owed.sort("period_end").join_asof(numbered, left_on="period_end", right_on="day", strategy="backward")
    due = pl.col("number") + pl.col("deadline_working_days")
    counted = cut_off.with_columns(
        due_number=due,
        reminder_number=due - REMINDER_WORKING_DAYS,
        chase_number=due + 1,
        close_number=due + register.city.reply_working_days + 1,
    ).sort("period_start")
    counted = counted.drop("day").join_asof(
        numbered.select(opens_on="day"), left_on="period_start", right_on="opens_on", strategy="forward"
    )
    for name in ("due", "reminder", "chase", "close"):
        named = numbered.select(pl.col("number").alias(f"{name}_number"), pl.col("day").alias(f"{name}_day"))
        counted = counted.join(named, on=f"{name}_number", how="left")
    return counted.select(
        "form_code",
        "unit_kind",
        "period_id",
        "period_type",
        "report_year",
        "opens_on",
        cut_off="period_end",
        reminder_on="reminder_day",
        due_on="due_day",
        chase_on="chase_day",
        closes_on="close_day",
    ).sort("cut_off", "period_id", "form_code", "unit_kind")


def calendar(register: Register) -> pl.DataFrame:
    """Every day on which something is to be done, in order (columns ``MOMENTS``).

    A monthly review falls on the day on which everything with the same cut-off is closed (yearly forms
    apart); a yearly review on the day on which the last obligation of the report year is closed.
    """
    owed = deadlines(register)
    one_cut_off = owed.filter(pl.col("period_type") != "year").with_columns(
        day=pl.col("closes_on").max().over("cut_off")
    )
    one_year = owed.with_columns(day=pl.col("closes_on").max().over("report_year"))
    parts = [
        _moment(owed, "opening", "opens_on", pl.col("cut_off")),
        _moment(owed, "reminder", "reminder_on", pl.col("due_on")),
        _moment(owed, "chase", "chase_on", pl.col("closes_on")),
        _moment(owed, "closing", "closes_on", pl.col("closes_on").dt.offset_by("1mo")),
        _moment(one_cut_off, "monthly_review", "day", pl.col("day").dt.offset_by("1mo")),
        _moment(one_year.filter(period_type="year"), "yearly_review", "day", pl.col("day").dt.offset_by("1mo")),
    ]
    return pl.concat(parts).sort("day", "moment", "period_id", "form_code", "unit_kind")


def _moment(owed: pl.DataFrame, moment: Moment, day: str, last_useful: pl.Expr) -> pl.DataFrame:
    found = owed.filter(pl.col(day).is_not_null()).with_columns(last_useful_day=last_useful)
    return found.select(
        pl.col(day).alias("day"), pl.lit(moment).alias("moment"), *list(MOMENTS)[2:]
    )  # fmt: skip


def asked_for(days: pl.DataFrame, moment: Moment, today: date, looking_back_days: int) -> pl.DataFrame:
    """Rows of ``calendar`` to act on ``today``: its own, and earlier ones a machine that was off has missed."""
    since = today - timedelta(days=looking_back_days)
    return days.filter(
        (pl.col("moment") == moment) & pl.col("day").is_between(since, today) & (pl.col("last_useful_day") >= today)
    )


def next_day(days: pl.DataFrame, moment: Moment, after: date) -> date | None:
    """The next day of ``moment`` after a day; None when no open year has one."""
    found = days.filter((pl.col("moment") == moment) & (pl.col("day") > after))["day"].min()
    return found if isinstance(found, date) else None
