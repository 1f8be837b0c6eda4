"""Where the bytes of an erased submission lie besides landing: the drop folder, and backups made before."""

from __future__ import annotations

import hashlib
import json
import tarfile
from pathlib import Path

from ingestion.connectors.source_model import DropFolder, read_sources
from ingestion.workspace import Workspace
from orchestration.keeping.backup import LIST_NAME


def delete_from_drop_folders(workspace: Workspace, submission_id: str, size_bytes: int) -> list[Path]:
    """Delete files of these bytes that still lie in a drop folder of this machine; returns where they lay."""
    deleted = []
    folders = [workspace.home / s.path for s in read_sources(workspace.register) if isinstance(s, DropFolder)]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not path.is_file() or path.stat().st_size != size_bytes:
                continue
            if hashlib.sha256(path.read_bytes()).hexdigest() == submission_id:
                path.unlink()
                deleted.append(path)
    return deleted


def backups_holding(workspace: Workspace, object_id: str) -> tuple[list[Path], Path | None]:
    """Backups that hold an object, where the last one was made.

    Returns:
        Those that hold it, and the folder that was looked through (None: no backup was ever made from here).
    """
    if not workspace.last_backup.exists():
        return [], None
    folder = Path(json.loads(workspace.last_backup.read_text(encoding="utf-8"))["file"]).parent
    return [path for path in sorted(folder.glob("*.tar")) if _holds(path, object_id)], folder


def _holds(path: Path, object_id: str) -> bool:
    try:
        with tarfile.open(path, "r:") as tar:
            first = tar.next()
            listed = tar.extractfile(first) if first and first.name == LIST_NAME else None
            files = json.loads(listed.read())["files"] if listed else {}
    except (tarfile.TarError, ValueError, KeyError, OSError):
        return False  # no backup of ours
    return any(name.endswith(f"/{object_id}") for name in files)
