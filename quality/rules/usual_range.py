"""Values that are possible but unusual: outside the usual range of their field (rule VAL-04)."""

from __future__ import annotations

import polars as pl

from quality.contracts.form_model import Form
from quality.issues.shape import FINDING


def usual_range_findings(wide: pl.DataFrame, form: Form, asked: frozenset[str]) -> pl.DataFrame:
    """One finding (shape FINDING) a value outside ``usual_min`` .. ``usual_max``."""
    found = [pl.DataFrame(schema=FINDING)]
    for field in form.fields():
        if field.name not in asked or (field.usual_min is None and field.usual_max is None):
            continue
        value = pl.col(field.name)
        low = value < field.usual_min if field.usual_min is not None else pl.lit(value=False)
        high = value > field.usual_max if field.usual_max is not None else pl.lit(value=False)
        odd = wide.filter(low | high).select(
            "submission_id",
            "line_no",
            rule_id=pl.lit("VAL-04"),
            field=pl.lit(field.name),
            related_fields=pl.lit(None, pl.String),
            expected=pl.lit(None, pl.String),
            detail=pl.lit(None, pl.String),
        )
        found.append(odd)
    return pl.concat(found)
