"""One writer at a time: the lock of a workspace, held by the kernel for as long as its holder lives.

Whoever changes landing, lake or warehouse holds it, started by hand or by the daemon. It cannot be left
over from a crash: the kernel lets go of it with the process. Its text says which run holds it.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOOK_AGAIN_SECONDS = 0.2


class BusyError(TimeoutError):
    """Somebody else has been writing for longer than we wait; it passes."""


@contextmanager
def writing(lock: Path, holder: str, wait_seconds: float) -> Iterator[None]:
    """Hold the lock file ``lock``.

    Args:
        lock: the file; made when it is not there.
        holder: what the file shall say while it is held.
        wait_seconds: how long to wait for another holder; 0 does not wait.

    Raises:
        BusyError: somebody else holds it for longer.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        give_up = time.monotonic() + wait_seconds
        while not _taken(descriptor):
            if time.monotonic() >= give_up:
                other = lock.read_text(encoding="utf-8").strip()
                raise BusyError(f"{lock} is held by {other or 'another process'}: only one may write at a time")
            time.sleep(LOOK_AGAIN_SECONDS)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, holder.encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def holder_of(lock: Path) -> str | None:
    """Who holds the lock now; None when nobody does."""
    if not lock.exists():
        return None
    descriptor = os.open(lock, os.O_RDWR)
    try:
        return None if _taken(descriptor) else lock.read_text(encoding="utf-8").strip()
    finally:
        os.close(descriptor)  # which also gives back what _taken took


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
