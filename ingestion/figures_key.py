"""One key for what an accepted file says in figures: equal figures, equal key, whatever else differs.

Two files of one revision that differ only in a note or an explanation are no conflict.
"""

from __future__ import annotations

import hashlib

import polars as pl


def with_figures_key(submissions: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """``submissions`` with figures_key set where there are facts (shape FACT), null elsewhere."""
    said = pl.concat_str(
        [
            pl.col(c).cast(pl.String).fill_null("")
            for c in ("line_no", "field", "value_number", "value_text", "value_date", "qualifier")
        ],
        separator="\x1f",
    )
    keys = (
        facts.sort("submission_id", "line_no", "field")
        .group_by("submission_id", maintain_order=True)
        .agg(said.str.join("\n").alias("figures_key"))
        .with_columns(pl.col("figures_key").map_elements(_digest, return_dtype=pl.String))
    )
    return (
        submissions.drop("figures_key")
        .join(keys, on="submission_id", how="left", maintain_order="left")
        .select(submissions.columns)
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
