"""Takes back what was answered as a file about an erased submission: its slip brings the sender's own sheets back.

A letter that left by e-mail cannot be taken back: to whom each went, and when, is said.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from ingestion.landing.landing import Landing
from ingestion.workspace import Workspace
from orchestration.append_log import lines
from orchestration.outbox.letter import token_of


def take_back_answers(workspace: Workspace, submission_id: str) -> tuple[list[str], list[str]]:
    """Delete the files of every letter about a submission.

    Returns:
        Names of the files that were deleted, and what was sent by e-mail: unit, addresses and day of each letter.
    """
    receipts = Landing(workspace.landing).receipts().filter(pl.col("submission_id") == submission_id)
    about = {f"receipt:{receipt_id}" for receipt_id in receipts["receipt_id"]}
    deleted: list[str] = []
    mailed: dict[str, str] = {}
    for line in list(lines(workspace.outbox)):
        key = line["key"]
        if key not in about and not key.startswith(f"slip:{submission_id}:"):
            continue
        if line["way"] == "file":
            for file in Path(line["to"][0]).glob(f"*{token_of(key)[:8]} *"):
                file.unlink()
                deleted.append(str(file))
        elif line["event"] in ("sent", "pending"):
            mailed[key] = f"{line['unit_code']} <{', '.join(line['to'])}> {str(line['at'])[:10]}"
    return deleted, list(mailed.values())
