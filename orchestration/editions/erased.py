"""Editions for readers after an erasure: written anew from what was struck, and no older version stays."""

from __future__ import annotations

import shutil

from ingestion.workspace import Workspace
from orchestration.editions.place import current, versions
from orchestration.editions.write_editions import write_editions


def rewrite_after_erasure(workspace: Workspace) -> int:
    """Write the audiences that have editions, and what the dashboards read, anew; every other version is taken away.

    Returns how many were written. What a reader has copied is out of reach, as a letter is that was sent.
    """
    if not workspace.audiences.exists():
        return 0
    folders = {p.name for p in workspace.audiences.glob("[!.]*") if p.is_dir()}
    together = current(workspace.dashboards) is not None  # holds everybody's: all of them have to be written
    written = write_editions(workspace, lambda audience: together or audience.name in folders)
    for gone in folders - {w.audience.name for w in written}:
        shutil.rmtree(workspace.audiences / gone)
    places = [workspace.audiences / done.audience.name for done in written]
    for folder in [*places, *([workspace.dashboards] if together else [])]:
        for old in versions(folder):
            if old != current(folder):
                shutil.rmtree(old)
    return sum(w.is_new for w in written)
