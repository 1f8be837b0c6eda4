"""The corpus before the guard: what is refused of it, and what for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ingestion.sample_city.register_files import write_register
from quality.personal_data.allowed import allowed
from quality.personal_data.guard import look
from quality.personal_data.shape import TEXT
from quality.register.register import Register
from tests.personal_data.corpus import Case

_KIN = ({"citizen_id", "old_id"},)  # one rule speaks of both


@dataclass(frozen=True)
class Seen:
    """One file and the kinds found in its planted texts (in any text, of a harmless one)."""

    case: Case
    kinds: frozenset[str]

    @property
    def refused(self) -> bool:
        """Whether the guard would not have kept it."""
        return bool(self.kinds)

    @property
    def named(self) -> bool:
        """Whether it was refused for what was planted."""
        return self.case.kind in self.kinds or any(self.case.kind in kin and self.kinds & kin for kin in _KIN)


def city_register() -> Register:
    """The register of the demonstration city: what it names is public."""
    with tempfile.TemporaryDirectory() as folder:
        write_register(Path(folder))
        return Register.read(Path(folder))


def measure(cases: Iterable[Case], register: Register) -> list[Seen]:
    """Every case looked at as one batch, as the texts of received files are."""
    listed = list(cases)
    rows = [
        (str(number), text.part, "Sheet1", f"R{text.row}C{text.col}", text.row or None, text.col or None, text.typed, text.said)
        for number, case in enumerate(listed)
        for text in case.texts
    ]  # fmt: skip
    hits = look(pl.DataFrame(rows, schema=TEXT, orient="row"), allowed(register))
    found: dict[int, set[str]] = {}
    for submission_id, part, cell, kind in hits.select("submission_id", "part", "cell", "kind").iter_rows():
        case = listed[int(submission_id)]
        planted = {(case.texts[n].part, f"R{case.texts[n].row}C{case.texts[n].col}") for n in case.planted}
        if case.kind is None or (part, cell) in planted:
            found.setdefault(int(submission_id), set()).add(kind)
    return [Seen(case, frozenset(found.get(number, ()))) for number, case in enumerate(listed)]
