"""What the page of one reader says, read from the marts of one edition; nothing is computed anew.

Whether a reader may see a figure is decided here and nowhere else: figures of a single unit whose
indicator is not public are for that unit's own committee alone (``dim_indicator.sensitivity``).
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.figures_against_targets import Place, Query, city_figures, unit_figures
from orchestration.review_page.alphabet import alphabet_key
from orchestration.review_page.figures_of_heirs import figures_of_heir
from orchestration.wording import Row, vietnamese

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
    territory_vi: str | None = None  # of whom the figures are, where the unit began after the base year


def page_facts(query: Query, unit_code: str | None) -> PageFacts:
    """Facts of the city's page, or of that of the unit of a code.

    Args:
        query: runs SQL over the marts of the edition.
        unit_code: code of a unit, or None.

    Raises:
        UnknownUnitError: the edition has no figures of it.
    """
    return facts_of_unit(query, place_of(query, unit_code)) if unit_code else _facts_of_city(query)


def facts_of_unit(query: Query, place: Place) -> PageFacts:
    """Facts of one unit's page; of one that began after the base year those of the units it succeeded.

    Raises:
        UnknownUnitError: the edition has no figures of it.
    """
    city = query("select * from dim_city", [])[0]
    own = unit_figures(query, place)
    indicators = own or figures_of_heir(query, city, place)
    units = query("select * from dim_reporting_unit where unit_code = ? and valid_from = ?", place)
    if not indicators or not units:
        raise UnknownUnitError(place.unit_code)
    territory = None if own else (
        f"Số liệu năm {city['review_year']} và năm trước là của các đơn vị nay thuộc địa bàn "
        f"{units[0]['name_vi']} (từ {vietnamese(place.valid_from)}), tính lại theo địa bàn này."
    )  # fmt: skip
    return PageFacts(
        city=city, unit=units[0], indicators=indicators, parts=_cells(query, city, place), wards=[],
        completeness=_completeness(query, place), missing=_missing(query, city, place), models=[],
        territory_vi=territory,
    )  # fmt: skip


def _facts_of_city(query: Query) -> PageFacts:
    city = query("select * from dim_city", [])[0]
    return PageFacts(
        city=city,
        unit=None,
        indicators=city_figures(query),
        parts=_units(query, city),
        wards=_wards(query, city),
        completeness=_completeness(query, None),
        missing=_missing(query, city, None),
        models=query(
            "select * from movement_model where report_year = ? and is_active order by launch_date, model_code",
            [city["review_year"]],
        ),
    )


def units_with_pages(query: Query) -> list[Row]:
    """unit_code, name_vi, code_shown of every ward and commune that has figures in the review year, by name."""
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
    names = [row["name_vi"] for row in found]
    for row in found:  # a ward and the one that took over its name: the code tells them apart
        row["code_shown"] = row["unit_code"] if names.count(row["name_vi"]) > 1 else None
    return sorted(found, key=lambda row: (alphabet_key(row["name_vi"]), row["unit_code"]))


def place_of(query: Query, unit_code: str) -> Place:
    """The unit of a code that has figures in the edition; the latest where two had the code.

    Raises:
        UnknownUnitError: the edition has no figures of it.
    """
    found = query(
        "select max(unit_valid_from) as start from indicator_actual_vs_target where level = 'unit' and unit_code = ?",
        [unit_code],
    )[0]["start"]
    if found is None:
        raise UnknownUnitError(unit_code)
    return Place(unit_code, found)


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


def _cells(query: Query, city: Row, place: Place) -> dict[str, list[Row]]:
    """Cells of the unit's own files, and of those whose territory it has today."""
    return _by_indicator(
        query(
            """
            select indicator_code, form_code, period_id, source_name, received_at, sheet, cell, raw_text, contribution
            from fct_lineage as l
            where report_year = ? and (
                (unit_code = ? and unit_valid_from = ?)
                or (? > make_date(report_year, 12, 31) and exists (
                    from dim_structure as s
                    where s.unit_code = l.unit_code and s.unit_valid_from = l.unit_valid_from
                        and s.to_code = ? and s.to_valid_from = ? and s.refusal_code is null
                ))
            )
            order by indicator_code, period_id, form_code, source_name, sheet, cell
            """,
            [city["review_year"], *place, place.valid_from, *place],
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


def _completeness(query: Query, place: Place | None) -> list[Row]:
    code, start = place or (None, None)
    return query(
        """
        select unit_kind, report_year, sum(owed)::int as owed, sum(accepted)::int as accepted,
            sum(on_time)::int as on_time
        from fct_completeness
        where case when ? is null then level = 'kind'
            else level = 'unit' and unit_code = ? and unit_valid_from = ? end
        group by all
        having sum(owed) > 0
        order by report_year, unit_kind
        """,
        [code, code, start],
    )


def _missing(query: Query, city: Row, place: Place | None) -> list[Row]:
    code, start = place or (None, None)
    rows = query(
        """
        select unit_code, unit_name_vi, unit_kind, form_code, period_id, due_on, state, state_reason_vi
        from fct_submission_coverage
        where is_owed and not is_accepted and report_year in (?, ?) and due_on <= ?::date
            and (? is null or unit_code = ? and unit_valid_from = ?)
        """,
        [city["review_year"], city["target_year"], city["as_of"], code, code, start],
    )
    return sorted(rows, key=lambda r: (r["due_on"], alphabet_key(r["unit_name_vi"] or r["unit_code"])))
