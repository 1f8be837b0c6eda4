"""The generated pandera schemas, cut to what one kind of submitter is asked for one type of period."""

from __future__ import annotations

from functools import cache
from importlib import import_module

import pandera.polars as pa

from quality.contracts.registry import forms, header
from quality.contracts.vocabulary import PeriodType, SubmitterKind


@cache
def schema_for(
    form_code: str, kind: SubmitterKind, period_type: PeriodType, only: tuple[str, ...] | None = None
) -> pa.DataFrameSchema:
    """Schema of the asked fields (of ``only`` of them), no more and no fewer; types are as given, nothing is coerced.

    Raises:
        KeyError: there is no such form.
    """
    form = header() if form_code == header().code else forms()[form_code]
    columns = import_module(f"quality.contracts.generated.schemas.{form_code.lower()}").COLUMNS
    asked = [field.name for _, field in form.asked(kind, period_type) if only is None or field.name in only]
    return pa.DataFrameSchema({name: columns[name] for name in asked}, strict=True, coerce=False)
