"""A name of its own for every edition that is read.

DuckDB keeps one instance a path in a process: while one reader is busy, a connection opened after a publish would be
given the edition before it, for as long as readers overlap. A hard link named by the file itself (inode, time) makes
every edition another path, costs nothing, and keeps the edition alive for who still reads it.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_KEPT = 3  # editions; who was given an older name a moment ago can still open it


def edition_link(published: Path, folder: Path) -> Path:
    """The name of the edition that is published now.

    Raises:
        FileNotFoundError: nothing has been published yet.
    """
    link = folder / _name(published)
    if link.exists():
        return link
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{secrets.token_hex(8)}"
    os.link(published, draft)
    link = folder / _name(draft)  # a publish may have come between: the name is that of what was linked
    draft.replace(link)
    draft.unlink(missing_ok=True)  # renaming onto another name of the same file leaves both
    for old in sorted(folder.glob("*.duckdb"), key=lambda p: p.stat().st_mtime_ns)[:-_KEPT]:
        old.unlink(missing_ok=True)
    return link


def _name(path: Path) -> str:
    found = path.stat()
    return f"{found.st_mtime_ns}-{found.st_ino}.duckdb"
