"""Channel: a shared folder, one sub-folder a sender (``<submitter kind>/<unit code>/<file>``).

The folder a file lies in decides who sent it. Nothing is moved or deleted here.
"""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from quality.contracts.vocabulary import SUBMITTER_KINDS

CHANNEL = "drop_folder"
_HALF_WRITTEN = (".part", ".tmp", ".crdownload")
_YOUNG_SECONDS = 2.0  # clocks of file systems are coarse: within it, a change may not show in the times


def waiting_files(drop: Path, sender_kind: str) -> list[Path]:
    """Files in the drop folder of one kind of sender, complete ones only, in a stable order."""
    found = (p for p in sorted((drop / sender_kind).glob("*/*")) if p.is_file())
    return [p for p in found if not p.name.startswith((".", "~$")) and p.suffix.lower() not in _HALF_WRITTEN]


def stray_files(drop: Path) -> list[Path]:
    """Files that lie in no sender's folder, so nobody sent them: said aloud at every run, never passed over."""
    mine = {p for kind in SUBMITTER_KINDS for p in (drop / kind).glob("*/*")}
    found = (p for p in sorted(drop.rglob("*")) if p.is_file() and p not in mine)
    return [p for p in found if not p.name.startswith((".", "~$")) and p.suffix.lower() not in _HALF_WRITTEN]


def standing_files(drop: Path, sender_kind: str, settle_seconds: float) -> list[Path]:
    """Waiting files that look the same twice, ``settle_seconds`` apart; one still being written is left for later."""
    first = [(p, _look(p)) for p in waiting_files(drop, sender_kind)]
    if first and settle_seconds:
        time.sleep(settle_seconds)
        return [path for path, look in first if path.exists() and _look(path) == look]
    return [path for path, _ in first]


def untouched_key(path: Path, drop: Path, now: datetime) -> str | None:
    """Names a file in the state it is in; None while it is too young to tell whether it will be written again.

    Path, size, inode, and both times to the nanosecond: whatever writes to a file changes its ctime. Only a saving:
    what a file is, its sha256 says.
    """
    seen = path.stat()
    if max(seen.st_ctime_ns, seen.st_mtime_ns) > (now.timestamp() - _YOUNG_SECONDS) * 1e9:
        return None
    where = path.relative_to(drop).as_posix()
    return f"{where}|{seen.st_size}|{seen.st_ino}|{seen.st_mtime_ns}|{seen.st_ctime_ns}"


def _look(path: Path) -> tuple[int, int]:
    seen = path.stat()
    return seen.st_size, seen.st_mtime_ns
