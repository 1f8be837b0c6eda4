"""Runs that a crash left behind: recorded as under way while nobody works on them.

Dagster would show them as started until their longest time is over. Whoever begins work looks first:
a run nobody holds the lock for is failed, as a termination and not as a step's failure, so that the
daemon runs it again (``run_retries`` of ``dagster.yaml``).
"""

from __future__ import annotations

import os

import dagster as dg
from dagster._core.events import JobFailureData, RunFailureReason

from ingestion.workspace import Workspace
from ingestion.writing_lock import holder_of
from orchestration.on_event import Event, on_event

PROCESS = "kho138/process"  # tag of a run in the foreground: the process it lives in
BY_HAND = {PROCESS: str(os.getpid()), "dagster/max_retries": "0"}  # whoever started it sees it fail
_UNDER_WAY = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
_WORDS = "Nobody works on this run any more: it was left over from a crash or a power cut."


def fail_left_over_runs(instance: dg.DagsterInstance, workspace: Workspace) -> list[str]:
    """Fail what is recorded as under way and is not; ids of the failed runs, oldest first.

    Call it only while no daemon launches runs for this workspace.
    """
    alive = holder_of(workspace.writing_lock)
    failed = []
    for run in reversed(instance.get_runs(dg.RunsFilter(statuses=_UNDER_WAY))):
        if run.run_id == alive or _lives(run.tags.get(PROCESS)):
            continue
        if run.status == dg.DagsterRunStatus.CANCELING:
            instance.report_run_canceled(run, _WORDS)
        else:
            reason = JobFailureData(error=None, failure_reason=RunFailureReason.UNEXPECTED_TERMINATION)
            instance.report_run_failed(run, _WORDS, reason)
        on_event(Event("left_over", run.job_name, run_id=run.run_id), workspace)
        failed.append(run.run_id)
    return failed


def _lives(process: str | None) -> bool:
    if not process or int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
