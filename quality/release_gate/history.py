"""What the gate found in every run, one line a run, append-only: a trend that nothing else can tell again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quality.release_gate.outcome import GateOutcome

Line = dict[str, Any]


@dataclass(frozen=True)
class Point:
    """One expectation in one run: when it was, whether it held, and the value seen or how many rows did not agree."""

    at: datetime
    passed: bool
    observed: float | None


def as_line(outcome: GateOutcome, recorded_at: datetime, as_of: str, run_id: str) -> Line:
    """The line of a run.

    ``findings`` maps the name of an expectation to [suite, severity, passed, observed]; ``not_met`` the names of those
    that did not pass to [fingerprint, whether a role may accept it, sentence].

    Args:
        outcome: what came of the gate.
        recorded_at: when it ran; orders the lines, decides nothing.
        as_of: moment of the answers that were looked at.
        run_id: the Dagster run.
    """
    return {
        "recorded_at": recorded_at.isoformat(timespec="seconds"),
        "as_of": as_of,
        "run_id": run_id,
        "passed": outcome.passed,
        "not_met": {f.key: [f.fingerprint, f.acceptable, f.sentence_vi] for f in outcome.findings if not f.passed},
        "findings": {f.key: [f.suite, f.severity, f.passed, f.observed] for f in outcome.findings},
    }


def trend(lines: Iterable[Line]) -> Mapping[str, list[Point]]:
    """Points of every expectation, oldest first."""
    points = defaultdict(list)
    for line in lines:
        at = datetime.fromisoformat(line["recorded_at"])
        for key, (_, _, passed, observed) in line["findings"].items():
            points[key].append(Point(at, passed, observed))
    return points
