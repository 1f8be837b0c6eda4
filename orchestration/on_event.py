"""What happened that somebody may have to know: one function, called wherever it happens.

Belongs here: the shape of an event and the one door it goes through. Does not belong here: whom to
wake, how often, by which channel (``quality/alerts``). Facts are counts, names of sources, periods and
runs, never the value of a cell.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Literal

from ingestion.workspace import Workspace

Kind = Literal[
    "run_failed",  # a run of either job ended badly; subject is the job
    "source_silent",  # a source does not answer and may later
    "source_refused",  # a source refuses us: somebody has to change something
    "notice_written",  # a list of the calendar is there: opening, reminder, chase, closing
    "left_over",  # a run that a crash left behind was failed
]
LOG = logging.getLogger("kho138.events")


@dataclass(frozen=True)
class Event:
    """One thing that happened. ``subject`` and ``kind`` together name its cause."""

    kind: Kind
    subject: str
    owner: str = "maintainers"
    run_id: str | None = None
    facts: dict[str, str | int] = field(default_factory=dict)
    backup: str | None = None  # none: that of the kind


def on_event(event: Event, workspace: Workspace) -> None:
    """Take note of an event: a line of JSON in the log of the process, and in the ledger of alerts what is a cause."""
    from orchestration.alerts.run_sightings import of_event
    from orchestration.alerts.tell import record

    level = logging.INFO if event.kind == "notice_written" else logging.WARNING
    LOG.log(level, json.dumps(asdict(event), ensure_ascii=False, sort_keys=True))
    if sighting := of_event(event):
        record(workspace, [sighting], datetime.now(UTC))
