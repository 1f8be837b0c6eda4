"""Which columns of a clean batch need no closer look: one pass over the frame, so that pandera meets only what fails.

This says where to look, never what is wrong: pandera's own checks decide and name. A test compares
both ways over random frames, so that nothing pandera would find is passed over here.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from quality.contracts.form_model import FormField
from quality.contracts.registry import forms, header
from quality.contracts.vocabulary import PeriodType, SubmitterKind

_NUMBERS = ("count", "decimal", "percent")


def suspect_cells(
    wide: pl.DataFrame, form_code: str, kind: SubmitterKind, period_type: PeriodType
) -> tuple[tuple[str, ...], pl.DataFrame]:
    """Names of the asked columns in which some value may fail, and the rows of ``wide`` in which one may."""
    odd = _odd(form_code, kind, period_type)
    if not odd or wide.is_empty():
        return (), wide.clear()
    any_odd = wide.select(expression.any().alias(name) for name, expression in odd.items()).row(0)
    names = tuple(name for name, found in zip(odd, any_odd, strict=True) if found)
    return names, wide.filter(pl.any_horizontal(odd[name] for name in names)) if names else wide.clear()


@cache
def _odd(form_code: str, kind: SubmitterKind, period_type: PeriodType) -> dict[str, pl.Expr]:
    form = header() if form_code == header().code else forms()[form_code]
    return {
        field.name: expression
        for _, field in form.asked(kind, period_type)
        if (expression := _odd_value(field)) is not None
    }


def _odd_value(field: FormField) -> pl.Expr | None:
    """True where a value of the field may fail; None when any value will do."""
    value = pl.col(field.name)
    odd = [value.is_null()] if field.required else []
    if field.required and field.type in ("decimal", "percent"):
        odd.append(value.is_nan())  # pandera counts it as missing
    low, high = field.min, field.max
    if field.type == "percent":
        low, high = low or 0.0, high or 100.0
    if field.type in _NUMBERS and low is not None:
        odd.append(~(value >= low))
    if field.type in _NUMBERS and high is not None:
        odd.append(~(value <= high))
    if field.type == "yes_no":
        odd.append(~value.is_in(["yes", "no"]))
    if field.choices:
        odd.append(~value.is_in([c.value for c in field.choices]))
    if field.max_length is not None:
        odd.append(value.str.len_chars() > field.max_length)
    return pl.any_horizontal(odd).fill_null(value=False) if odd else None
