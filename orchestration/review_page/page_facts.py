"""What the page of one reader says, read from the marts of one edition; nothing is computed anew.

Whether a reader may see a figure is decided here and nowhere else: figures of a single unit whose
indicator is not public are for that unit's own committee alone (``dim_indicator.sensitivity``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.review_page.alphabet import alphabet_key

Row = dict[str, Any]
Query = Callable[[str, Sequence[Any]], list[Row]]
_WARDS = "ward_commune"
# wards stand side by side by a share, and by one that is public: a count would rank them by size
WARDS_COMPARED_BY = "zalo_coverage_pct"


class UnknownUnitError(Exception):
    """The edition has no figures of this unit."""


@dataclass(frozen=True)
class PageFacts:
    """Rows of marts for one page. ``unit`` is None on the page of the city."""

    city: Row
    unit: Row | None
    indicators: list[Row]  # indicator_actual_vs_target with names, bounds and definitions, in the order of the review
    parts: dict[str, list[Row]]  # by indicator: what each unit (city) or each cell (unit) gave to the base year
    wards: list[Row]  # share of residential areas with a group, by ward of the base year
    completeness: list[Row]  # by kind of sender and report year
    missing: list[Row]  # what is owed and not accepted in the target year, nearest deadline first
    models: list[Row]  # movement models of the base year


def page_facts(query: Query, unit_code: str | None) -> PageFacts:
    """Facts of the city's page, or of one unit's.

    Args:
        query: runs SQL over the marts of the edition.
        unit_code: code of a unit, or None.

    Raises:
        UnknownUnitError: the edition has no figures of it.
    """
    city = query("select * from dim_city", [])[0]
    indicators = _indicators(query, unit_code)
    unit = _unit(query, unit_code, indicators) if unit_code else None
    return PageFacts(
        city=city,
        unit=unit,
        indicators=indicators,
        parts=_cells(query, city, unit_code) if unit_code else _units(query, city),
        wards=[] if unit_code else _wards(query, city),
        completeness=_completeness(query, unit_code),
        missing=_missing(query, city, unit_code),
        models=[] if unit_code else query(
            "select * from movement_model where report_year = ? and is_active order by launch_date, model_code",
            [city["review_year"]],
        ),
    )  # fmt: skip


def units_with_pages(query: Query) -> list[Row]:
    """unit_code, name_vi of every ward and commune that has figures in the review year, by name."""
    found = query(
        """
        select u.unit_code, arg_max(u.name_vi, u.valid_from) as name_vi
        from indicator_actual_vs_target as t
        join dim_reporting_unit as u on u.unit_code = t.unit_code and u.valid_from = t.unit_valid_from
        where t.level = 'unit' and u.unit_kind = ?
        group by u.unit_code
        """,
        [_WARDS],
    )
    return sorted(found, key=lambda row: alphabet_key(row["name_vi"]))


def _indicators(query: Query, unit_code: str | None) -> list[Row]:
    return query(
        """
        select t.*, i.name_vi, i.name_en, i.unit_vi, i.unit, i.theme, i.theme_title_vi, i.definition_vi,
            i.direction, i.agg_units, i.sensitivity, y.lower_bound, y.upper_bound, y.data_to
        from indicator_actual_vs_target as t
        join dim_indicator as i using (indicator_code)
        left join fct_indicator_yearly as y
            on y.indicator_code = t.indicator_code and y.report_year = t.base_year and y.level = t.level
            and y.unit_code is not distinct from t.unit_code
            and y.unit_valid_from is not distinct from t.unit_valid_from
        where case when ? is null then t.level = 'city' else t.level = 'unit' and t.unit_code = ? end
        qualify row_number() over (partition by t.indicator_code order by t.unit_valid_from desc) = 1
        order by i.sort_order
        """,
        [unit_code, unit_code],
    )


def _unit(query: Query, unit_code: str, indicators: list[Row]) -> Row:
    if not indicators:
        raise UnknownUnitError(unit_code)
    return query("select * from dim_reporting_unit where unit_code = ? order by valid_from desc limit 1", [unit_code])[
        0
    ]


def _units(query: Query, city: Row) -> dict[str, list[Row]]:
    """What every unit gave to a public indicator, by indicator; a figure that is not public stays whole."""
    rows = query(
        """
        select l.indicator_code, l.unit_code, arg_max(u.name_vi, u.valid_from) as name_vi,
            any_value(u.unit_kind) as unit_kind, count(distinct l.submission_id) as files,
            sum(case when l.role = 'numerator' then l.contribution end) as contribution
        from fct_lineage as l
        join dim_indicator as i using (indicator_code)
        left join dim_reporting_unit as u on u.unit_code = l.unit_code and u.valid_from = l.unit_valid_from
        where l.report_year = ? and i.sensitivity = 'public' and l.unit_code is not null
        group by all
        """,
        [city["review_year"]],
    )
    return _by_indicator(
        sorted(rows, key=lambda r: (r["indicator_code"], alphabet_key(r["name_vi"] or r["unit_code"])))
    )


def _cells(query: Query, city: Row, unit_code: str) -> dict[str, list[Row]]:
    return _by_indicator(
        query(
            """
            select indicator_code, form_code, period_id, source_name, received_at, sheet, cell, raw_text, contribution
            from fct_lineage
            where report_year = ? and unit_code = ?
            order by indicator_code, period_id, form_code, sheet, cell
            """,
            [city["review_year"], unit_code],
        )
    )


def _by_indicator(rows: list[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["indicator_code"], []).append(row)
    return grouped


def _wards(query: Query, city: Row) -> list[Row]:
    rows = query(
        """
        select u.name_vi, y.unit_code, y.indicator_code, y.report_year, y.value
        from fct_indicator_yearly as y
        join dim_reporting_unit as u on u.unit_code = y.unit_code and u.valid_from = y.unit_valid_from
        where y.level = 'unit' and y.report_year = ? and y.indicator_code = ? and u.unit_kind = ?
        qualify row_number() over (partition by y.unit_code order by y.unit_valid_from desc) = 1
        """,
        [city["review_year"], WARDS_COMPARED_BY, _WARDS],
    )
    return sorted(rows, key=lambda row: alphabet_key(row["name_vi"]))


def _completeness(query: Query, unit_code: str | None) -> list[Row]:
    return query(
        """
        select unit_kind, report_year, sum(owed)::int as owed, sum(accepted)::int as accepted,
            sum(on_time)::int as on_time
        from fct_completeness
        where case when ? is null then level = 'kind' else level = 'unit' and unit_code = ? end
        group by all
        having sum(owed) > 0
        order by report_year, unit_kind
        """,
        [unit_code, unit_code],
    )


def _missing(query: Query, city: Row, unit_code: str | None) -> list[Row]:
    rows = query(
        """
        select unit_code, unit_name_vi, unit_kind, form_code, period_id, due_on, state, state_reason_vi
        from fct_submission_coverage
        where is_owed and not is_accepted and report_year in (?, ?) and due_on <= ?::date
            and (? is null or unit_code = ?)
        """,
        [city["review_year"], city["target_year"], city["as_of"], unit_code, unit_code],
    )
    return sorted(rows, key=lambda r: (r["due_on"], alphabet_key(r["unit_name_vi"] or r["unit_code"])))
