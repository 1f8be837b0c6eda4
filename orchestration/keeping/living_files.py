"""Copies of files that others write while a backup is made: the alerts, the logs of letters and of tokens.

Nobody who writes them waits for the lock of the workspace: an alert or a revoked token must not wait for a run. A
database is copied by SQLite's own backup, which gives one whole moment of it; a log that is only appended to is
copied once and that copy is what is kept, its last line perhaps half, which no reader of it takes.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

_BESIDE_A_DATABASE = ("-journal", "-wal", "-shm")
_BUSY_SECONDS = 30.0


def copy_living(parts: Iterable[Path], home: Path, into: Path) -> dict[str, Path]:
    """Copy files and folders of ``home`` that are written to at any time.

    Args:
        parts: files or folders; what is not there is left out.
        home: folder the names are relative to.
        into: folder for the copies.

    Returns:
        Name below ``home`` → copy. What SQLite keeps beside a database is part of its copy, no file of its own.
    """
    copies = {}
    for path in sorted(p for part in parts for p in ([part] if part.is_file() else part.rglob("*"))):
        if path.is_symlink() or not path.is_file() or path.name.endswith(_BESIDE_A_DATABASE):
            continue
        name = str(path.relative_to(home))
        copy = into / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".sqlite":
            _copy_database(path, copy)
        else:
            shutil.copyfile(path, copy)
        copies[name] = copy
    return copies


def _copy_database(path: Path, copy: Path) -> None:
    with (
        closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
