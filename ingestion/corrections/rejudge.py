"""A record that is new, changed or gone: the files it is about are judged again, the rest stays."""

from __future__ import annotations

import polars as pl

from ingestion.corrections.records import SHAPE
from ingestion.parquet_table import read_table, write_batch
from ingestion.shapes import SUBMISSION
from ingestion.workspace import Workspace

_KNOWN = "corrections"  # lake table: the records the verdicts of the lake were made with
_SNAPSHOT = "snapshot"


def forget_outdated(workspace: Workspace, records: pl.DataFrame) -> int:
    """Take verdicts and facts out of the lake that were made with other records; returns how many files that were.

    Killed anywhere, the next run does the same again: what says a file is judged goes last but one, the
    records known last.
    """
    before = read_table(workspace.table(_KNOWN), SHAPE)
    changed = pl.concat([before, records]).filter(pl.struct(pl.all()).is_unique())
    if changed.is_empty():
        return 0
    key = ["form_code", "unit_code", "period_id"]
    judged = read_table(workspace.table("submissions"), SUBMISSION, ["submission_id", *key])
    named = judged.join(changed.select("submission_id").drop_nulls(), on="submission_id", how="semi")
    of_unit = judged.join(changed.filter(pl.col("submission_id").is_null()).select(key), on=key, how="semi")
    gone = pl.concat([named, of_unit]).select("submission_id").unique()
    for table in ("facts", "issues", "explanations", "submissions"):
        _without(workspace, table, gone)
    write_batch(workspace.table(_KNOWN), records, _SNAPSHOT)
    return gone.height


def _without(workspace: Workspace, table: str, gone: pl.DataFrame) -> None:
    for file in sorted(workspace.table(table).glob("*.parquet")):
        rows = pl.read_parquet(file)
        kept = rows.join(gone, on="submission_id", how="anti")
        if kept.height < rows.height:
            write_batch(workspace.table(table), kept, file.stem)
