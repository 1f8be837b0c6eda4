"""Contracts -> pandera schemas: one generated Python module a form, readable beside its YAML.

Checks are named by the rule code their failure is reported under (quality/issues/catalogue.yml).
"""

from __future__ import annotations

from quality.contracts.form_model import Form, FormField

_DTYPE = {
    "count": "pl.Int64",
    "decimal": "pl.Float64",
    "percent": "pl.Float64",
    "date": "pl.Date",
}
_HEADER = '''"""GENERATED from quality/contracts/forms/{code}.yml by quality.contracts.generate: do not edit."""

import pandera.polars as pa
import polars as pl

COLUMNS = {{
'''


def schema_module(form: Form) -> str:
    """Python source that holds ``COLUMNS``: a pandera column for every field of ``form``."""
    lines = [_HEADER.format(code=form.code)]
    lines += [f'    "{field.name}": {_column(field)},\n' for field in form.fields()]
    return "".join([*lines, "}\n"])


def _column(field: FormField) -> str:
    checks = []
    if field.type == "percent":
        checks.append(_check("in_range", "VAL-03", field.min or 0.0, field.max or 100.0))
    else:
        if field.min is not None:
            checks.append(_check("ge", "VAL-03", field.min))
        if field.max is not None:
            checks.append(_check("le", "VAL-03", field.max))
    if field.type == "yes_no":
        checks.append(_check("isin", "VAL-06", ["yes", "no"]))
    if field.type == "enum":
        checks.append(_check("isin", "VAL-06", [c.value for c in field.choices]))
    if field.max_length is not None:
        checks.append(_check("str_length", "VAL-07", 0, field.max_length))
    dtype = _DTYPE.get(field.type, "pl.String")
    return f"pa.Column({dtype}, [{', '.join(checks)}], nullable={not field.required})"


def _check(kind: str, rule_id: str, *arguments: object) -> str:
    shown = ", ".join(repr(a) for a in arguments)
    return f'pa.Check.{kind}({shown}, name="{rule_id}", error="{rule_id}")'
