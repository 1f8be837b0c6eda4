"""Tokens of units: 130 random bits that are shown once; only their hash is kept, in a log that is only appended to.

A plain SHA-256 is enough: a random token cannot be guessed from a list of likely ones as a password can.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from orchestration.append_log import append, lines

_BYTES, _LETTERS, _GROUP = 17, 26, 5


class NoSuchTokenError(LookupError):
    """No token has this name."""


@dataclass(frozen=True)
class Token:
    """A token that was made; ``token_id`` names it and opens nothing."""

    token_id: str
    unit_code: str
    made_at: datetime
    expires_on: date  # the last day it is good for
    revoked_at: datetime | None = None

    def is_good(self, today: date) -> bool:
        """Whether it still opens the page."""
        return self.revoked_at is None and today <= self.expires_on


def make(path: Path, unit_code: str, now: datetime, expires_on: date) -> tuple[Token, str]:
    """A new token and its text, which nobody can read again later."""
    letters = base64.b32encode(secrets.token_bytes(_BYTES)).decode()[:_LETTERS]
    text = "-".join(letters[i : i + _GROUP] for i in range(0, _LETTERS, _GROUP))
    token = Token(secrets.token_hex(4), unit_code, now, expires_on)
    append(path, {"event": "made", "token_id": token.token_id, "unit_code": unit_code, "made_at": now,
                  "expires_on": expires_on, "sha256": _hash(text)})  # fmt: skip
    return token, text


def revoke(path: Path, token_id: str, now: datetime) -> None:
    """Close a token from now on.

    Raises:
        NoSuchTokenError: there is none of this name.
    """
    if token_id not in {t.token_id for t in tokens(path)}:
        raise NoSuchTokenError(token_id)
    append(path, {"event": "revoked", "token_id": token_id, "revoked_at": now})


def tokens(path: Path) -> list[Token]:
    """Every token that was ever made, oldest first."""
    return [token for token, _ in _read(path)]


def find(path: Path, text: str, today: date) -> Token | None:
    """The good token that reads ``text`` (case and hyphens do not matter); None when there is none."""
    wanted = _hash(text)
    found = [t for t, sha256 in _read(path) if secrets.compare_digest(sha256, wanted)]
    return found[0] if found and found[0].is_good(today) else None


def is_good(path: Path, token_id: str, today: date) -> bool:
    """Whether a token somebody signed in with is still good."""
    return any(t.token_id == token_id and t.is_good(today) for t in tokens(path))


def _read(path: Path) -> list[tuple[Token, str]]:
    made: dict[str, tuple[Token, str]] = {}
    gone: dict[str, datetime] = {}
    for line in lines(path):
        if line["event"] == "revoked":
            gone.setdefault(line["token_id"], datetime.fromisoformat(line["revoked_at"]))
        else:
            at, until = datetime.fromisoformat(line["made_at"]), date.fromisoformat(line["expires_on"])
            made[line["token_id"]] = (Token(line["token_id"], line["unit_code"], at, until), line["sha256"])
    return [(Token(t.token_id, t.unit_code, t.made_at, t.expires_on, gone.get(i)), s) for i, (t, s) in made.items()]


def _hash(text: str) -> str:
    plain = "".join(c for c in text.upper() if c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
