"""Who sends what when: the clean submissions of 2023, 2024 and 2025 until October."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from ingestion.sample_city.calendar import Window, window
from ingestion.sample_city.chance import chance
from ingestion.sample_city.model_register import register_lines
from ingestion.sample_city.other_figures import (
    agency_values,
    awards_values,
    city_recognition_lines,
    enterprise_values,
    mass_org_values,
    school_values,
    target_lines,
)
from ingestion.sample_city.police_figures import police_values
from ingestion.sample_city.submission import Submission
from ingestion.sample_city.units import Unit, invented, offices, wards
from ingestion.sample_city.ward_figures import recognition_line, ward_values

YEARS = (2023, 2024, 2025)
LAST_DAY = date(2025, 10, 14)  # the last period that is reported on
FIRST_NINE_MONTHS = 2025  # the police send nine months from this year on
_QUARTERS = ("Q1", "Q2", "Q3", "Q4")
_MONTHS = tuple(f"M{m:02d}" for m in range(1, 13))
# form -> (kind, parts of the year, frame)
_CADENCE: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("F01", "ward_commune", (*_QUARTERS, "Y"), "ND09"),
    ("F02", "agency", ("H1", "Y"), "ND09"),
    ("F03", "mass_org", ("H1", "Y"), "ND09"),
    ("F04", "enterprise", ("Q1", "Y"), "ND09"),
    ("F05", "school", ("Y",), "ND09"),
    ("F05", "school", ("Y",), "SCHOOL_YEAR"),
    ("F06", "police", (*_MONTHS, *_QUARTERS, "H1", "Y"), "ND09"),
    ("F06", "police", ("N1",), "ND09"),
    ("F06", "city_sc138", ("Y",), "ND09"),
    ("F07", "city_sc138", (*_QUARTERS, "Y"), "ND09"),
    ("F08", "ward_commune", ("Y",), "ND09"),
    ("F08", "city_sc138", ("Y",), "ND09"),
    ("F09", "ward_commune", ("Q1",), "ND09"),
    ("F09", "city_sc138", ("Q1",), "ND09"),
)
_VALUES: dict[tuple[str, str], Callable[[Unit, Window], dict[str, object]]] = {
    ("F01", "ward_commune"): ward_values,
    ("F02", "agency"): agency_values,
    ("F03", "mass_org"): mass_org_values,
    ("F04", "enterprise"): enterprise_values,
    ("F05", "school"): school_values,
    ("F06", "police"): police_values,
    ("F06", "city_sc138"): awards_values,
}
_LINES: dict[tuple[str, str], Callable[[Unit, Window], list[dict[str, object]]]] = {
    ("F07", "city_sc138"): lambda _, w: register_lines(w),
    ("F08", "ward_commune"): lambda u, w: [recognition_line(u, w)],
    ("F08", "city_sc138"): city_recognition_lines,
    ("F09", "ward_commune"): target_lines,
    ("F09", "city_sc138"): target_lines,
}
# about one unit in forty of these kinds never sends its yearly report
_SILENT_KINDS = ("agency", "enterprise", "school")


@cache
def all_units() -> tuple[Unit, ...]:
    """Every unit of the register."""
    return (*wards(), *offices(), *invented())


def submissions() -> Iterator[Submission]:
    """Every clean submission, in a stable order."""
    for form, kind, parts, frame in _CADENCE:
        for year in YEARS:
            for part in parts:
                span = window(year, part, frame)
                if span.last > LAST_DAY or (part == "N1" and year < FIRST_NINE_MONTHS):
                    continue
                for unit in all_units():
                    if unit.kind == kind and unit.valid_on(span.last) and not _silent(unit, span):
                        yield plain(form, unit, span)


def _silent(unit: Unit, span: Window) -> bool:
    return unit.kind in _SILENT_KINDS and span.part == "Y" and chance("silent", unit.code, span.year).random() < 0.025


def plain(form: str, unit: Unit, span: Window) -> Submission:
    """The submission of ``unit`` for ``span`` without any fault."""
    make, lines = _VALUES.get((form, unit.kind)), _LINES.get((form, unit.kind))
    draw = chance("file", form, unit.code, span.period_id)
    file_format = draw.choices(("xlsx", "csv", "json"), (92, 5, 3))[0]
    made = Submission(
        form,
        unit,
        span,
        make(unit, span) if make else {},
        lines(unit, span) if lines else [],
        arrival(unit, span, form),
        file_format="xlsx" if lines and file_format == "csv" else file_format,
    )
    made.file_name = file_name(made, draw.random())
    return made


def arrival(unit: Unit, span: Window, form: str, days: int | None = None) -> datetime:
    """A moment in office hours, one to three days after the period (F09: within its first fortnight after)."""
    draw = chance("arrival", unit.code, span.period_id, form)
    day = span.last + timedelta(days=draw.randint(1, 3) if days is None else days)
    if day.weekday() >= 5 and days is None:
        day = span.last + timedelta(days=1)  # sent on the first day rather than at the weekend
    return datetime.combine(day, time(8 + draw.randint(0, 8), draw.randint(0, 59), draw.randint(0, 59)), UTC)


def file_name(made: Submission, habit: float, extra: str = "") -> str:
    """File names as people write them: with accents, without, or by code; never trusted for anything."""
    tail = f"{extra}.{made.file_format}"
    if habit < 0.5:
        return f"Báo cáo {made.window.words} {made.unit.name}{' ' + made.form if made.form != 'F01' else ''}{tail}"
    if habit < 0.8:
        return f"{made.form}_{made.unit.code}_{made.window.frame}_{made.window.year}{made.window.part}{tail}"
    plain_name = (
        unicodedata.normalize("NFD", made.unit.name).encode("ascii", "ignore").decode().lower().replace(" ", "_")
    )
    return f"bc_{made.form.lower()}_{made.window.year}_{made.window.part.lower()}_{made.window.frame[:2].lower()}_{plain_name}{tail}"
