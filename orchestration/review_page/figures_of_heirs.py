"""Figures of a unit that began after the review year: those of the units it succeeded, on its territory.

Rows look like those of ``indicator_actual_vs_target``; what only a unit that reported itself has is empty.
"""

from __future__ import annotations

from orchestration.figures_against_targets import Place, Query
from orchestration.wording import Row, vietnamese

_NOTHING = dict.fromkeys((
    "comparator", "target_value", "target_phasing", "target_document", "to_date_value", "to_date_through",
    "expected_to_date", "attainment_pct", "attainment_state", "units_expected", "units_reported", "coverage_text",
))  # fmt: skip


def figures_of_heir(query: Query, city: Row, place: Place) -> list[Row]:
    """One row an indicator of the review year, in the order of the review; none where nothing can be added up."""
    found = query(
        """
        select s.*, i.sort_order, i.theme, i.theme_title_vi, i.name_vi, i.name_en, i.unit_vi, i.unit, i.definition_vi,
            i.direction, i.agg_units, i.sensitivity
        from fct_indicator_on_structure as s join dim_indicator as i using (indicator_code)
        where s.unit_code = ? and s.unit_valid_from = ? and s.structure_from = ? and s.report_year = ?
            and s.refusal_code is null
        qualify row_number() over (partition by s.indicator_code order by s.is_chosen_date_basis desc) = 1
        order by i.sort_order
        """,
        [*place, place.valid_from, city["review_year"]],
    )
    return [_NOTHING | row | _review(row, city) for row in found]


def _review(row: Row, city: Row) -> Row:
    return {
        "level": "unit", "previous_year": city["review_year"] - 1, "base_year": city["review_year"],
        "target_year": city["target_year"], "base_value": row["value"],
        "not_comparable_reason": row["not_comparable_vi"],
        "display_value_vi": None if row["value"] is None else vietnamese(row["value"]),
    }  # fmt: skip
