"""Which files of a batch may be without fault, by what is known of them before their cells are looked at."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ingestion.old_layouts.mapping_model import Mapping
from ingestion.old_layouts.read_layout import fitting
from quality.personal_data.mask import DOT


def candidates(
    receipts: pl.DataFrame,
    openings: pl.DataFrame,
    told: Sequence[pl.DataFrame],
    corrections: pl.DataFrame | None,
    mappings: Sequence[Mapping],
) -> pl.Series:
    """Their submission_ids, in order: opened, plain, nothing told of them, no record or layout that may concern them.

    Args:
        receipts: shape RECEIPT.
        openings: shape OPENING.
        told: frames with a submission_id of what was noticed, refused or converted in files.
        corrections: shape ``corrections.records.SHAPE``.
        mappings: declared layouts from before the forms.
    """
    masked = pl.col("source_name").str.contains(DOT, literal=True).fill_null(value=False)
    quiet = receipts.select("submission_id", "sender_kind", "sender_code", "source_name").filter(~masked)
    placed = (pl.col("file_format") == "json") | pl.col("printed").is_not_null()
    opened = pl.col("problem_rule_id").is_null() & placed
    quiet = quiet.join(openings.filter(opened), on="submission_id", how="semi")
    records = [] if corrections is None or corrections.is_empty() else [corrections]
    for frame in (*told, *records):
        if frame.height:
            quiet = quiet.join(frame, on="submission_id", how="anti")
    for record in records:
        # a unit's file names no other unit when there is nothing to say about it (HEAD-02, HEAD-05)
        quiet = quiet.join(record, left_on="sender_code", right_on="unit_code", how="anti")
    if mappings:
        named = quiet.select("source_name", "sender_kind").iter_rows()
        quiet = quiet.filter(pl.Series([fitting(mappings, *row) is None for row in named], dtype=pl.Boolean))
    return quiet["submission_id"].unique().sort()
