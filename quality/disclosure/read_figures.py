"""The figures of sensitive indicators, read from marts together with the cells each of them is made of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import duckdb

from quality.contracts.registry import forms
from quality.disclosure.figure import Equation, Figure, FigureKey, terms_of

# Names what one cell of one submission adds, without saying whose it is.
ATOM = """substr(sha256(concat_ws('|', submission_id, form_code, coalesce(field, indicator_code), line_no,
    coalesce(correction_id, ''))), 1, 16)"""
# What belongs to a place: every cell once for the city, its unit, each perimeter and each structure.
_PARTS = f"""
with cells as (
    select l.*, {ATOM} as atom
    from marts.fct_lineage as l join marts.dim_indicator as i using (indicator_code)
    where i.sensitivity <> 'public'
),
placed as (
    select 'city' as scope, null::varchar as place, null::date as valid_from, null::date as structure_from,
        1.0 as weight, cells.* from cells where in_perimeter
    union all
    select 'unit', unit_code, unit_valid_from, null, 1.0, cells.* from cells where unit_code is not null
    union all
    select 'perimeter', p.perimeter, null, null, 1.0, cells.*
    from cells join marts.dim_perimeter as p using (unit_code, unit_valid_from)
    union all
    select 'structure', s.to_code, s.to_valid_from, s.structure_from, s.weight, cells.*
    from cells join marts.dim_structure as s using (unit_code, unit_valid_from)
    where s.refusal_code is null
)
select scope, indicator_code, report_year, place, valid_from, structure_from, role, form_code, field, atom,
    sum(sign * weight) as coefficient, any_value(sign * contribution) as amount
from placed
group by all
order by all
"""  # noqa: S608 — our own words only
_VALUES = """
select v.*, i.sensitivity, i.agg_units, i.scale from (
    select level as scope, indicator_code, report_year, unit_code as place, unit_valid_from as valid_from,
        null::date as structure_from, value from marts.fct_indicator_yearly
    union all
    select 'perimeter', indicator_code, report_year, perimeter, null, null, value from marts.fct_indicator_by_perimeter
    union all
    select 'structure', indicator_code, report_year, unit_code, unit_valid_from, structure_from, value
    from marts.fct_indicator_on_structure where refusal_code is null
) as v join marts.dim_indicator as i using (indicator_code)
where i.sensitivity <> 'public' and v.value is not null
order by all
"""
_RATIO = "ratio_of_sums"
_COUNT = "sum"


@dataclass(frozen=True)
class Figures:
    """Sensitive figures of one warehouse and the amount behind every atom."""

    figures: tuple[Figure, ...]
    amounts: dict[str, float]
    unexplained: frozenset[FigureKey]  # not the sum of their cells: nobody can say what they would tell


def read_figures(connection: duckdb.DuckDBPyConnection) -> Figures:
    """Figures of every indicator that is not public, in schema ``marts`` of the connection's default catalog."""
    public = {(code, f.name) for code, form in forms().items() for f in form.fields() if f.sensitivity == "public"}
    amounts: dict[str, float] = {}
    parts: dict[FigureKey, dict[str, list[tuple[str, float]]]] = defaultdict(lambda: defaultdict(list))
    known: dict[tuple[FigureKey, str], float] = defaultdict(float)
    for *key_columns, role, form, field, atom, coefficient, amount in connection.execute(_PARTS).fetchall():
        key = FigureKey(*key_columns)
        if (form, field) in public:
            known[key, role] += coefficient * amount
        else:
            amounts[atom] = amount
            parts[key][role].append((atom, coefficient))
    figures, unexplained = [], set()
    for *key_columns, value, sensitivity, agg_units, scale in connection.execute(_VALUES).fetchall():
        key = FigureKey(*key_columns)
        above = terms_of(parts[key]["numerator"])
        below = terms_of(parts[key]["denominator"])
        top = known[key, "numerator"] + sum(c * amounts[a] for a, c in above)
        bottom = known[key, "denominator"] + sum(c * amounts[a] for a, c in below)
        made = scale * top / bottom if agg_units == _RATIO and bottom else top
        equations = [Equation(above, top - known[key, "numerator"])]
        if agg_units == _RATIO:  # its numerator and denominator stand beside it
            equations.append(Equation(below, bottom - known[key, "denominator"]))
        told = tuple(e for e in equations if e.terms)
        if abs(made - value) > 1e-6 * max(1.0, abs(value)):
            unexplained.add(key)
        if told:
            figures.append(Figure(key, sensitivity, agg_units == _COUNT, value, told))
    return Figures(tuple(figures), amounts, frozenset(unexplained))
