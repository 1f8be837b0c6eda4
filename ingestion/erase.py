"""Erasing a submission for what was found in it later: bytes and every row of it go, a tombstone stays.

The tombstone is written first, so that a cut erasure is finished by running it again. A rebuild from
landing then says what was erased (rule ERASE-01, counted as returned: its sender can send it again).
"""

from __future__ import annotations

import hashlib
import shutil
from datetime import datetime

import polars as pl

from ingestion.landing.landing import Landing
from ingestion.parquet_table import write_batch
from ingestion.shapes import TOMBSTONE
from ingestion.workspace import Workspace
from quality.personal_data.mask import DOT

TABLES = ("cells", "cell_findings", "openings", "issues", "explanations", "facts", "submissions")
_SLIP_NAME = 16  # a slip's folder is called by that many first characters of its submission


class UnknownSubmissionError(LookupError):
    """Nothing was received under this name."""


def erase(workspace: Workspace, submission_id: str, reason: str, by_role: str, erased_at: datetime) -> pl.DataFrame:
    """Erase a submission and every other with the same kept bytes; returns tombstones (TOMBSTONE), the asked one first.

    Sheets of one workbook have the same bytes, and files that differ only in a name that was struck out.
    The warehouse file goes too: pages of a database keep what its tables no longer hold. The published edition is
    replaced by the next run.

    Raises:
        UnknownSubmissionError: no receipt names the submission.
    """
    receipts = Landing(workspace.landing).receipts()
    own = receipts.filter(pl.col("submission_id") == submission_id)
    same = receipts.join(own.drop_nulls("object_id").select("object_id"), on="object_id", how="semi")
    others = sorted({*same["submission_id"]} - {submission_id})
    # the asked one last: cut before, the receipts still say what belongs to it
    erased = [_erase_one(workspace, one, reason, by_role, erased_at) for one in (*others, submission_id)]
    return pl.concat(reversed(erased))


def _erase_one(
    workspace: Workspace, submission_id: str, reason: str, by_role: str, erased_at: datetime
) -> pl.DataFrame:
    landing = Landing(workspace.landing)
    mine = landing.receipts().filter(pl.col("submission_id") == submission_id)
    if mine.is_empty():
        raise UnknownSubmissionError(submission_id)
    kept = mine.drop_nulls("object_id")
    object_id = str(kept["object_id"][0]) if kept.height else None
    path = landing.path(submission_id)
    row = (submission_id, object_id, mine["size_bytes"][0], erased_at, reason, by_role, ", ".join(("object", *TABLES)))
    tombstone = pl.DataFrame([row], schema=TOMBSTONE, orient="row")
    known_as_erased(workspace, tombstone)
    path.unlink(missing_ok=True)
    own = pl.col("submission_id") == submission_id
    # the copy of the receipts that dbt reads says no more than they do
    for folder in (workspace.landing / "receipts", workspace.landing / "refusals", workspace.table("receipts")):
        for file in folder.glob("*.parquet"):
            rows = pl.read_parquet(file)
            if rows.filter(own).height:
                hidden = pl.when(own).then(pl.lit(DOT * 3)).otherwise("source_name").alias("source_name")
                rows = rows.with_columns(hidden)
                if "object_id" in rows.columns:
                    rows = rows.with_columns(object_id=pl.when(own).then(None).otherwise("object_id"))
                write_batch(folder, rows, file.stem)
    _erase_derived(workspace, submission_id)
    return tombstone


def known_as_erased(workspace: Workspace, tombstone: pl.DataFrame) -> None:
    """Write a tombstone (shape TOMBSTONE, one row): its submission is never let in again."""
    name = hashlib.sha256(str(tombstone["submission_id"][0]).encode()).hexdigest()[:16]
    write_batch(workspace.landing / "tombstones", tombstone, name)


def _erase_derived(workspace: Workspace, submission_id: str) -> None:
    own = pl.col("submission_id") == submission_id
    for table in TABLES:
        for file in workspace.table(table).glob("*.parquet"):
            rows = pl.read_parquet(file)
            if rows.filter(own).height:
                write_batch(workspace.table(table), rows.filter(~own), file.stem)
    _forget_words(workspace)
    shutil.rmtree(workspace.earlier, ignore_errors=True)  # answers about earlier moments are computed again when asked
    for slip in workspace.slips.glob(f"*/{submission_id[:_SLIP_NAME]}"):
        shutil.rmtree(slip)
    for file in workspace.warehouse.parent.glob(f"{workspace.warehouse.name}*"):
        file.unlink()


def _forget_words(workspace: Workspace) -> None:
    """Words that files of a batch had alike go with the last of these files."""
    for file in workspace.table("printed").glob("*.parquet"):
        of_batch = workspace.table("openings") / file.name
        if not of_batch.exists():  # of a run that was cut: the next one writes them again
            file.unlink()
            continue
        words, openings = pl.read_parquet(file), pl.read_parquet(of_batch, columns=["printed"])
        used = words.filter(pl.col("printed").is_in(openings["printed"].implode()))
        if used.height < words.height:
            write_batch(workspace.table("printed"), used, file.stem)
