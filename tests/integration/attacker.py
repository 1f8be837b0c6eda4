"""Plays the attacker: everything one edition shows, as equations, and what linear programs make of it.

Knows nothing of how figures were hidden. It reads the DuckDB file of one audience, takes every number in it for
true, and asks of every figure of the warehouse that is not in it how far it can be narrowed down. Which unit
reported what field in which year, and which territory it belongs to, is taken to be known.
"""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import highspy
import numpy as np

from quality.contracts.registry import forms

Place = tuple[str, str | None, Any, Any]  # scope, code or perimeter, first day, structure
Form = dict[str, float]

_MAKEUP = """
with cells as (
    select l.*, i.sensitivity, concat_ws('/', l.form_code, l.field, l.unit_code, l.unit_valid_from,
        l.submission_id, l.correction_id) as unknown
    from marts.fct_lineage as l join marts.dim_indicator as i using (indicator_code)
    where i.sensitivity <> 'public'
), placed as (
    select 'city' as scope, null::varchar as place, null::date as start, null::date as structure, 1.0 as w, c.*
    from cells as c where in_perimeter
    union all select 'unit', unit_code, unit_valid_from, null, 1.0, c.* from cells as c
    union all select 'perimeter', d.perimeter, null, null, 1.0, c.*
    from cells as c join marts.dim_perimeter as d using (unit_code, unit_valid_from)
    union all select 'structure', s.to_code, s.to_valid_from, s.structure_from, s.weight, c.*
    from cells as c join marts.dim_structure as s using (unit_code, unit_valid_from) where s.refusal_code is null
)
select scope, place, start, structure, indicator_code, report_year, role, unknown, min(sign * w)
from placed group by all
"""
_FROM_THE_GAP = "target_value + case comparator when 'at_most' then gap_to_target else -gap_to_target end"
# every column of every mart that says a figure, or a sum or difference of two
_TOLD = {
    "fct_indicator_yearly": (
        "level, unit_code, unit_valid_from, null, indicator_code, report_year",
        {"value": "v", "numerator": "n", "denominator": "d", "lower_bound": "v", "upper_bound": "v"},
    ),
    "fct_indicator_by_perimeter": (
        "'perimeter', perimeter, null, null, indicator_code, report_year",
        {"value": "v", "previous_value": "p", "change": "c", "change_pct": "r"},
    ),
    "fct_indicator_on_structure": (
        "'structure', unit_code, unit_valid_from, structure_from, indicator_code, report_year",
        {"value": "v", "numerator": "n", "denominator": "d", "lower_bound": "v", "upper_bound": "v",
         "previous_value": "p", "change": "c", "change_pct": "r"},
    ),
    "indicator_actual_vs_target": (
        "level, unit_code, unit_valid_from, null, indicator_code, base_year",
        {"base_value": "v", "previous_value": "p", "change": "c", "change_pct": "r", "target_year_actual": "t",
         "to_date_value": "t", _FROM_THE_GAP: "v"},
    ),
}  # fmt: skip

# what a weaker suppression would show: statements over an edition, beside the warehouse as "whole"
UNHIDDEN = {
    "a territory": (
        "update marts.fct_indicator_by_perimeter as e set previous_value = w.previous_value"
        " from whole.marts.fct_indicator_by_perimeter as w"
        " where (w.perimeter, w.indicator_code, w.report_year) = (e.perimeter, e.indicator_code, e.report_year)"
    ),
    "what is hidden beside a small count": (
        "update marts.fct_indicator_yearly as e set value = w.value from whole.marts.fct_indicator_yearly as w"
        " where w.value >= 5 and (w.unit_code, w.unit_valid_from, w.indicator_code, w.report_year)"
        " = (e.unit_code, e.unit_valid_from, e.indicator_code, e.report_year)"
    ),
    "a change": (
        "update marts.indicator_actual_vs_target as e set change_pct = w.change_pct"
        " from whole.marts.indicator_actual_vs_target as w where (w.unit_code, w.unit_valid_from, w.indicator_code)"
        " = (e.unit_code, e.unit_valid_from, e.indicator_code)"
    ),
}


class Recovered(NamedTuple):
    """A figure that is not in the edition, and how many whole numbers less one it can still be."""

    place: Place
    indicator: str
    year: int
    width: float


class Attacker:
    """Sees editions; to know what there is to find, has the warehouse's marts each of them was made from.

    A submission stands in every edition from its arrival on, so what two editions differ by is what came between.
    """

    def __init__(self, *editions: tuple[Path, Path]) -> None:
        self._rows: set[tuple[tuple[tuple[str, float], ...], float]] = set()
        self._hidden: list[tuple[tuple[Place, str, int], dict[str, Form]]] = []
        for whole, edition in editions:
            self._look(whole, edition)

    def _look(self, whole: Path, edition: Path) -> None:
        self._makeup: dict[tuple[Place, str, int], dict[str, Form]] = defaultdict(lambda: defaultdict(dict))
        self._shown: set[tuple[Place, str, int]] = set()
        there = []
        with duckdb.connect(str(whole), read_only=True) as connection:
            found = connection.execute("select indicator_code, scale, agg_units from marts.dim_indicator").fetchall()
            self._scale = {code: (scale, agg == "ratio_of_sums") for code, scale, agg in found}
            for *place, code, year, role, cell, sign in connection.execute(_MAKEUP).fetchall():
                self._makeup[_place(place), code, year][role][cell] = float(sign)
            for mart, (key, _) in list(_TOLD.items())[:3]:
                rows = connection.execute(f"select {key} from marts.{mart} where value is not null").fetchall()  # noqa: S608
                there += [(_place(place), code, year) for *place, code, year in rows]
        with duckdb.connect(str(edition), read_only=True) as connection:
            for mart, (key, columns) in _TOLD.items():
                for column, says in columns.items():
                    sql = f"select {key}, {column} from marts.{mart} where {column} is not null"  # noqa: S608 — our names
                    for *place, code, year, value in connection.execute(sql).fetchall():
                        self._told(_place(place), code, year, says, value)
        self._hidden += [(k, dict(self._makeup[k])) for k in there if k in self._makeup and k not in self._shown]

    def _told(self, place: Place, code: str, year: int, says: str, value: float) -> None:
        if code not in self._scale:
            return
        own, before = self._makeup.get((place, code, year)), self._makeup.get((place, code, year - 1))
        ahead = self._makeup.get((place, code, year + 1))
        if says == "p" and before:
            self._figure((place, code, year - 1), before, code, value)
        elif says == "t" and ahead:
            self._figure((place, code, year + 1), ahead, code, value)
        elif says == "v" and own:
            self._figure((place, code, year), own, code, value)
        elif says in {"n", "d"} and own:
            self._row(own["numerator" if says == "n" else "denominator"], value)
        elif says in {"c", "r"} and own and before and not self._scale[code][1]:
            now, then = own["numerator"], before["numerator"]
            factor = 1.0 if says == "c" else 100.0
            form = {c: factor * now.get(c, 0.0) for c in now}
            for cell, sign in then.items():
                form[cell] = form.get(cell, 0.0) - sign * (1.0 if says == "c" else 100.0 + value)
            self._row(form, value if says == "c" else 0.0)

    def _figure(self, key: tuple[Place, str, int], makeup: dict[str, Form], code: str, value: float) -> None:
        self._shown.add(key)
        scale, is_ratio = self._scale[code]
        if not is_ratio:
            self._row(makeup["numerator"], value)
            return
        form = {c: scale * s for c, s in makeup["numerator"].items()}
        for cell, sign in makeup["denominator"].items():
            form[cell] = form.get(cell, 0.0) - value * sign
        self._row(form, 0.0)

    def _row(self, form: Form, value: float) -> None:
        if form:
            self._rows.add((tuple(sorted(form.items())), value))

    def hidden(self) -> list[Recovered]:
        """Every sensitive figure that is in a warehouse and not in the edition made from it."""
        solver = _Solver(
            sorted(self._rows), {c for _, makeup in self._hidden for form in makeup.values() for c in form}
        )
        return [
            Recovered(*key, min(solver.width(form) for role, form in makeup.items() if not _public(form)))
            for key, makeup in sorted(self._hidden, key=str)
        ]

    def recovered(self) -> list[Recovered]:
        """Hidden figures found exactly or to within one: some whole number is at most one from all that is left."""
        return [found for found in self.hidden() if found.width <= 2]


def _place(key: list[Any]) -> Place:
    scope, place, start, structure = key
    return scope, place, start, structure


def _public(form: Form) -> bool:
    return all("/population/" in cell for cell in form)


def _parts(cells: set[str]) -> list[tuple[str, str]]:
    """Cells of one submission of which one is part of the other, as the forms say: never more than it."""
    part_of = {(code, f.name): f.part_of for code, form in forms().items() for f in form.fields() if f.part_of}
    found = []
    for cell in sorted(cells):
        form, field, rest = cell.split("/", 2)
        whole = f"{form}/{part_of.get((form, field))}/{rest}"
        if whole in cells:
            found.append((cell, whole))
    return found


class _Solver:
    def __init__(self, rows: list[tuple[tuple[tuple[str, float], ...], float]], hidden: set[str]) -> None:
        shown = {cell for form, _ in rows for cell, _ in form}
        self.parts = [(part, whole) for part, whole in _parts(shown | hidden) if whole in shown]
        cells = sorted(shown | {part for part, _ in self.parts})
        self._at = {cell: n for n, cell in enumerate(cells)}
        self._solver: Any = highspy.Highs()
        self._solver.silent()
        for _ in cells:
            self._solver.addVar(0.0, highspy.kHighsInf)
        for form, value in rows:
            places = np.array([self._at[c] for c, _ in form], dtype=np.int32)
            self._solver.addRow(value - 1e-7, value + 1e-7, len(form), places, np.array([x for _, x in form]))
        for part, whole in self.parts:
            places = np.array([self._at[part], self._at[whole]], dtype=np.int32)
            self._solver.addRow(-highspy.kHighsInf, 0.0, 2, places, np.array([1.0, -1.0]))
        self._known: dict[tuple[tuple[str, float], ...], float] = {}

    def width(self, form: Form) -> float:
        key = tuple(sorted(form.items()))
        if any(c not in self._at for c in form):
            return math.inf
        if key not in self._known:
            least, most = (
                self._optimum(form, highspy.ObjSense.kMinimize),
                self._optimum(form, highspy.ObjSense.kMaximize),
            )
            self._known[key] = math.floor(most + 1e-4) - math.ceil(least - 1e-4) if math.isfinite(most) else math.inf
        return self._known[key]

    def _optimum(self, form: Form, sense: Any) -> float:
        for cell, cost in form.items():
            self._solver.changeColCost(self._at[cell], cost)
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        status = self._solver.getModelStatus()
        assert status != highspy.HighsModelStatus.kInfeasible, "what is shown contradicts itself"
        bounded = status == highspy.HighsModelStatus.kOptimal
        value = float(self._solver.getInfo().objective_function_value) if bounded else math.inf
        for cell in form:
            self._solver.changeColCost(self._at[cell], 0.0)
        return value
