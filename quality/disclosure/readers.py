"""Who knows which cells anyway: a unit its own, and those of the units it succeeded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import duckdb

from quality.disclosure.read_figures import ATOM

# Committees and offices that were there at the end of the review year or later. A unit that ended before lives on in
# its successor, which has its files.
_OWNED = """
with moment as (
    select p.period_end as review_end, c.as_of::date as today, c.review_year
    from marts.dim_city as c join marts.dim_period as p
        on p.period_frame = 'ND09' and p.part = 'Y' and p.report_year = c.review_year
),
present as (
    select u.unit_code, u.valid_from, u.unit_kind, u.name_vi,
        today <= coalesce(u.valid_to, today) or exists (
            from marts.fct_indicator_yearly as y
            where y.unit_code = u.unit_code and y.unit_valid_from = u.valid_from and y.report_year = review_year
                and y.level = 'unit' and y.status <> 'not_due'
        ) as has_committee
    from marts.dim_reporting_unit as u, moment
    where coalesce(u.valid_to, date '9999-12-31') >= review_end and u.valid_from <= today
)
select distinct p.unit_code, p.valid_from, p.unit_kind, p.name_vi, p.has_committee, s.unit_code, s.unit_valid_from
from present as p
join marts.dim_structure as s on s.to_code = p.unit_code and s.to_valid_from = p.valid_from
where s.refusal_code is null and s.weight = 1
union
select p.unit_code, p.valid_from, p.unit_kind, p.name_vi, p.has_committee, p.unit_code, p.valid_from from present as p
order by all
"""
_CELLS = f"""
select distinct unit_code, unit_valid_from,
    {ATOM}
from marts.fct_lineage join marts.dim_indicator as i using (indicator_code)
where i.sensitivity <> 'public' and unit_code is not null
"""  # noqa: S608 — our own words only


class UnitKey(NamedTuple):
    """A unit is its code AND the day it began: codes are used again."""

    unit_code: str
    valid_from: date


class Reader(NamedTuple):
    """A unit that reads, and the units whose figures it may read as its own."""

    unit: UnitKey
    unit_kind: str
    name_vi: str
    own: frozenset[UnitKey]
    has_committee: bool  # is there today, or had figures in the review year


def read_readers(connection: duckdb.DuckDBPyConnection) -> list[Reader]:
    """Units of the end of the review year and of today, by code and day."""
    owned: dict[tuple[UnitKey, str, str, bool], set[UnitKey]] = defaultdict(set)
    for code, start, kind, name, there, own_code, own_start in connection.execute(_OWNED).fetchall():
        owned[UnitKey(code, start), kind, name, there].add(UnitKey(own_code, own_start))
    return [Reader(unit, kind, name, frozenset(own), there) for (unit, kind, name, there), own in sorted(owned.items())]


def cells_of_units(
    connection: duckdb.DuckDBPyConnection, amounts: Mapping[str, float]
) -> dict[UnitKey, dict[str, float]]:
    """Sensitive cells of each unit and what is in them."""
    cells: dict[UnitKey, dict[str, float]] = defaultdict(dict)
    for code, start, atom in connection.execute(_CELLS).fetchall():
        if atom in amounts:
            cells[UnitKey(code, start)][atom] = amounts[atom]
    return cells


def own_cells(readers: list[Reader], cells: Mapping[UnitKey, Mapping[str, float]]) -> list[dict[str, float]]:
    """What each reader knows of sensitive cells; readers who know none are left out."""
    known = [{a: v for unit in reader.own for a, v in cells.get(unit, {}).items()} for reader in readers]
    return [own for own in known if own]
