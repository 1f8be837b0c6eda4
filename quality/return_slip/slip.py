"""What a return slip says, before it is a workbook, a letter or JSON: its head and its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from quality.contracts.vocabulary import Severity

SLIP_VERSION = "1.0"  # of the JSON and of the workbook's layout; a changed look changes it, so slips are written again


@dataclass(frozen=True)
class SlipHead:
    """Whose report this answers and what became of it.

    ``received_at`` is None when a file is checked before it is sent; ``reply_by`` is None when
    nothing is asked of the sender.
    """

    submission_id: str
    source_name: str
    file_format: str  # xlsx | csv | json | unknown ...
    unit_code: str | None
    unit_name: str | None
    form_code: str | None
    form_title: str | None
    period_id: str | None
    period_start: date | None
    period_end: date | None
    revision_no: int | None
    received_at: datetime | None
    verdict: str  # accepted | returned | quarantined
    reply_by: date | None
    committee_name: str
    note: str | None = None  # e.g. that the city is invented


@dataclass(frozen=True)
class IssueKey:
    """Names a question so that an answer finds it again: rule, field, line of the table (0 = none)."""

    rule_id: str
    field: str
    line_no: int

    def __str__(self) -> str:
        return f"{self.rule_id}/{self.field}/{self.line_no}"


@dataclass(frozen=True)
class SlipLine:
    """One root cause: everything that will go away when one thing is mended or explained."""

    severity: Severity
    rule_ids: tuple[str, ...]
    message: str
    action: str
    value_seen: str | None
    sheet: str | None
    cells: tuple[str, ...]  # the first is the one to go to; the rest have the same cause
    related_cells: tuple[str, ...]  # other cells the rules read
    keys: tuple[IssueKey, ...]
    explanation: str | None = None  # what the unit has already answered
    answered: bool = False  # every question of the line has an explanation
    accepted: bool = False  # and a role accepted every one of them

    @property
    def may_be_explained(self) -> bool:
        """An error is mended, never explained away; a file received twice asks nothing."""
        return self.severity == "query" and self.rule_ids != ("DUP-01",)


@dataclass(frozen=True)
class Slip:
    """Head and lines, worst first."""

    head: SlipHead
    lines: tuple[SlipLine, ...]

    def count(self, severity: Severity) -> int:
        """How many lines of this severity still want something from the unit."""
        return sum(1 for line in self.lines if line.severity == severity and not line.answered)
