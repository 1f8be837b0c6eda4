"""Erasing everywhere it can be reached, and erasing again what an older backup brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from ingestion.erase import erase, known_as_erased
from ingestion.landing.landing import Landing
from ingestion.shapes import TOMBSTONE
from ingestion.workspace import Workspace
from orchestration.keeping.erased_copies import delete_from_drop_folders
from orchestration.keeping.erased_list import Erased


@dataclass(frozen=True)
class Reached:
    """What an erasure reached: copies in drop folders, editions, answers that are files, and letters it did not."""

    tombstones: pl.DataFrame  # shape TOMBSTONE, the asked submission first
    dropped: list[Path]
    editions: list[str]
    rewritten: int
    deleted: list[str]
    mailed: list[str]


def erase_everywhere(workspace: Workspace, submission_id: str, reason: str, by_role: str, at: datetime) -> Reached:
    """Erase a submission from landing, the lake, editions, drop folders of this machine and answers that are files.

    Raises:
        UnknownSubmissionError: no receipt names the submission.
    """
    from orchestration.editions.erased import rewrite_after_erasure
    from orchestration.outbox.erased_answers import take_back_answers
    from orchestration.publishing.erased import strike_editions

    tombstones = erase(workspace, submission_id, reason, by_role, at)
    erased = tombstones["submission_id"].to_list()
    sizes = tombstones.select("submission_id", "size_bytes").iter_rows()
    dropped = [path for one, size in sizes for path in delete_from_drop_folders(workspace, one, size)]
    editions = sorted({name for one in erased for name in strike_editions(workspace, one, at)})
    rewritten = rewrite_after_erasure(workspace)
    answers = [take_back_answers(workspace, one) for one in erased]
    deleted, mailed = [f for files, _ in answers for f in files], [m for _, letters in answers for m in letters]
    return Reached(tombstones, dropped, editions, rewritten, deleted, mailed)


def erase_again(workspace: Workspace, listed: Sequence[Erased]) -> tuple[list[str], list[str]]:
    """Erase what the list names and this workspace still has; what it has not is not let in later either.

    Returns:
        What was erased now, and what is only known to be erased.
    """
    landing = Landing(workspace.landing)
    gone = set(landing.tombstones()["submission_id"])
    here = set(landing.receipts()["submission_id"])
    now, known = [], []
    for one in listed:
        if one.submission_id in gone:
            continue
        at = datetime.fromisoformat(one.erased_at).astimezone(UTC)
        if one.submission_id in here:
            reached = erase_everywhere(workspace, one.submission_id, one.reason, one.by_role, at)
            now += reached.tombstones["submission_id"].to_list()
            gone.update(now)
        else:
            row = (one.submission_id, one.object_id, one.size_bytes, at, one.reason, one.by_role, "")
            known_as_erased(workspace, pl.DataFrame([row], schema=TOMBSTONE, orient="row"))
            known.append(one.submission_id)
    return now, known
