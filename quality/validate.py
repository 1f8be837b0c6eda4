"""What the contract says about a batch of one form: every violation, none of the places or words.

pandera holds what one column must be (type, required, range, choice); ``quality.rules`` holds what
relates several columns. Batches, never files: the same schema per file costs several hundred
times more. And only columns and rows in which something may fail (``quality.suspects``): most files are clean.
"""

from __future__ import annotations

import polars as pl
from pandera.errors import SchemaErrors

from quality.contracts.form_model import Form
from quality.contracts.schemas import schema_for
from quality.contracts.vocabulary import PeriodType, SubmitterKind
from quality.issues.shape import FINDING
from quality.rules.cross_field import cross_field_findings
from quality.rules.line_key import line_key_findings
from quality.rules.usual_range import usual_range_findings
from quality.suspects import suspect_cells

_RULE_ID = r"(VAL-\d\d)"
_PLACE = ["submission_id", "line_no", "field"]


def validate(
    wide: pl.DataFrame, form: Form, kind: SubmitterKind, period_type: PeriodType, unread: pl.DataFrame
) -> pl.DataFrame:
    """Findings (shape FINDING) of a batch of one form, kind of submitter and type of period.

    Args:
        wide: an EAGER frame (on a lazy one pandera checks no values): submission_id, line_no and
            one typed column for each field of ``form``.
        form: the contract; ``header()`` for the header block.
        kind: who sent the batch, by the channel.
        period_type: of every row.
        unread: submission_id, line_no, field of cells whose text could not be read. Their null is
            no missing value, so no rule speaks of them again.
    """
    asked = [field.name for _, field in form.asked(kind, period_type)]
    columns = _column_findings(wide, form, kind, period_type).join(unread, on=_PLACE, how="anti")
    # one fault, one finding: a value that cannot be is not compared with anything either
    settled = pl.concat([unread, columns.filter(pl.col("rule_id") != "VAL-05").select(_PLACE)])
    usual = usual_range_findings(wide, form, frozenset(asked)).join(settled, on=_PLACE, how="anti")
    keys = line_key_findings(wide, form).join(settled, on=_PLACE, how="anti")
    return pl.concat([columns, usual, keys, cross_field_findings(wide, form, frozenset(asked), settled)])


def _column_findings(wide: pl.DataFrame, form: Form, kind: SubmitterKind, period_type: PeriodType) -> pl.DataFrame:
    names, rows = suspect_cells(wide, form.code, kind, period_type)
    if not names:
        return pl.DataFrame(schema=FINDING)
    try:
        schema_for(form.code, kind, period_type, names).validate(rows.select(names), lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return pl.DataFrame(schema=FINDING)
    if cases["index"].null_count():
        # a frame-level failure is our own fault (columns of the wide frame), never a submitter's
        raise AssertionError(f"{form.code}: frame does not fit its schema: {cases.filter(pl.col('index').is_null())}")
    place = rows.select("submission_id", "line_no").with_row_index("index")
    located: pl.DataFrame = (
        cases.select(
            pl.col("index").cast(pl.UInt32),
            field=pl.col("column"),
            rule_id=pl.when(pl.col("check") == "not_nullable")
            .then(pl.lit("VAL-05"))
            .otherwise(pl.col("check").str.extract(_RULE_ID)),
        )
        .unique()
        .join(place, on="index")
        .select(
            "submission_id",
            "line_no",
            "rule_id",
            "field",
            related_fields=pl.lit(None, pl.String),
            expected=pl.lit(None, pl.String),
            detail=pl.lit(None, pl.String),
        )
    )
    return located
