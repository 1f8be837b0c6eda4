"""Bringing a backup back on a machine that has nothing: checked first, put in place whole or not at all."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from pathlib import Path

from ingestion.workspace import Workspace
from orchestration.keeping.backup import LIST_NAME, BackupError, BackupList, verify_backup


def restore_backup(workspace: Workspace, path: Path) -> BackupList:
    """Put what a backup holds into an empty workspace; everything else is made again by ``kho138 run``.

    Raises:
        BackupError: the backup is damaged, or the workspace already holds what cannot be rebuilt: a restore
            never writes over it.
    """
    there = [p for p in workspace.truth if p.exists()]
    if there:
        raise BackupError(f"{there[0]} exists: a restore writes over nothing. Move it away or name another home")
    said = verify_backup(path)
    workspace.home.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".restoring-", dir=workspace.home))
    try:
        with tarfile.open(path, "r:") as tar:
            members = [m for m in tar if m.name != LIST_NAME and m.isreg()]
            tar.extractall(beside, members=members, filter="data")
        for part in workspace.truth:
            came = beside / part.relative_to(workspace.home)
            if came.exists():
                part.parent.mkdir(exist_ok=True)
                came.rename(part)
    finally:
        shutil.rmtree(beside)
    return said
