"""Accepted values as long rows, each with the window it counts in and the cell it was read from."""

from __future__ import annotations

import polars as pl

from ingestion.shapes import FACT
from quality.contracts.registry import forms
from quality.register.register import Register

# what of a submission decides the windows of its facts
_SAID = ["form_code", "period_id", "period_type", "period_frame", "report_year", "period_start", "period_end"]
_WINDOW = ["period_frame", "period_start", "period_end"]


def facts_of(values: pl.DataFrame, accepted: pl.DataFrame, register: Register, typed: pl.DataFrame) -> pl.DataFrame:
    """Facts (shape FACT) of the accepted submissions.

    Args:
        values: cleaned cells of the forms' own fields (LOCATED with typed values).
        accepted: rows of shape SUBMISSION.
        register: gives the window of each frame.
        typed: submission_id, sheet, cell, typed, correction_id of cells whose text was converted or corrected:
            what is in the file, and by which record it was corrected. The first row of a cell counts.
    """
    numbered, windows = windows_of(accepted, register)
    long = (
        values.filter(pl.any_horizontal(pl.col("value_number", "value_text", "value_date").is_not_null()))
        .drop("kind", "rule_id", "detail", "whole")
        .join(numbered.drop(_WINDOW), on="submission_id")
        .join(windows, on=["window_no", "field"])
        .join(_first_typed(typed), on=["submission_id", "sheet", "cell"], how="left")
        .with_columns(raw_text=pl.coalesce("typed", "text"))
    )
    return long.select([pl.col(n).cast(t) for n, t in FACT.items()]).sort("submission_id", "line_no", "field")


def windows_of(accepted: pl.DataFrame, register: Register) -> tuple[pl.DataFrame, pl.DataFrame]:
    """``accepted`` with window_no; and window_no, field, period_frame, period_start, period_end of its forms' fields.

    Few windows serve many submissions. A field keeps the frame of its group; where that frame has no such part of
    the year (a register of events, a quarter of a yearly frame) the window of the submission stands.
    """
    kinds = accepted.select(_SAID).unique().with_row_index("window_no")
    numbered = accepted.join(kinds, on=_SAID, how="left", nulls_equal=True, maintain_order="left")
    frames = pl.DataFrame(
        [
            (form.code, field.name, group.period_frame, group.period_frame in {r.period_frame for r in form.reporting})
            for form in forms().values()
            for group in form.groups
            for field in group.fields
        ],
        schema=["form_code", "field", "group_frame", "in_header_frame"],
        orient="row",
    )
    periods = register.periods().select(
        "period_type",
        "report_year",
        "part",
        group_frame="period_frame",
        group_start="period_start",
        group_end="period_end",
    )
    windows = (
        kinds.join(frames, on="form_code")
        .with_columns(part=pl.col("period_id").str.split("-").list.last())
        .join(periods, on=["group_frame", "period_type", "report_year", "part"], how="left")
        .select(
            "window_no",
            "field",
            # a form due in several frames (school year, report year) is counted in the one its header names
            period_frame=pl.when("in_header_frame").then("period_frame").otherwise("group_frame"),
            period_start=pl.when("in_header_frame")
            .then("period_start")
            .otherwise(pl.coalesce("group_start", "period_start")),
            period_end=pl.when("in_header_frame").then("period_end").otherwise(pl.coalesce("group_end", "period_end")),
        )
    )
    return numbered, windows


def _first_typed(typed: pl.DataFrame) -> pl.DataFrame:
    place = ["submission_id", "sheet", "cell"]
    return typed.group_by(place, maintain_order=True).agg(
        pl.col("typed").first(), pl.col("correction_id").drop_nulls().first()
    )
