"""The list of what was erased, beside the backups: hashes, days, reasons and offices, nothing of what was erased.

A restore reads it, so that a backup made before an erasure does not undo it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ingestion.landing.landing import Landing
from ingestion.workspace import Workspace

LIST_OF_ERASED = "kho138-erased.jsonl"


class ErasedListError(ValueError):
    """A list of erased submissions cannot be read; the message says why."""


@dataclass(frozen=True)
class Erased:
    """One line of the list: a tombstone as text."""

    submission_id: str
    object_id: str | None
    size_bytes: int
    erased_at: str
    reason: str
    by_role: str


def write_list(workspace: Workspace, folder: Path) -> Path | None:
    """Add what was ever erased here to the list in a folder; None where nothing was erased yet."""
    path = folder / LIST_OF_ERASED
    known = {one.submission_id: one for one in (read_list(path) if path.exists() else [])}
    for row in Landing(workspace.landing).tombstones().iter_rows(named=True):
        line = {n: row[n] for n in Erased.__dataclass_fields__} | {"erased_at": row["erased_at"].isoformat()}
        known[row["submission_id"]] = Erased(**line)
    if not known:
        return None
    part = path.with_name(f".{path.name}.part")
    ordered = sorted(known.values(), key=lambda one: (one.erased_at, one.submission_id))
    part.write_text("".join(f"{json.dumps(asdict(one), ensure_ascii=False)}\n" for one in ordered), encoding="utf-8")
    part.replace(path)
    return path


def read_list(path: Path) -> list[Erased]:
    """The list of a folder.

    Raises:
        ErasedListError: it cannot be read, or is no such list.
    """
    try:
        return [Erased(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError, TypeError) as error:
        raise ErasedListError(f"{path}: {error}") from error
