"""Working days of Vietnamese public offices: the national holidays by year, with their sources, as data.

``national_holidays.csv``: kind ``off`` is a day off between Monday and Friday or a weekend inside a
holiday; kind ``worked`` is a Saturday worked in exchange for a day off.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

_NATIONAL = Path(__file__).with_name("national_holidays.csv")


@cache
def national_days() -> pl.DataFrame:
    """Columns day, kind (off, worked), name_vi, source: one row a day."""
    spans = pl.read_csv(_NATIONAL, try_parse_dates=True)
    return spans.select(pl.date_ranges("first", "last").alias("day"), "kind", "name_vi", "source").explode("day")


def years_known() -> list[int]:
    """Years whose holidays the national table has."""
    return national_days()["day"].dt.year().unique().sort().to_list()


def working_days(first: date, last: date, local: Iterable[date] = ()) -> pl.DataFrame:
    """Every day from ``first`` to ``last`` with whether an office works on it.

    Saturdays, Sundays, national holidays and the ``local`` days off are not working days; a Saturday
    worked in exchange is one.
    """
    days = pl.DataFrame({"day": pl.date_range(first, last, eager=True)})
    table = national_days()
    off = pl.concat([table.filter(kind="off")["day"], pl.Series(list(local), dtype=pl.Date)]).unique()
    worked = table.filter(kind="worked")["day"].unique()
    usual = (pl.col("day").dt.weekday() <= 5) & ~pl.col("day").is_in(off.implode())
    return days.with_columns(is_working_day=usual | pl.col("day").is_in(worked.implode()))
