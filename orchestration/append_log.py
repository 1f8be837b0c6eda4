"""A log on disk, one JSON object a line, only ever appended to: a line is there once ``append`` has returned.

A process killed while it writes leaves at most half a last line; that line was never promised to anybody,
is not read, and the next one begins on a line of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson


def append(path: Path, line: dict[str, Any]) -> None:
    """Write one line and wait until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 1, 0))
        torn = size > 0 and file.read(1) != b"\n"
        file.write(b"\n" * torn + orjson.dumps(line) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Every whole line, oldest first; nothing when there is no log."""
    if not path.exists():
        return
    for line in path.read_bytes().split(b"\n"):
        try:
            yield orjson.loads(line)
        except orjson.JSONDecodeError:  # the empty end, or what a kill left of a line
            continue
