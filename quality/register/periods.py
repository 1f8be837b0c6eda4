"""Reporting periods as data: every window of every frame for the open report years.

The frames and where they come from are in ``period_frames.yml``; the cut-off of a period is its last day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import yaml

_FRAMES = Path(__file__).with_name("period_frames.yml")

# period type -> (letter of the part, months long); a year takes the frame's own length
_PARTS = {"month": ("M", 1), "quarter": ("Q", 3), "half_year": ("H", 6), "nine_months": ("N", 9)}


@cache
def period_frames() -> dict[str, dict[str, Any]]:
    """Frames by code: start_month, start_day, year_offset, months, part_types, source."""
    frames: dict[str, dict[str, Any]] = yaml.safe_load(_FRAMES.read_text(encoding="utf-8"))
    return frames


def add_months(day: date, months: int) -> date:
    """The same day of the month, ``months`` later (frames start on day 1, 15 or 16, so it exists)."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, day.day)


def _parts(frame: str, year: int) -> Iterator[tuple[str, str, date, date]]:
    spec = period_frames()[frame]
    start = date(year + spec["year_offset"], spec["start_month"], spec["start_day"])
    for period_type in spec["part_types"]:
        if period_type == "year":
            yield period_type, "Y", start, add_months(start, spec["months"]) - timedelta(days=1)
            continue
        letter, length = _PARTS[period_type]
        width = 2 if letter == "M" else 1
        for number in range(spec["months"] // length):
            first = add_months(start, number * length)
            part = f"{letter}{number + 1:0{width}d}"
            yield period_type, part, first, add_months(first, length) - timedelta(days=1)


def periods(report_years: Iterable[int]) -> pl.DataFrame:
    """All periods of the given report years.

    Returns:
        One row a period: period_id (``ND09:2024-Q1``), period_frame, period_type, report_year,
        part, period_start, period_end, value_kind; windows include both days. value_kind is
        ``cumulative`` where flows are counted from the first day of the year (rule H8: half-year, nine
        months, year), else ``period``: the two are never added.
    """
    return _periods(tuple(sorted(set(report_years))))


@cache
def _periods(report_years: tuple[int, ...]) -> pl.DataFrame:
    rows = [
        (f"{frame}:{year}-{part}", frame, period_type, year, part, first, last)
        for year in report_years
        for frame in period_frames()
        for period_type, part, first, last in _parts(frame, year)
    ]
    names = ["period_id", "period_frame", "period_type", "report_year", "part", "period_start", "period_end"]
    first_day = pl.col("period_start").min().over("period_frame", "report_year")
    long = pl.col("period_type").is_in(["half_year", "nine_months", "year"])
    kind = pl.when(long & (pl.col("period_start") == first_day)).then(pl.lit("cumulative")).otherwise(pl.lit("period"))
    return (
        pl.DataFrame(rows, schema=names, orient="row")
        .with_columns(
            pl.col("report_year").cast(pl.Int32),
            pl.col("period_start", "period_end").cast(pl.Date),
        )
        .with_columns(value_kind=kind)
    )
