"""Rules between the fields of one submission or line: the SQL expressions of the contracts.

An expression that is NULL (an operand is missing) is not testable and finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from quality.contracts.form_model import Form, Rule
from quality.issues.shape import FINDING


def cross_field_findings(wide: pl.DataFrame, form: Form, asked: frozenset[str], unread: pl.DataFrame) -> pl.DataFrame:
    """Rows of ``wide`` that violate a rule of ``form`` (shape FINDING).

    Args:
        wide: submission_id, line_no and one typed column a field.
        form: its rules are applied; a rule that reads a field nobody asked this submitter for is not.
        asked: names of the fields asked.
        unread: submission_id, line_no, field of cells whose text could not be read: a rule that
            reads one of them is not testable there.
    """
    rules = [(r, r.field_names(frozenset(wide.columns))) for r in form.rules]
    usable = [(r, names) for r, names in rules if asked.issuperset(names)]
    if not usable:
        return pl.DataFrame(schema=FINDING)
    held = wide.select("submission_id", "line_no", *(pl.sql_expr(r.expr).alias(r.id) for r, _ in usable))
    broken = (
        held.unpivot(index=["submission_id", "line_no"], variable_name="rule_id", value_name="holds")
        .filter(~pl.col("holds"))
        .drop("holds")
    )
    if broken.is_empty():
        return pl.DataFrame(schema=FINDING)
    broken = broken.join(_reads(usable), on="rule_id", how="left")
    unreadable = broken.join(
        _reads_each(usable).join(unread, on="field"), on=["submission_id", "line_no", "rule_id"], how="semi"
    )
    return _shaped(broken.join(unreadable, on=["submission_id", "line_no", "rule_id"], how="anti"))


def _reads(rules: Sequence[tuple[Rule, Sequence[str]]]) -> pl.DataFrame:
    rows = [(r.id, names[0], ",".join(names[1:]) or None) for r, names in rules]
    return pl.DataFrame(rows, schema=["rule_id", "field", "related_fields"], orient="row", infer_schema_length=None)


def _reads_each(rules: Sequence[tuple[Rule, Sequence[str]]]) -> pl.DataFrame:
    return pl.DataFrame([(r.id, n) for r, names in rules for n in names], schema=["rule_id", "field"], orient="row")


def _shaped(found: pl.DataFrame) -> pl.DataFrame:
    empty = {n: pl.lit(None).alias(n) for n in FINDING.names() if n not in found.columns}
    return found.with_columns(**empty).select([pl.col(n).cast(t) for n, t in FINDING.items()])
