"""The figures of a review beside their targets, with names, bounds and units: the one join of these marts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from orchestration.wording import Row

Query = Callable[[str, Sequence[Any]], list[Row]]
_FIGURES = """
    select t.*, i.sort_order, i.theme, i.theme_title_vi, i.name_vi, i.name_en, i.unit_vi, i.unit, i.definition_vi,
        i.direction, i.agg_units, i.sensitivity, y.lower_bound, y.upper_bound, u.name_vi as unit_name_vi, u.unit_kind,
        u.valid_to < y.period_end as has_ended
    from indicator_actual_vs_target as t
    join dim_indicator as i using (indicator_code)
    left join fct_indicator_yearly as y
        on y.indicator_code = t.indicator_code and y.report_year = t.base_year and y.level = t.level
        and y.unit_code is not distinct from t.unit_code
        and y.unit_valid_from is not distinct from t.unit_valid_from
    left join dim_reporting_unit as u on u.unit_code = t.unit_code and u.valid_from = t.unit_valid_from
    where t.level = ? and (? is null or t.unit_code = ?) and (? is null or t.unit_valid_from = ?)
    qualify row_number() over (partition by t.unit_code, t.indicator_code order by t.unit_valid_from desc) = 1
    order by i.sort_order
"""


class Place(NamedTuple):
    """A unit: codes are used again, so it is its code and the day it began."""

    unit_code: str
    valid_from: date


def city_figures(query: Query) -> list[Row]:
    """One row an indicator of the city, in the order of the review."""
    return query(_FIGURES, ["city", *[None] * 4])


def unit_figures(query: Query, place: Place | None = None) -> list[Row]:
    """One row a unit and indicator, in the order of the review; of one unit or of all there are.

    Of all, a code that two units had in the year is the later one's.
    """
    code, start = place or (None, None)
    return query(_FIGURES, ["unit", code, code, start, start])
