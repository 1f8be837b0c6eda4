"""Closed vocabularies of the contracts: each word has one meaning everywhere in kho138."""

from __future__ import annotations

from typing import Literal

SubmitterKind = Literal["ward_commune", "agency", "mass_org", "enterprise", "school", "police", "city_sc138"]
SUBMITTER_KINDS: tuple[SubmitterKind, ...] = (
    "ward_commune",
    "agency",
    "mass_org",
    "enterprise",
    "school",
    "police",
    "city_sc138",
)

# Which "year" a figure counts in; the windows are data (register/period_frames.csv).
PeriodFrame = Literal["ND09", "TT124_KDC", "TT124_UNIT", "QH_CRIME", "CALENDAR", "SCHOOL_YEAR", "EVENT"]
PeriodType = Literal["month", "quarter", "half_year", "nine_months", "year"]

# count: whole number >= 0. decimal: up to 4 places. percent: 0..100. code: text that looks
# like a number (a leading zero counts). date: dd/mm/yyyy.
FieldType = Literal["count", "decimal", "percent", "yes_no", "enum", "date", "text", "code"]

# stock: taken at period_end. flow: counted over the period only, never cumulative (rule H8).
Measure = Literal["stock", "flow", "attribute"]

# public; city_only: never shown below the city; small_cells: counts under 5 are suppressed.
Sensitivity = Literal["public", "city_only", "small_cells"]

# error: the submission is returned. query: accepted, the submitter may explain.
# quarantine: set aside for a person, not read further.
Severity = Literal["error", "query", "quarantine"]

Direction = Literal["up", "down", "neutral"]  # which way is better

AggregationOverUnits = Literal["sum", "ratio_of_sums", "count_distinct", "difference_of_sums", "none"]
AggregationOverTime = Literal["sum", "last", "ratio_of_sums", "as_base", "annual_decision"]

Comparator = Literal["at_least", "at_most", "change_at_most_pct", "change_at_least_pct"]
