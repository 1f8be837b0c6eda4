"""Is every bound of a field needed? Each is moved by one step, each requirement dropped; something in the corpus must change.

Fields of a form that share a bound (no count is below 0) are changed together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module

import polars as pl

from quality.contracts import schemas
from quality.contracts.form_model import Form, FormField
from quality.contracts.registry import forms, header
from quality.contracts.to_pandera import schema_module
from quality.register.register import Register
from quality.suspects import _odd
from tests.faults.case import Case
from tests.faults.mutation import Mutant, noticed, of_form
from tests.faults.outcome import Found

# which way a bound is looser
_LOOSER = {"min": -1, "max": 1, "usual_min": -1, "usual_max": 1, "max_length": 1}
# changes no file can show, and why
EQUIVALENT = {
    "F00 max_length 200 tightened": "no unit of the city has a name of 200 letters, so none is clean",
}


def _bounded(form: Form) -> dict[tuple[str, float], list[FormField]]:
    groups: dict[tuple[str, float], list[FormField]] = defaultdict(list)
    for field in form.fields():
        for bound in _LOOSER:
            value = getattr(field, bound)
            if value is not None:
                groups[bound, value].append(field)
    return groups


@contextmanager
def _in_force(form: Form, changes: Mapping[FormField, Mapping[str, object]]) -> Iterator[None]:
    columns = import_module(f"quality.contracts.generated.schemas.{form.code.lower()}").COLUMNS
    before, kept = dict(columns), {field.name: field.__dict__.copy() for field in changes}
    by_name = {field.name: field for field in changes}
    try:
        for field, new in changes.items():
            for name, value in new.items():
                object.__setattr__(field, name, value)  # the contract is frozen, and shared
        space: dict[str, dict[str, object]] = {}
        exec(schema_module(form), space)  # noqa: S102 — our own generated source
        columns.update(space["COLUMNS"])
        _forget()
        yield
    finally:
        for name, values in kept.items():
            for attribute, value in values.items():
                object.__setattr__(by_name[name], attribute, value)
        columns.update(before)
        _forget()


def _forget() -> None:
    _odd.cache_clear()
    schemas.schema_for.cache_clear()


def score_bounds(
    cases: Mapping[str, Case], tables: Mapping[str, pl.DataFrame], register: Register, found: Mapping[str, Found]
) -> dict[Mutant, bool]:
    """Every changed bound and whether the corpus notices it; arguments as for ``mutation.score``."""
    result: dict[Mutant, bool] = {}
    for form in (header(), *forms().values()):
        part = of_form(form, cases, tables, found)
        for mutant, changes in _mutants(form):
            if f"{mutant.rule_id} {mutant.change}" not in EQUIVALENT:
                with _in_force(form, changes):
                    result[mutant] = noticed(cases, part, register, found)
    return result


def _mutants(form: Form) -> Iterator[tuple[Mutant, dict[FormField, dict[str, object]]]]:
    for (bound, value), fields in _bounded(form).items():
        for change, step in (("loosened", _LOOSER[bound]), ("tightened", -_LOOSER[bound])):
            moved: object = int(value + step) if bound == "max_length" else value + step
            yield Mutant(f"{form.code} {bound} {value:g}", change, None), {field: {bound: moved} for field in fields}
    required = [field for field in form.fields() if field.required]
    yield Mutant(f"{form.code} required", "dropped", None), {field: {"required": False} for field in required}
