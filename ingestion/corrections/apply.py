"""Records applied to the cells they name, and only where the cell holds what the record expects."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from ingestion.corrections.records import OFFICE_TIME
from quality.issues.shape import FINDING

_PLACE = ["submission_id", "line_no", "field"]


class Corrected(NamedTuple):
    """Located cells with the new texts, what was in those that changed, and records that could not be applied."""

    located: pl.DataFrame  # shape LOCATED
    typed: pl.DataFrame  # submission_id, sheet, cell, typed, correction_id
    findings: pl.DataFrame  # shape FINDING: CORR-01 the cell holds something else, CORR-02 records contradict


def apply_corrections(located: pl.DataFrame, who: pl.DataFrame, records: pl.DataFrame) -> Corrected:
    """Apply the records that are meant for these files.

    Args:
        located: shape LOCATED, of files of one form.
        who: submission_id, form_code, unit_code, period_id, received_at of each of them.
        records: shape ``records.SHAPE``; their order means nothing.
    """
    meant = _meant_for(who, records) if records.height else records
    if meant.is_empty():
        return Corrected(located, no_typed(), pl.DataFrame(schema=FINDING))
    here = located.unique(_PLACE, keep="first", maintain_order=True).join(meant, on=_PLACE)
    here = here.filter(pl.col("at_cell").is_null() | (pl.col("at_cell") == pl.col("cell")))
    now = pl.col("text").fill_null("").str.strip_chars()
    fits = here.filter(now == pl.col("expected_text").str.strip_chars())
    other = here.join(fits, on=[*_PLACE, "correction_id"], how="anti")
    single = pl.col("new_text").n_unique().over(_PLACE) == 1
    settled = fits.filter(single).sort("correction_id").unique(_PLACE, keep="first", maintain_order=True)
    findings = [
        _findings(other, "CORR-01", pl.col("expected_text")),
        _findings(fits.filter(~single), "CORR-02", pl.col("new_text")),
    ]
    changed = located.join(settled.select(*_PLACE, "sheet", "cell", "new_text"), on=[*_PLACE, "sheet", "cell"],
                           how="left", maintain_order="left")  # fmt: skip
    new = pl.col("new_text").is_not_null()
    return Corrected(
        changed.with_columns(
            text=pl.coalesce("new_text", "text"), kind=pl.when(new).then(pl.lit("s")).otherwise("kind")
        ).select(located.columns),
        settled.select(
            "submission_id", "sheet", "cell", typed=pl.col("text").fill_null(""), correction_id="correction_id"
        ),
        pl.concat(findings),
    )


def no_typed() -> pl.DataFrame:
    """``Corrected.typed`` of nothing."""
    names = ["submission_id", "sheet", "cell", "typed", "correction_id"]
    return pl.DataFrame(schema=dict.fromkeys(names, pl.String))


def _meant_for(who: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """Records by the submissions they are meant for, in time: the day of receipt decides, never today."""
    names = records.rename({"cell": "at_cell"})
    by_file = names.drop("unit_code", "period_id").join(who, on=["submission_id", "form_code"])
    by_unit = names.filter(pl.col("submission_id").is_null()).drop("submission_id")
    by_unit = by_unit.join(who, on=["form_code", "unit_code", "period_id"])
    day = pl.col("received_at").dt.convert_time_zone(OFFICE_TIME).dt.date()
    wanted = [*_PLACE, "at_cell", "correction_id", "expected_text", "new_text"]
    return pl.concat(
        [part.filter(pl.col("valid_until").is_null() | (day <= pl.col("valid_until"))).select(wanted)
         for part in (by_file, by_unit)]
    )  # fmt: skip


def _findings(rows: pl.DataFrame, rule_id: str, expected: pl.Expr) -> pl.DataFrame:
    return rows.select(
        *_PLACE, rule_id=pl.lit(rule_id), related_fields=pl.lit(None, pl.String), expected=expected,
        detail="correction_id",
    ).select([pl.col(n).cast(t) for n, t in FINDING.items()]).sort(*_PLACE, "detail")  # fmt: skip
