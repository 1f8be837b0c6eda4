"""What the outbox gives to be told: units whose mailbox refuses us, units nobody can write to, a way that is closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from orchestration.outbox.unit_names import Names
from orchestration.outbox.waiting import Waiting
from quality.alerts.sighting import Sighting

STOPPED = ("letters_stopped", "outbox")  # the cause of the sending itself; the job's failure is a sight of the same
_UNDELIVERABLE = frozenset({"refused", "given_up"})


def letter_sightings(letters: Iterable[Waiting], names: Names) -> list[Sighting]:
    """One a unit whose letters cannot be delivered, one a kind of unit without addresses; open or well.

    Args:
        letters: everything in the outbox as it stands now.
        names: kinds of the units.
    """
    stuck: dict[str, Counter[bool]] = {}
    nowhere: dict[str, set[str]] = {}
    waiting: Counter[str] = Counter()
    for one in letters:
        unit, kind = one.letter.unit_code, names.kind(one.letter.unit_code) or "unknown"
        stuck.setdefault(unit, Counter())[one.state in _UNDELIVERABLE] += 1
        units = nowhere.setdefault(kind, set())
        if one.state == "no_address":
            units.add(unit)
            waiting[kind] += 1
    seen = [Sighting("letter_undeliverable", u, n[True] > 0, {"letters": n[True]}) for u, n in sorted(stuck.items())]
    return seen + [
        Sighting("address_missing", kind, bool(units), {"units": len(units), "letters": waiting[kind]})
        for kind, units in sorted(nowhere.items())
    ]


def sending_sighting(*, closed: bool) -> Sighting:
    """Whether letters leave at all: a mail server or folder that does not take them is one cause, not one a letter."""
    return Sighting(*STOPPED, is_open=closed)
