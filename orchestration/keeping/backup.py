"""A backup: one tar file with everything that cannot be rebuilt, and a list of what must be in it.

Not in it: what a run makes again (lake, warehouse, editions as published, slips), and the drop folder, whose files
have not been looked at yet and may hold what must not be kept.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingestion.workspace import Workspace
from ingestion.writing_lock import writing
from orchestration.keeping.erased_list import write_list
from orchestration.keeping.living_files import copy_living
from orchestration.publishing.edition import MANIFEST_NAME

LIST_NAME = "kho138-backup.json"
WAIT_SECONDS = 900
_PREFIX = "kho138-"


class BackupError(RuntimeError):
    """A backup cannot be made or used; the message says why."""


@dataclass(frozen=True)
class BackupList:
    """What a backup says of itself: its files with their sha256, and what the marts said when it was made."""

    made_at: str
    content_hash: str | None
    files: dict[str, str]


def write_backup(workspace: Workspace, target: Path, keep: int | None = None) -> Path:
    """Write a backup while no run writes, read it back, then put it in place; readable by its owner only.

    Args:
        workspace: the city's workspace.
        target: a ``.tar`` file, or a folder in which a dated one is made.
        keep: in a folder, how many backups to keep; older ones of ours are removed.

    Raises:
        BackupError: there is nothing to back up, or what was written cannot be read back.
        BusyError: somebody else wrote for too long.
    """
    now = datetime.now(UTC)
    path = target / f"{_PREFIX}{now:%Y%m%d-%H%M%S}.tar" if target.is_dir() else target
    if any(path.resolve().is_relative_to(part.resolve()) for part in workspace.truth):
        raise BackupError(f"{path} lies inside what it shall keep")
    part = path.with_name(f".{path.name}.part")
    with (
        writing(workspace.writing_lock, "kho138 backup", WAIT_SECONDS),
        tempfile.TemporaryDirectory(prefix=".backup-", dir=workspace.home) as beside,
    ):
        still = [part for part in workspace.truth if part not in workspace.living]
        places = {str(p.relative_to(workspace.home)): p for p in _files(still)}
        if not any(name.startswith("register/") for name in places):
            raise BackupError(f"no register at {workspace.register}: nothing to back up")
        places |= copy_living(workspace.living, workspace.home, Path(beside))
        files = {name: _sha256(path) for name, path in places.items()}
        made = BackupList(now.isoformat(timespec="seconds"), _content_hash(workspace), files)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            _write_tar(file, places, made)
            os.fsync(file.fileno())
    read_back = verify_backup(part)
    if read_back != made:
        raise BackupError(f"{part} does not say what was written to it")
    part.replace(path)
    write_list(workspace, path.parent)
    workspace.last_backup.write_text(json.dumps({"made_at": made.made_at, "file": str(path)}), encoding="utf-8")
    if keep and target.is_dir():
        for old in sorted(target.glob(f"{_PREFIX}*.tar"))[:-keep]:
            old.unlink()
    return path


def verify_backup(path: Path) -> BackupList:
    """Read a whole backup and compare every file with its sha256.

    Raises:
        BackupError: it is no backup of ours, was cut, or a file in it is missing, changed or too many.
    """
    try:
        with tarfile.open(path, "r:") as tar:
            first = tar.next()
            listed = tar.extractfile(first) if first and first.name == LIST_NAME else None
            if listed is None:
                raise BackupError(f"{path} is no backup of kho138")
            said = BackupList(**json.loads(listed.read()))
            seen = {}
            for member in tar:
                if member.name != LIST_NAME:
                    content = tar.extractfile(member)
                    seen[member.name] = hashlib.sha256(content.read() if content else b"").hexdigest()
    except (tarfile.TarError, EOFError, ValueError, TypeError, OSError) as error:
        raise BackupError(f"{path} cannot be read: {error}") from error
    wrong = sorted(name for name in seen.keys() | said.files if seen.get(name) != said.files.get(name))
    if wrong:
        raise BackupError(f"{path}: {len(wrong)} files are missing, changed or too many, the first is {wrong[0]}")
    return said


def _files(truth: Iterable[Path]) -> list[Path]:
    found = [p for part in truth for p in ([part] if part.is_file() else part.rglob("*"))]
    return sorted(p for p in found if p.is_file() and not p.is_symlink())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _content_hash(workspace: Workspace) -> str | None:
    manifest = workspace.published / MANIFEST_NAME
    return str(json.loads(manifest.read_text(encoding="utf-8"))["content_hash"]) if manifest.exists() else None


def _write_tar(file: io.BufferedWriter, places: Mapping[str, Path], made: BackupList) -> None:
    listing = json.dumps(asdict(made), indent=1, sort_keys=True).encode()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        head = tarfile.TarInfo(LIST_NAME)
        head.size, head.mode = len(listing), 0o600
        tar.addfile(head, io.BytesIO(listing))
        for name, path in places.items():
            tar.add(path, arcname=name, recursive=False)
