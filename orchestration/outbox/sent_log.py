"""What is known of every letter: written ahead of sending, so that no kill makes anybody be told twice for nothing.

``pending`` is written before a letter leaves and ``sent`` after the way has taken it over. A crash between
the two leaves ``pending``: the letter is sent once more under the same Message-ID, and never a third time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from orchestration.append_log import append, lines
from orchestration.outbox.letter import Letter

Event = Literal["pending", "sent", "failed", "refused", "given_up"]
PATIENCE = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(days=1))
ATTEMPTS = 8  # about five days, as mail servers do


@dataclass(frozen=True)
class Entry:
    """The last that is known of a letter."""

    event: Event
    at: datetime
    to: tuple[str, ...]  # addresses, or the folder
    attempt: int
    reason: str | None = None

    @property
    def retry_at(self) -> datetime:
        """When a letter that failed is tried again."""
        return self.at + PATIENCE[min(self.attempt, len(PATIENCE)) - 1]


class SentLog:
    """The log of one workspace."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def entries(self) -> dict[str, Entry]:
        """Last entry by the letter's key."""
        return {line["key"]: _entry(line) for line in lines(self._path)}

    def write(self, letter: Letter, event: Event, at: datetime, to: tuple[str, ...], attempt: int, way: str,
              message_id: str, reason: str | None = None) -> None:  # fmt: skip
        """Append one line; it is on disk when this returns."""
        append(self._path, {
            "at": at, "key": letter.key, "event": event, "kind": letter.kind, "unit_code": letter.unit_code,
            "way": way, "to": to, "attempt": attempt, "message_id": message_id, "reason": reason,
        })  # fmt: skip


def _entry(line: dict[str, Any]) -> Entry:
    at = datetime.fromisoformat(line["at"])
    return Entry(line["event"], at, tuple(line["to"]), line["attempt"], line["reason"])
