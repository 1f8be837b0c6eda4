"""What the page of one kind of units says: each unit's figures, the cells behind them, the reports it sent.

Public indicators only, whatever the edition holds: the page is read by all units of the kind together.
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.figures_against_targets import Place, Query, unit_figures
from orchestration.review_page.alphabet import alphabet_key
from orchestration.wording import Row


@dataclass(frozen=True)
class UnitFacts:
    """One unit of the kind; ``cells`` by indicator are those of the base year, ``reports`` are what it owed."""

    unit_code: str
    name_vi: str
    indicators: list[Row]
    cells: dict[str, list[Row]]
    reports: list[Row]


def kinds_with_figures(query: Query) -> list[str]:
    """Kinds of units, other than wards and communes, that have figures in the edition."""
    found = query(
        """
        select distinct u.unit_kind from indicator_actual_vs_target as t
        join dim_reporting_unit as u on u.unit_code = t.unit_code and u.valid_from = t.unit_valid_from
        where t.level = 'unit' and u.unit_kind <> 'ward_commune'
        order by u.unit_kind
        """,
        [],
    )
    return [row["unit_kind"] for row in found]


def units_of_kind(query: Query, kind: str) -> list[UnitFacts]:
    """Every unit of the kind that has figures, in the order of the alphabet."""
    figures: dict[Place, list[Row]] = {}
    for row in unit_figures(query):
        if row["unit_kind"] == kind and row["sensitivity"] == "public":
            figures.setdefault(Place(row["unit_code"], row["unit_valid_from"]), []).append(row)
    cells, reports = _cells(query, kind), _reports(query, kind)
    units = [
        UnitFacts(place.unit_code, rows[0]["unit_name_vi"], rows, cells.get(place, {}), reports.get(place, []))
        for place, rows in figures.items()
    ]
    return sorted(units, key=lambda unit: alphabet_key(unit.name_vi))


def _cells(query: Query, kind: str) -> dict[Place, dict[str, list[Row]]]:
    rows = query(
        """
        select distinct l.unit_code, l.unit_valid_from, l.indicator_code, l.form_code, l.period_id, l.source_name,
            l.sheet, l.cell, l.raw_text
        from fct_lineage as l
        join dim_indicator as i on i.indicator_code = l.indicator_code and i.sensitivity = 'public'
        join dim_city as c on l.report_year = c.review_year
        join dim_reporting_unit as u on u.unit_code = l.unit_code and u.valid_from = l.unit_valid_from
        where u.unit_kind = ?
        order by l.indicator_code, l.period_id, l.form_code, l.source_name, l.sheet, l.cell
        """,
        [kind],
    )
    found: dict[Place, dict[str, list[Row]]] = {}
    for row in rows:
        of_unit = found.setdefault(Place(row["unit_code"], row["unit_valid_from"]), {})
        of_unit.setdefault(row["indicator_code"], []).append(row)
    return found


def _reports(query: Query, kind: str) -> dict[Place, list[Row]]:
    rows = query(
        """
        select s.unit_code, s.unit_valid_from, s.form_code, s.period_id, s.due_on, s.state, s.is_accepted,
            s.first_received_at::date as received_on
        from fct_submission_coverage as s
        join dim_city as c on s.report_year between c.review_year and c.target_year and s.due_on <= c.as_of::date
        where s.is_owed and s.unit_kind = ?
        order by s.due_on, s.form_code, s.period_id
        """,
        [kind],
    )
    found: dict[Place, list[Row]] = {}
    for row in rows:
        found.setdefault(Place(row["unit_code"], row["unit_valid_from"]), []).append(row)
    return found
