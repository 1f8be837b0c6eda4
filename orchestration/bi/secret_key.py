"""The key Superset signs sessions with: from the environment, else made once for this workspace; never a default."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

VARIABLE = "KHO138_BI_SECRET_KEY"
_LEAST = 32  # characters; Superset's own advice is 42 random bytes


class WeakKeyError(RuntimeError):
    """The key can be guessed or be read by others: nothing is served with it."""


def secret_key(path: Path) -> str:
    """The key of the environment, else the one in ``path``, made on first use.

    Raises:
        WeakKeyError: shorter than 32 characters, or the file is open to others.
    """
    key = os.environ.get(VARIABLE)
    if key is None:
        key = _of_file(path)
    if len(key) < _LEAST:
        raise WeakKeyError(f"{VARIABLE} or {path}: fewer than {_LEAST} characters")
    return key


def _of_file(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            raise WeakKeyError(f"{path} may be read by others: chmod 600") from None
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(made, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(42)
        file.write(key + "\n")
    return key
