"""Warnings of the release gate as causes: one a check, open while it is not met; what is met is well again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from quality.alerts.sighting import Fact, Sighting
from quality.release_gate.history import Line

_NAMED = 3  # expectations of one check that are named in a message


def gate_sightings(lines: Iterable[Line]) -> Iterator[Sighting]:
    """What the last run of the gate says of every check that warns; nothing before the first run.

    Args:
        lines: the gate's history, oldest first.
    """
    last = None
    for last in lines:  # noqa: B007  # the last line of a file that is read once
        pass
    if last is None:
        return
    by_check: dict[str, dict[str, bool]] = defaultdict(dict)
    for key, (_, severity, passed, _) in last["findings"].items():
        if severity == "warn":
            check, _, subject = key.partition(":")
            by_check[check][subject] = passed
    for check, expectations in by_check.items():
        missed = sorted(subject for subject, passed in expectations.items() if not passed)
        facts: dict[str, Fact] = {"expectations": len(missed), "indicators": ", ".join(filter(None, missed[:_NAMED]))}
        yield Sighting("gate_warning", check, bool(missed), facts, run_id=last["run_id"])
