"""A file as a connector hands it over, before it is safe in landing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Arrival:
    """Bytes and what the CHANNEL knows about them (never what the file says of itself)."""

    channel: str
    sender_kind: str
    sender_code: str
    source_name: str  # name at the source: data, never used as a path
    content: bytes
    received_at: datetime  # UTC
