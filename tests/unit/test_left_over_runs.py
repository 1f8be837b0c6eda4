"""After a crash: what nobody works on is failed and run again, what somebody works on is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml
from dagster._core.storage.dagster_run import DagsterRun

from ingestion.workspace import Workspace
from ingestion.writing_lock import writing
from orchestration.instance_settings import SETTINGS
from orchestration.left_over_runs import BY_HAND, PROCESS, fail_left_over_runs

Status = dg.DagsterRunStatus


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral(settings=yaml.safe_load(SETTINGS)) as made:
        yield made


@dg.job
def ingest() -> None: ...


def _run(instance: dg.DagsterInstance, status: Status, tags: dict[str, str] | None = None) -> DagsterRun:
    return instance.create_run_for_job(ingest, status=status, tags=tags)


def test_left_over_runs_are_failed_once_and_only_they(instance: dg.DagsterInstance, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    started, starting = _run(instance, Status.STARTED), _run(instance, Status.STARTING)
    stopping = _run(instance, Status.CANCELING)
    done, queued = _run(instance, Status.SUCCESS), _run(instance, Status.NOT_STARTED)
    writing_now = _run(instance, Status.STARTED)
    by_hand = _run(instance, Status.STARTED, {PROCESS: str(os.getppid())})
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    killed_by_hand = _run(instance, Status.STARTED, BY_HAND | {PROCESS: str(gone.pid)})

    with writing(workspace.writing_lock, writing_now.run_id, 0):
        failed = fail_left_over_runs(instance, workspace)
    assert failed == [r.run_id for r in (started, starting, stopping, killed_by_hand)]

    def now(run: DagsterRun) -> DagsterRun:
        found = instance.get_run_by_id(run.run_id)
        assert found is not None
        return found

    assert [now(r).status for r in (started, starting, killed_by_hand)] == [Status.FAILURE] * 3
    assert now(stopping).status == Status.CANCELED
    assert [now(r).status for r in (done, queued)] == [Status.SUCCESS, Status.NOT_STARTED]
    assert [now(r).status for r in (writing_now, by_hand)] == [Status.STARTED] * 2
    # the daemon runs again what it had launched, not what a person saw fail
    assert [now(r).tags["dagster/will_retry"] for r in (started, starting)] == ["true", "true"]
    assert now(killed_by_hand).tags["dagster/will_retry"] == "false"
    assert fail_left_over_runs(instance, workspace) == [writing_now.run_id]


def test_a_failed_step_is_not_run_again(instance: dg.DagsterInstance) -> None:
    @dg.op
    def broken() -> None:
        raise ValueError("a fault in the register")

    @dg.job
    def warehouse() -> None:
        broken()

    result = warehouse.execute_in_process(instance=instance, raise_on_error=False)
    run = instance.get_run_by_id(result.run_id)
    assert run is not None
    assert run.tags["dagster/will_retry"] == "false"
