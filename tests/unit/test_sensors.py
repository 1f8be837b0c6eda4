"""Sensors: one run for what waits at a source, asked for again until it is done; one warehouse run after many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest
import yaml

from ingestion.connectors.source_errors import NotReachableError, RefusedBySourceError, SourceError
from ingestion.landing.landing import Landing
from ingestion.shapes import RECEIPT, REFUSAL
from ingestion.workspace import Workspace
from orchestration.editions.write_editions import written_for
from orchestration.editions_job import editions_job, editions_sensor
from orchestration.sensors import sources
from orchestration.sensors.after_ingest import warehouse_after_ingest
from orchestration.sensors.sources import Cursor, range_tags, source_sensors

QUARTERS = dg.StaticPartitionsDefinition(["2024-Q1", "2024-Q2"])
Status = dg.DagsterRunStatus


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHO138_HOME", str(tmp_path))


@dg.op
def nothing() -> None: ...


@dg.job(name="ingest")
def ingest() -> None:
    nothing()


@dg.job(name="warehouse")
def warehouse() -> None:
    nothing()


def _ask(
    sensor: dg.SensorDefinition, instance: dg.DagsterInstance, cursor: str | None = None
) -> tuple[list[dg.RunRequest], str | None, str | None]:
    data = sensor.evaluate_tick(dg.build_sensor_context(instance=instance, cursor=cursor))
    return list(data.run_requests or []), data.cursor, data.skip_message


def _launched(instance: dg.DagsterInstance, request: dg.RunRequest, status: Status) -> dg.DagsterRun:
    """What the daemon does with a request, as far as a sensor sees it."""
    return instance.create_run_for_job(
        ingest, status=status, tags={**request.tags, "dagster/run_key": str(request.run_key)}
    )


def _later(cursor: str | None, by: timedelta) -> str:
    read = Cursor.read(cursor)
    assert read.asked_at is not None
    return read.model_copy(update={"asked_at": read.asked_at - by}).model_dump_json()


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = Workspace(tmp_path).drop / "agency" / "CQ-001"
    folder.mkdir(parents=True)
    (folder / "a.xlsx").write_bytes(b"1")
    (folder / "half.xlsx.part").write_bytes(b"1")
    return folder


def test_files_in_the_drop_folder_ask_for_one_run_until_it_has_done_its_work(drop: Path, tmp_path: Path) -> None:
    (sensor,) = source_sensors(Workspace(tmp_path), QUARTERS)
    assert (sensor.name, sensor.job_name) == ("source_thu_muc_nhan", "ingest")
    with dg.DagsterInstance.ephemeral() as instance:
        (request,), cursor, _ = _ask(sensor, instance)
        assert range_tags(QUARTERS).items() <= request.tags.items()
        # the daemon died before it launched the run: asked for again
        assert len(_ask(sensor, instance, cursor)[0]) == 1
        run = _launched(instance, request, Status.STARTED)
        assert "is taking them in" in str(_ask(sensor, instance, cursor)[2])
        instance.report_run_failed(run)
        requests, _, words = _ask(sensor, instance, cursor)
        assert requests == []
        assert "asked again after" in str(words)
        (second,), cursor, _ = _ask(sensor, instance, _later(cursor, timedelta(minutes=11)))
        assert second.run_key != request.run_key
        _launched(instance, second, Status.SUCCESS)
        assert _ask(sensor, instance, cursor)[2] == "nothing new"
        (drop / "b.xlsx").write_bytes(b"2")
        assert len(_ask(sensor, instance, cursor)[0]) == 1
        # a lost or damaged cursor costs one run that finds nothing new
        assert len(_ask(sensor, instance, "{not a cursor")[0]) == 1


def test_a_run_that_waits_in_line_takes_everything_along(drop: Path, tmp_path: Path) -> None:
    (sensor,) = source_sensors(Workspace(tmp_path), QUARTERS)
    with dg.DagsterInstance.ephemeral() as instance:
        instance.create_run_for_job(ingest, status=Status.NOT_STARTED)
        requests, _, words = _ask(sensor, instance)
        assert requests == []
        assert "will take this along" in str(words)


def test_a_run_stopped_by_hand_is_not_asked_for_again(drop: Path, tmp_path: Path) -> None:
    (sensor,) = source_sensors(Workspace(tmp_path), QUARTERS)
    with dg.DagsterInstance.ephemeral() as instance:
        (request,), cursor, _ = _ask(sensor, instance)
        _launched(instance, request, Status.CANCELED)
        assert "stopped by hand" in str(_ask(sensor, instance, _later(cursor, timedelta(days=2)))[2])


REMOTE: dict[str, Any] = {
    "name": "sftp-13684", "channel": "sftp", "host": "127.0.0.1", "user": "u", "known_hosts": "/k",
    "password_env": "SFTP_13684", "kinds": ["ward_commune"], "owner": "standing_office", "backup": "maintainers",
}  # fmt: skip


class _Remote:
    """What a remote source answers: its waiting keys, or an error."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.error: SourceError | None = None
        self.asked = 0

    def __call__(self, *_: object) -> list[str]:
        self.asked += 1
        if self.error:
            raise self.error
        return self.keys


@pytest.fixture
def remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[_Remote, dg.SensorDefinition]:
    register = Workspace(tmp_path).register
    register.mkdir()
    entries = [REMOTE, REMOTE | {"name": "sftp-old", "enabled": False}]
    (register / "sources.yml").write_text(yaml.safe_dump({"sources": entries}), encoding="utf-8")
    answers = _Remote()
    monkeypatch.setattr(sources, "waiting_keys", answers)
    (sensor,) = source_sensors(Workspace(tmp_path), QUARTERS)  # the one that is enabled
    return answers, sensor


def test_a_silent_source_fails_its_tick_and_loses_nothing(
    remote: tuple[_Remote, dg.SensorDefinition], caplog: pytest.LogCaptureFixture
) -> None:
    answers, sensor = remote
    with dg.DagsterInstance.ephemeral() as instance:
        answers.keys = ["a\t1"]
        (request,), cursor, _ = _ask(sensor, instance)
        answers.error = NotReachableError("sftp-13684", "no answer", "Look at the network.")
        with pytest.raises(Exception, match="no answer"):
            _ask(sensor, instance, cursor)
        assert '"kind": "source_silent"' in caplog.text
        answers.error = None
        _launched(instance, request, Status.SUCCESS)
        # the run succeeded and the file still waits: the source fell silent while it was pulled from
        assert "did not take them in" in str(_ask(sensor, instance, cursor)[2])
        assert len(_ask(sensor, instance, _later(cursor, timedelta(hours=1)))[0]) == 1
        answers.keys = []
        assert _ask(sensor, instance, cursor)[2] == "nothing is waiting"


def test_a_source_that_refuses_us_is_not_asked_every_minute(remote: tuple[_Remote, dg.SensorDefinition]) -> None:
    answers, sensor = remote
    answers.error = RefusedBySourceError("sftp-13684", "wrong password", "Set SFTP_13684.")
    with dg.DagsterInstance.ephemeral() as instance:
        requests, cursor, words = _ask(sensor, instance)
        assert requests == []
        assert "wrong password" in str(words)
        answers.error, answers.keys = None, ["a\t1"]
        for _ in range(3):
            assert "refused us" in str(_ask(sensor, instance, cursor)[2])
        assert answers.asked == 1
        over = Cursor.read(cursor).model_copy(update={"refused_until": datetime.now(UTC) - timedelta(seconds=1)})
        assert len(_ask(sensor, instance, over.model_dump_json())[0]) == 1


def test_patience_grows_to_a_day() -> None:
    waits = [Cursor(attempt=n).patience() for n in (1, 2, 3, 4, 5, 40)]
    minutes = [w.total_seconds() / 60 for w in waits]
    assert minutes == [10, 40, 160, 640, 1440, 1440]


def test_one_warehouse_run_after_many_ingest_runs() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        assert _ask(warehouse_after_ingest, instance)[2] == "no ingest run has succeeded yet"
        for _ in range(3):
            ingest.execute_in_process(instance=instance)
        waiting = instance.create_run_for_job(ingest, status=Status.NOT_STARTED)
        assert _ask(warehouse_after_ingest, instance)[2] == "an ingest run is under way"
        instance.delete_run(waiting.run_id)
        (request,), _, _ = _ask(warehouse_after_ingest, instance)
        assert _ask(warehouse_after_ingest, instance)[0] == [request]  # the same key: the daemon launches it once
        building = instance.create_run_for_job(warehouse, status=Status.STARTED)
        assert _ask(warehouse_after_ingest, instance)[2] == "a warehouse run is under way"
        instance.delete_run(building.run_id)
        warehouse.execute_in_process(instance=instance)
        assert "up to date" in str(_ask(warehouse_after_ingest, instance)[2])
        ingest.execute_in_process(instance=instance)
        assert len(_ask(warehouse_after_ingest, instance)[0]) == 1


def test_a_backfill_from_the_page_is_followed_too() -> None:
    @dg.asset(name="agency_verdicts")
    def verdicts() -> None: ...

    @dg.asset
    def something_else() -> None: ...

    page = dg.Definitions(assets=[verdicts, something_else]).resolve_implicit_global_asset_job_def()
    with dg.DagsterInstance.ephemeral() as instance:
        instance.create_run_for_job(page, status=Status.SUCCESS, asset_selection=frozenset({something_else.key}))
        assert _ask(warehouse_after_ingest, instance)[0] == []
        instance.create_run_for_job(page, status=Status.SUCCESS, asset_selection=frozenset({verdicts.key}))
        assert len(_ask(warehouse_after_ingest, instance)[0]) == 1


def test_no_warehouse_run_beside_files_nobody_has_judged(tmp_path: Path) -> None:
    """A backfill of some quarters leaves what landed of the others; figures beside it would not be whole."""
    receipt = ("1" * 64, "a" * 64, "drop_folder", "agency", "CQ-001", "a.xlsx", 1, datetime.now(UTC), "a" * 64)
    Landing(Workspace(tmp_path).landing).commit(
        pl.DataFrame([receipt], schema=RECEIPT, orient="row"), pl.DataFrame(schema=REFUSAL)
    )
    with dg.DagsterInstance.ephemeral() as instance:
        ingest.execute_in_process(instance=instance)
        requests, _, words = _ask(warehouse_after_ingest, instance)
    assert requests == []
    assert "1 files of other quarters" in str(words)


def test_a_warehouse_run_that_failed_is_asked_for_again_later() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        ingest.execute_in_process(instance=instance)
        (request,), _, _ = _ask(warehouse_after_ingest, instance)
        tags = {"dagster/run_key": str(request.run_key)}
        failed = instance.create_run_for_job(warehouse, status=Status.STARTED, tags=tags)
        instance.report_run_failed(failed)
        assert "asked again after" in str(_ask(warehouse_after_ingest, instance)[2])


def test_editions_are_asked_for_after_a_publish_and_again_after_a_failure(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    sensor = editions_sensor(workspace)
    with dg.DagsterInstance.ephemeral() as instance:
        assert _ask(sensor, instance)[2] == "nothing is published yet"
        workspace.published.mkdir()
        (workspace.published / "manifest.json").write_text('{"content_hash": "abc"}')
        ((first,), _, _) = _ask(sensor, instance)
        run = instance.create_run_for_job(
            editions_job, status=Status.STARTED, tags={"dagster/run_key": str(first.run_key)}
        )
        assert _ask(sensor, instance)[2] == "editions are being written"
        instance.report_run_failed(run)
        assert _ask(sensor, instance)[2] == "the last run failed; asked again later"
        workspace.audiences.mkdir()
        (workspace.audiences / ".written_for").write_text(written_for(workspace) or "")
        assert _ask(sensor, instance)[2] == "readers have what is published"
