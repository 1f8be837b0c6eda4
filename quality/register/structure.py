"""Units on the structure of another date: which unit of that day a unit's figures belong to, and by what weight.

A structure holds from one reorganisation to the next. Old -> new follows the succession edges and
multiplies their weights; new -> old cannot be told. What cannot be carried over is a row with a
refusal instead of a unit, never a silent gap.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

BEGINNING = date(1, 1, 1)
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "structure_from": pl.Date,
    "structure_to": pl.Date,  # null = still
    "unit_code": pl.String,  # the unit that reports
    "unit_valid_from": pl.Date,
    "to_code": pl.String,  # the unit of the structure; null = refused
    "to_valid_from": pl.Date,
    "weight": pl.Float64,
    "is_estimated": pl.Boolean,  # a split by declared weights is on the way
    "refusal_code": pl.String,  # merged_later | opened_later | split_without_weights | no_successor
    "legal_basis": pl.String,
}


def structure_dates(successions: pl.DataFrame) -> list[date]:
    """First days of the structures: the beginning and every day on which a succession takes effect."""
    return [BEGINNING, *successions["effective_date"].unique().sort().to_list()]


def structures(units: pl.DataFrame, successions: pl.DataFrame) -> pl.DataFrame:
    """Every unit on every structure (columns of ``SCHEMA``).

    Args:
        units: unit_code, valid_from, valid_to.
        successions: columns of the register's table.

    Returns:
        One row a (structure, reporting unit, unit of the structure); weights of one reporting unit add
        up to 1 unless it is refused.
    """
    days = structure_dates(successions)
    rows = []
    for n, first in enumerate(days):
        last = days[n + 1] - timedelta(days=1) if n + 1 < len(days) else None
        paths = _start(units)
        for day in days[1 : n + 1]:
            paths = _moved(paths, successions.filter(pl.col("effective_date") == day))
        rows.append(_judged(paths, units, successions, first, last))
    return pl.concat(rows).select([pl.col(c).cast(t) for c, t in SCHEMA.items()]).sort(list(SCHEMA)[:6])


def _start(units: pl.DataFrame) -> pl.DataFrame:
    return units.select(
        "unit_code",
        unit_valid_from="valid_from",
        to_code="unit_code",
        to_valid_from="valid_from",
        weight=pl.lit(1.0),
        is_estimated=pl.lit(value=False),
        legal_basis=pl.lit(None, pl.String),
    )


def _moved(paths: pl.DataFrame, edges: pl.DataFrame) -> pl.DataFrame:
    """Who is at the old end of an edge goes to its new end; a weight that nobody declared stays null."""
    step = edges.select(
        "new_code", "new_valid_from", to_code="old_code", to_valid_from="old_valid_from", step_weight="weight",
        step_basis="legal_basis", moved=pl.lit(value=True),
    )  # fmt: skip
    moved = pl.col("moved").fill_null(value=False)
    return (
        paths.join(step, on=["to_code", "to_valid_from"], how="left")
        .with_columns(
            to_code=pl.coalesce("new_code", "to_code"),
            to_valid_from=pl.coalesce("new_valid_from", "to_valid_from"),
            weight=pl.when(moved).then(pl.col("weight") * pl.col("step_weight")).otherwise("weight"),
            is_estimated=pl.col("is_estimated") | (pl.col("step_weight") < 1).fill_null(value=False),
            legal_basis=pl.coalesce("step_basis", "legal_basis"),
        )
        .select(paths.columns)
    )


def _judged(
    paths: pl.DataFrame, units: pl.DataFrame, successions: pl.DataFrame, first: date, last: date | None
) -> pl.DataFrame:
    ends = units.select(to_code="unit_code", to_valid_from="valid_from", ends="valid_to")
    heirs = successions.select(to_code="new_code", to_valid_from="new_valid_from", has_old=pl.lit(value=True)).unique()
    later = (pl.col("to_valid_from") > last) if last else pl.lit(value=False)
    code = (
        pl.when(pl.col("weight").is_null()).then(pl.lit("split_without_weights"))
        .when(later & pl.col("has_old").fill_null(value=False)).then(pl.lit("merged_later"))
        .when(later).then(pl.lit("opened_later"))
        .when(pl.col("ends") < first).then(pl.lit("no_successor"))
    )  # fmt: skip
    refused = pl.col("refusal_code").is_not_null()
    return (
        paths.join(ends, on=["to_code", "to_valid_from"], how="left")
        .join(heirs, on=["to_code", "to_valid_from"], how="left")
        .with_columns(refusal_code=code)
        .with_columns(
            to_code=pl.when(~refused).then("to_code"),
            to_valid_from=pl.when(~refused).then("to_valid_from"),
            weight=pl.when(~refused).then("weight"),
            structure_from=pl.lit(first),
            structure_to=pl.lit(last, pl.Date),
        )
        .unique(["unit_code", "unit_valid_from", "to_code", "to_valid_from"], maintain_order=True)
    )
