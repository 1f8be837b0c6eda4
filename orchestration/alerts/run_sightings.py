"""What an event or the end of a run says about causes: open, or well again."""

from __future__ import annotations

from orchestration.on_event import Event
from quality.alerts.sighting import Sighting

_OF_STEP = {"release_gate": "gate_failed", "published_edition": "publish_failed", "letters_to_units": "letters_stopped"}


def run_failed(job: str, step: str, run_id: str | None) -> Sighting:
    """The failure of a job; the gate, publishing and letters that do not leave are causes of their own."""
    return Sighting(_OF_STEP.get(step, "run_failed"), job, facts={"step": step}, run_id=run_id)


def run_succeeded(job: str) -> list[Sighting]:
    """All that a good run of a job makes well."""
    kinds = ("run_failed", "gate_failed", "publish_failed", "letters_stopped", "left_over")
    return [Sighting(kind, job, is_open=False) for kind in kinds]


def of_event(event: Event) -> Sighting | None:
    """The cause an event is a sight of; None for what nobody need be told."""
    match event.kind:
        case "run_failed":
            return run_failed(event.subject, str(event.facts.get("steps", "")).partition(",")[0], event.run_id)
        case "source_silent" | "source_refused":
            return Sighting(event.kind, event.subject, owner=event.owner, backup=event.backup, run_id=event.run_id)
        case "left_over":
            return Sighting("left_over", event.subject, run_id=event.run_id)
        case "notice_written":
            return None


def source_answered(source: str) -> list[Sighting]:
    """A source that answers is neither silent nor refuses us."""
    return [Sighting(kind, source, is_open=False) for kind in ("source_silent", "source_refused")]
