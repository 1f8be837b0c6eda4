"""What has landed and has no verdict yet: the figures of a city are whole only when that is nothing."""

from __future__ import annotations

import polars as pl

from ingestion.landing.landing import Landing
from ingestion.parquet_table import read_table
from ingestion.shapes import SUBMISSION
from ingestion.workspace import Workspace


def unjudged(workspace: Workspace, channel: str | None = None) -> pl.Series:
    """Submissions without a verdict, sorted; those that came through ``channel`` only, if one is named."""
    receipts = Landing(workspace.landing).receipts()
    if channel:
        receipts = receipts.filter(channel=channel)
    judged = read_table(workspace.table("submissions"), SUBMISSION, ["submission_id"])
    return receipts.join(judged, on="submission_id", how="anti")["submission_id"].unique().sort()
