"""Takes back what was answered as a file about an erased submission: its slip brings the sender's own sheets back.

A letter that left by e-mail cannot be taken back; how many did is said.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from ingestion.landing.landing import Landing
from ingestion.workspace import Workspace
from orchestration.append_log import lines
from orchestration.outbox.letter import token_of


def take_back_answers(workspace: Workspace, submission_id: str) -> tuple[int, int]:
    """Delete the files of every letter about a submission.

    Returns:
        Files that were deleted, and letters about it that were sent by e-mail.
    """
    receipts = Landing(workspace.landing).receipts().filter(pl.col("submission_id") == submission_id)
    about = {f"receipt:{receipt_id}" for receipt_id in receipts["receipt_id"]}
    deleted, mailed = 0, set()
    for line in list(lines(workspace.outbox)):
        key = line["key"]
        if key not in about and not key.startswith(f"slip:{submission_id}:"):
            continue
        if line["way"] == "file":
            for file in Path(line["to"][0]).glob(f"*{token_of(key)[:8]} *"):
                file.unlink()
                deleted += 1
        elif line["event"] in ("sent", "pending"):
            mailed.add(key)
    return deleted, len(mailed)
