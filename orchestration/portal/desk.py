"""What happens to an uploaded file: judged in memory within seconds, then handed to landing like every arrival.

No byte is written before the guard has looked. Landing belongs to one writer at a time: while a run holds the
workspace, the file waits in memory and its page says that it was not received yet.
"""

from __future__ import annotations

import logging
import queue
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from ingestion.check_file import Checked, check_content
from ingestion.connectors.portal import arrival
from ingestion.ingest import take_in
from ingestion.landing.arrival import Arrival
from ingestion.old_layouts.mapping_model import read_mappings
from ingestion.workspace import Workspace
from ingestion.writing_lock import BusyError, writing
from orchestration.outbox.checked_slip import checked_slip, slip_of
from quality.register.register import Register
from quality.return_slip.slip import Slip

_LOG = logging.getLogger("kho138.portal")
State = Literal["checked", "waiting", "received", "known", "not_kept", "lost"]
WAITING_FILES = 8  # in memory; one more is told to come back
SHORT_WAIT_SECONDS, LONG_WAIT_SECONDS = 3.0, 900.0


class FullError(RuntimeError):
    """Too many files wait for a run to end."""


@dataclass
class Answer:
    """What the page says of one file. ``state`` moves on from waiting while the page is looked at."""

    slip: Slip
    workbook: bytes
    state: State
    receipt_id: str | None = None


class Desk:
    """Takes files for one workspace. Every method may be called from any thread."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._judging = threading.Lock()  # the parsing workers serve one caller
        self._waiting: queue.Queue[tuple[Arrival, Answer]] = queue.Queue(WAITING_FILES)
        self._register: tuple[tuple[int, ...], Register] | None = None
        threading.Thread(target=self._land_what_waits, daemon=True, name="portal-landing").start()

    def register(self) -> Register:
        """The register as it is now; read again when a file of it changed."""
        seen = tuple(sorted(p.stat().st_mtime_ns for p in self._workspace.register.rglob("*") if p.is_file()))
        if self._register is None or self._register[0] != seen:
            self._register = (seen, Register.read(self._workspace.register))
        return self._register[1]

    def check(self, kind: str, unit_code: str, name: str, content: bytes) -> Answer:
        """The verdict; nothing is received."""
        checked, register = self._checked(kind, unit_code, name, content)
        return Answer(slip_of(checked, name, register), checked_slip(checked, name, register), "checked")

    def take(self, kind: str, unit_code: str, name: str, content: bytes) -> Answer:
        """The verdict, and the file handed to landing, now or as soon as the run under way has ended.

        Raises:
            FullError: too many files wait already; this one was not taken.
        """
        now = datetime.now(UTC)
        checked, register = self._checked(kind, unit_code, name, content)
        answer = Answer(slip_of(checked, name, register, now), checked_slip(checked, name, register), "waiting")
        arrived = arrival(kind, unit_code, name, content, now)
        try:
            self._land(arrived, answer, SHORT_WAIT_SECONDS)
        except BusyError:
            try:
                self._waiting.put_nowait((arrived, answer))
            except queue.Full as error:
                raise FullError from error
        return answer

    def _checked(self, kind: str, unit_code: str, name: str, content: bytes) -> tuple[Checked, Register]:
        with self._judging:
            register = self.register()
            mappings = read_mappings(self._workspace.register)
            return check_content(name, content, register, (kind, unit_code), mappings), register

    def _land(self, arrived: Arrival, answer: Answer, wait_seconds: float) -> None:
        with writing(self._workspace.writing_lock, "kho138 portal", wait_seconds), self._judging:
            receipts = take_in(self._workspace, [arrived], self.register())
        if receipts.is_empty():
            answer.state = "known"
            return
        answer.receipt_id = receipts["receipt_id"][0]
        answer.state = "not_kept" if receipts["object_id"][0] is None else "received"

    def _land_what_waits(self) -> None:
        while True:
            arrived, answer = self._waiting.get()
            try:
                self._land(arrived, answer, LONG_WAIT_SECONDS)
            except Exception:  # noqa: BLE001 — whatever it was, the thread must serve the next sender
                answer.state = "lost"  # the sender is told, and sends again
                _LOG.exception("a file of unit %s could not be landed", arrived.sender_code)
