"""The name of a submission in letters only: nothing in a slip may look like a number of a person."""

from __future__ import annotations

import re

_HEX, _LETTERS = "0123456789abcdef", "ghijklmnopabcdef"
_NAME = re.compile(r"[a-p]{64}")


def letters(sha256: str) -> str:
    """A sha256 in letters."""
    return sha256.translate(str.maketrans(_HEX, _LETTERS))


def sha256_of(name: str) -> str | None:
    """The sha256 a name stands for, None when it is no such name."""
    return name.translate(str.maketrans(_LETTERS, _HEX)) if _NAME.fullmatch(name) else None
