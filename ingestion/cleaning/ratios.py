"""Cells that state a part and its whole ("69/70"): split, compared with the whole's own cell (rule H5)."""

from __future__ import annotations

import polars as pl

from quality.contracts.form_model import Form
from quality.issues.shape import FINDING

_LINE = ["submission_id", "line_no"]


def split_ratios(clean: pl.DataFrame, form: Form) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The batch with every whole that only a ratio cell states, and what is wrong with the ratios.

    Args:
        clean: LOCATED with the columns of CLEANED, of fields of ``form``.
        form: says which field is part of which.

    Returns:
        ``clean``, where an empty cell of a whole takes the number behind the stroke and with it the address it was
        read from; and findings: the part is larger than the whole (VAL-12), the whole's own cell says
        another number (VAL-13).
    """
    stated = clean.filter(pl.col("whole").is_not_null())
    if stated.is_empty():
        return clean, pl.DataFrame(schema=FINDING)
    wholes = {f.name: f.part_of for f in form.fields() if f.part_of}
    labels = {f.name: f.label_vi for f in form.fields()}
    stated = stated.with_columns(whole_field=pl.col("field").replace_strict(wholes, return_dtype=pl.String))
    own = clean.select(*_LINE, whole_field="field", own_number="value_number", own_text="text")
    known = stated.join(own, on=[*_LINE, "whole_field"], how="left")
    larger = known.filter(pl.col("value_number") > pl.col("whole"))
    other = known.filter(pl.col("own_number") != pl.col("whole"))
    silent = known.filter((pl.col("own_text").str.strip_chars().fill_null("") == "") & pl.col("own_number").is_null())
    findings = [
        _findings(larger, "VAL-12", pl.lit(None, pl.String), pl.lit(None, pl.String)),
        _findings(
            other,
            "VAL-13",
            pl.col("own_text").str.strip_chars(),
            pl.col("whole_field").replace_strict(labels, return_dtype=pl.String),
        ),
    ]
    return _filled(clean, silent), pl.concat(findings)


def _filled(clean: pl.DataFrame, silent: pl.DataFrame) -> pl.DataFrame:
    """Two parts of one whole may both state it; the first in reading order fills it."""
    place = ["sheet", "cell", "kind", "text"]
    taken = silent.unique([*_LINE, "whole_field"], keep="first", maintain_order=True).select(
        *_LINE, pl.col("whole").alias("filled"), field="whole_field", **{f"ratio_{n}": pl.col(n) for n in place}
    )
    joined = clean.join(taken, on=[*_LINE, "field"], how="left", maintain_order="left")
    here = pl.col("filled").is_not_null()
    return joined.with_columns(
        *(pl.when(here).then(f"ratio_{n}").otherwise(n).alias(n) for n in place),
        value_number=pl.coalesce("filled", "value_number"),
        qualifier=pl.when(here).then(pl.lit("eq")).otherwise("qualifier"),
    ).select(clean.columns)


def _findings(rows: pl.DataFrame, rule_id: str, expected: pl.Expr, detail: pl.Expr) -> pl.DataFrame:
    return rows.select(
        *_LINE,
        rule_id=pl.lit(rule_id),
        field="field",
        related_fields=pl.col("whole_field"),
        expected=expected,
        detail=detail,
    ).select([pl.col(n).cast(t) for n, t in FINDING.items()])
