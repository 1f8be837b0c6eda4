"""One key for what an accepted file says in figures: equal figures, equal key, whatever else differs.

Two files of one revision that differ only in a note or an explanation are no conflict.
"""

from __future__ import annotations

import hashlib

import polars as pl

BETWEEN = "\n"


def with_figures_key(submissions: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """``submissions`` with figures_key set where there are facts (shape FACT), null elsewhere."""
    keys = (
        facts.sort("submission_id", "line_no", "field")
        .group_by("submission_id", maintain_order=True)
        .agg(said().str.join(BETWEEN).alias("figures_key"))
        .with_columns(pl.col("figures_key").map_elements(digest, return_dtype=pl.String))
    )
    return (
        submissions.drop("figures_key")
        .join(keys, on="submission_id", how="left", maintain_order="left")
        .select(submissions.columns)
    )


def said() -> pl.Expr:
    """What a row of facts says in figures; hashed is that of all facts of a file in order, joined by BETWEEN."""
    columns = ("line_no", "field", "value_number", "value_text", "value_date", "qualifier")
    return pl.concat_str([pl.col(c).cast(pl.String).fill_null("") for c in columns], separator="\x1f")


def digest(text: str) -> str:
    """The key of what the facts of a file say together."""
    return hashlib.sha256(text.encode()).hexdigest()
