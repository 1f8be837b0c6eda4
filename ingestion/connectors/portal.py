"""Channel: the upload page. Who sent a file is the unit whose token was signed in with, whatever the file says.

A browser pushes, so there is nothing to list and nothing to pull: an upload is handed to landing as it comes.
"""

from __future__ import annotations

import re
from datetime import datetime

from ingestion.landing.arrival import Arrival

CHANNEL = "portal"
_LONGEST_NAME = 200


def arrival(kind: str, unit_code: str, name: str, content: bytes, received_at: datetime) -> Arrival:
    """What a browser uploaded, as any connector hands it over."""
    return Arrival(CHANNEL, kind, unit_code, plain_name(name), content, received_at)


def plain_name(name: str) -> str:
    """The last part of what a browser calls the file: some send the whole path, hostile ones ``../``."""
    last = re.split(r"[\\/]", name)[-1]
    printable = "".join(c for c in last if c.isprintable()).strip()
    return printable[-_LONGEST_NAME:] or "khong-ten"
