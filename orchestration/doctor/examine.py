"""The whole examination: every part looks for itself, and one that breaks says so instead of hiding the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from ingestion.workspace import Workspace
from orchestration.doctor import alarms, letters, machine, pipeline
from orchestration.doctor.finding import EXIT_CODES, Finding


def examine(workspace: Workspace) -> list[Finding]:
    """Findings about the machine, the register, sources, alerts, letters, runs and the edition, in this order."""
    now = datetime.now(UTC)
    if not workspace.home.is_dir():
        return [Finding("home", "critical", f"không có thư mục {workspace.home}")]
    parts: list[tuple[str, Callable[[], Iterable[Finding]]]] = [
        ("disk", lambda: machine.disk(workspace)),
        ("clock", lambda: machine.clock(workspace, now)),
        ("permissions", lambda: machine.permissions(workspace)),
        ("backup", lambda: machine.backup(workspace, now)),
        ("register", lambda: pipeline.register(workspace)),
        ("sources", lambda: pipeline.sources(workspace)),
        ("alerts", lambda: alarms.alarms(workspace, now)),
        ("outbox", lambda: letters.outbox(workspace, now)),
        ("service", lambda: pipeline.service(workspace)),
        ("runs", lambda: pipeline.runs(workspace)),
        ("edition", lambda: pipeline.edition(workspace, now)),
        ("readers", lambda: pipeline.readers(workspace, now)),
    ]
    return [finding for subject, look in parts for finding in _looked(subject, look)]


def _looked(subject: str, look: Callable[[], Iterable[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except Exception as error:  # noqa: BLE001 — a part that cannot be examined is itself a finding
        return [Finding(subject, "critical", f"không khám được: {error}")]


def exit_code(findings: Iterable[Finding]) -> int:
    """0 when all is well, 1 for a warning, 2 for something critical."""
    return max((EXIT_CODES[f.state] for f in findings), default=0)
