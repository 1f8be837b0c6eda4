"""Versions of an audience's edition on disk: written beside, put in place by rename, pointed at by ``current``.

A reader follows the pointer once and then reads one version to the end; versions are never changed, and old
ones stay for a while.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

CURRENT = "current"
_DRAFT = ".draft-"


def current(folder: Path) -> Path | None:
    """The version the pointer names; None before the first."""
    pointer = folder / CURRENT
    return pointer.resolve() if pointer.is_symlink() and pointer.exists() else None


def put_in_place(folder: Path, version: str, write: Callable[[Path], None], *, keep: int, keep_seconds: float) -> Path:
    """Write a new version, rename it into ``folder`` and turn the pointer to it; a failure leaves everything as it was.

    Args:
        folder: of the audience.
        version: name of the version; one that is there is only pointed at.
        write: fills the draft folder it is given.
        keep: versions that stay, the current one among them.
        keep_seconds: how long a version stays after another took its place, whatever their number.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / version
    if not target.exists():
        draft = folder / f"{_DRAFT}{version}-{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        try:
            write(draft)
            draft.rename(target)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    else:
        os.utime(target)  # current again: the last to be taken away
    turn = folder / f".{CURRENT}-{os.getpid()}"
    turn.unlink(missing_ok=True)
    turn.symlink_to(version, target_is_directory=True)
    turn.replace(folder / CURRENT)
    _take_away_old(folder, keep, keep_seconds)
    return target


def versions(folder: Path) -> list[Path]:
    """Versions there are, newest first."""
    there = [p for p in folder.iterdir() if p.is_dir() and not p.is_symlink() and not p.name.startswith(".")]
    return sorted(there, key=lambda p: (p.stat().st_mtime_ns, p.name), reverse=True)


def _take_away_old(folder: Path, keep: int, keep_seconds: float) -> None:
    now = current(folder)
    for old in versions(folder)[keep:]:
        if old != now and old.stat().st_mtime < time.time() - keep_seconds:
            shutil.rmtree(old, ignore_errors=True)
