"""A letter: one answer to one unit, before it is an e-mail or a file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

LetterKind = Literal["receipt", "slip", "reminder", "chase"]
KIND_VI: dict[LetterKind, str] = {
    "receipt": "Đã nhận", "slip": "Phiếu kết quả", "reminder": "Nhắc hạn", "chase": "Đôn đốc",
}  # fmt: skip
_LONGEST_LINE = 150
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter; ``name`` is what its reader sees, ``path`` where it lies."""

    name: str
    path: Path


@dataclass(frozen=True)
class Letter:
    """One answer. ``key`` names it for ever: what has the same key is the same letter and is sent once."""

    key: str
    kind: LetterKind
    unit_code: str
    channel: str | None  # by which the file came that it answers; None: it answers none
    day: str  # yyyy-mm-dd of what it is about
    subject: str  # one line
    body: str
    enclosures: tuple[Enclosure, ...] = ()

    @property
    def token(self) -> str:
        """Letters and figures that stand for the key: in the Message-ID, in names of files."""
        return token_of(self.key)

    def message_id(self, domain: str) -> str:
        """Made of the key alone: a repeat after a crash is told by every mail program to be the same message."""
        return f"<{self.token}.kho138@{domain}>"


def token_of(key: str) -> str:
    """What stands for a letter's key where the key itself would say too much."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def one_line(text: str) -> str:
    """Text for a subject: no line break, no control character, not endless."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    words = " ".join(plain.split())
    return words if len(words) <= _LONGEST_LINE else words[: _LONGEST_LINE - 1] + "…"


def file_name(text: str) -> str:
    """Text as the name of a file: nothing a file system or a mail program reads as a path."""
    return " ".join(_NOT_IN_A_NAME.sub(" ", one_line(text)).split()).strip(" .")
