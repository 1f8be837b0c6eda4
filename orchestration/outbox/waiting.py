"""Every letter there is, where it would go, and what stands in its way: the state the outbox is in now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ingestion.workspace import Workspace
from orchestration.outbox.deadline_letters import deadline_letters
from orchestration.outbox.letter import Letter
from orchestration.outbox.outbox_settings import OutboxSettings, Way
from orchestration.outbox.receipt_letters import receipt_letters
from orchestration.outbox.sent_log import Entry
from orchestration.outbox.slip_letters import slip_letters
from orchestration.outbox.slip_source import OFFICE
from orchestration.outbox.unit_names import Names
from orchestration.outbox.ways import answer_folder
from quality.register.contact_addresses import is_address, looks_personal
from quality.register.register import Register

State = Literal["due", "waiting", "sent", "refused", "given_up", "no_address", "held_back"]


@dataclass(frozen=True)
class Waiting:
    """A letter, its way, where that leads, and its state.

    ``due`` is sent now, ``waiting`` failed and is tried again later, ``refused`` was not taken for these
    addresses, ``no_address`` leads nowhere the register knows, ``held_back`` is a unit nobody is to write to.
    """

    letter: Letter
    way: Way
    to: tuple[str, ...]
    state: State
    entry: Entry | None


def letters_now(
    workspace: Workspace, register: Register, settings: OutboxSettings, entries: dict[str, Entry], now: datetime
) -> list[Waiting]:
    """Every letter since ``settings.since``, receipts first."""
    today = now.astimezone(OFFICE).date()
    letters = [
        *receipt_letters(workspace, register, settings.since),
        *slip_letters(workspace, settings.since),
        *deadline_letters(workspace, register, settings.since, today),
    ]
    names = Names(register)
    where = _Where(workspace, register, names)
    found = []
    for letter in letters:
        way = settings.ways.of(letter.unit_code, letter.channel)
        to = where.to(letter.unit_code, way)
        entry = entries.get(letter.key)
        found.append(Waiting(letter, way, to, _state(way, to, entry, now), entry))
    return found


class _Where:
    """Addresses of the register, and of nobody else."""

    def __init__(self, workspace: Workspace, register: Register, names: Names) -> None:
        self._workspace, self._names = workspace, names
        self._known: dict[tuple[str, Way], tuple[str, ...]] = {}
        self._contacts: dict[str, list[str]] = {}
        for row in register.contacts.filter(channel="email").iter_rows(named=True):
            # the register refuses these already; a letter is worth a second look
            if is_address(row["address"]) and not looks_personal(row["address"]):
                self._contacts.setdefault(row["unit_code"], []).append(row["address"])

    def to(self, unit_code: str, way: Way) -> tuple[str, ...]:
        if way == "email":
            return tuple(sorted(set(self._contacts.get(unit_code, []))))
        if way == "file":
            return self._folder(unit_code)
        return ()

    def _folder(self, unit_code: str) -> tuple[str, ...]:
        if (unit_code, "file") not in self._known:
            kind = self._names.kind(unit_code)  # a unit of the register only: the code is a part of the path
            folder = answer_folder(self._workspace, kind, unit_code) if kind else None
            self._known[unit_code, "file"] = (str(folder),) if folder else ()
        return self._known[unit_code, "file"]


def _state(way: Way, to: tuple[str, ...], entry: Entry | None, now: datetime) -> State:
    if entry and entry.event in ("sent", "given_up"):
        return "sent" if entry.event == "sent" else "given_up"
    if way == "none":
        return "held_back"
    if not to:
        return "no_address"
    if entry and entry.event == "refused" and entry.to == to:
        return "refused"
    if entry and entry.event == "failed" and now < entry.retry_at:
        return "waiting"
    return "due"
