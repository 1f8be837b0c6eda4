"""What the daemon sees every minute: the disk, an old edition, jobs that are well again; thresholds are the city's."""

from __future__ import annotations

import os
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
import yaml
from typer.testing import CliRunner

from ingestion.connectors import pull_sources
from ingestion.connectors.source_errors import NotReachableError, RefusedBySourceError, SourceError
from ingestion.sample_city.register_files import write_register
from ingestion.workspace import Workspace
from ingestion.writing_lock import writing
from orchestration.alerts import watch as watching
from orchestration.alerts.dead_mans_signal import HEARTBEAT
from orchestration.alerts.tell import ledger_of, record
from orchestration.alerts.watch import watch
from orchestration.assets.submissions import submission_assets
from orchestration.cli.app import app
from orchestration.resources.city import CityResource
from orchestration.sensors.alert_delivery import alert_delivery
from orchestration.sensors.failures import failed_runs
from quality.alerts.sighting import Sighting
from quality.alerts.thresholds import Thresholds
from quality.alerts.usual_rate import against_usual

NOW = datetime(2025, 3, 14, 3, 0, tzinfo=UTC)
_Usage = namedtuple("_Usage", "total used free")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("KHO138_HOME", str(tmp_path))
    made = Workspace(tmp_path)
    for folder in (made.register, made.published):
        folder.mkdir()
    for looked_at in ("figure_sightings", "silent_source_sightings", "coverage_sightings"):
        monkeypatch.setattr(watching, looked_at, lambda *_: [])
    monkeypatch.setattr(watching.Register, "read", lambda _: None)
    return made


def _thresholds(workspace: Workspace, **said: float) -> None:
    (workspace.register / "alerts.yml").write_text(yaml.safe_dump({"thresholds": said}), encoding="utf-8")


def _open(workspace: Workspace) -> set[str]:
    return {a.kind for a in ledger_of(workspace).open_alerts() if not a.well_since}


@pytest.mark.parametrize(("said", "is_open"), [({}, False), ({"free_disk_mb": 4000}, True)])
def test_a_disk_with_less_room_than_wanted(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, said: dict[str, float], is_open: bool
) -> None:
    free = 3000 * 2**20
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(free * 9, free * 8, free))
    _thresholds(workspace, **said)
    watch(workspace, NOW)
    assert _open(workspace) == ({"disk_low"} if is_open else set())


@pytest.mark.parametrize(("said", "days", "is_open"), [({}, 34, False), ({}, 36, True), ({"edition_days": 40}, 36, False)])  # fmt: skip
def test_an_edition_older_than_promised_and_a_new_one(
    workspace: Workspace, said: dict[str, float], days: int, is_open: bool
) -> None:
    _thresholds(workspace, **said)
    edition = workspace.published / "kho138.duckdb"
    edition.touch()
    made = (NOW - timedelta(days=days)).timestamp()
    os.utime(edition, (made, made))
    watch(workspace, NOW)
    assert _open(workspace) == ({"edition_old"} if is_open else set())
    os.utime(edition, (NOW.timestamp(), NOW.timestamp()))
    watch(workspace, NOW)
    assert _open(workspace) == set()


def test_readers_who_do_not_have_what_is_published(workspace: Workspace) -> None:
    for name, text in (("kho138.duckdb", ""), ("manifest.json", '{"content_hash": "abc"}')):
        (workspace.published / name).write_text(text)
        os.utime(workspace.published / name, ((NOW - timedelta(days=2)).timestamp(),) * 2)
    watch(workspace, NOW)
    assert _open(workspace) == {"readers_behind"}


@pytest.mark.parametrize(("said", "finding"), [({}, "above"), ({"times_usual": 5.0}, "usual"), ({"rate_chance": 1e-9}, "usual")])  # fmt: skip
def test_how_far_above_the_usual_is_the_citys_to_say(said: dict[str, float], finding: str) -> None:
    assert against_usual(8, 20, 10, 100, Thresholds(**said)) == finding  # type: ignore[arg-type]  # names by parametrize


def test_a_threshold_that_is_none_is_refused(workspace: Workspace) -> None:
    _thresholds(workspace, free_disk_gb=2)
    done = CliRunner().invoke(app, ["alerts", "send"])
    assert done.exit_code == 2
    assert "free_disk_gb" in done.output


@dg.op
def breaks() -> None:
    raise dg.Failure("broken", allow_retries=False)


@dg.op
def works() -> None: ...


@dg.job(name="warehouse")
def broken_job() -> None:
    breaks()


@dg.job(name="warehouse")
def working_job() -> None:
    works()


def _tick(instance: dg.DagsterInstance) -> str | None:
    return alert_delivery.evaluate_tick(dg.build_sensor_context(instance=instance)).skip_message


def test_a_failed_run_is_told_of_and_a_good_one_ends_it(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        assert _tick(instance) == "0 messages sent"
        failed = broken_job.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            "failed_runs", failed.all_events[-1], instance, failed.dagster_run
        ).for_run_failure()
        failed_runs(context)
        assert _tick(instance) == "1 messages sent"
        assert _open(workspace) == {"run_failed"}
        with writing(workspace.writing_lock, "a run", 0):  # a run that writes is looked at when it is over
            full = _Usage(9, 9, 0)
            with monkeypatch.context() as disk:
                disk.setattr(shutil, "disk_usage", lambda _: full)
                assert _tick(instance) == "0 messages sent"
        working_job.execute_in_process(instance=instance)
        assert _tick(instance) == "0 messages sent"
        assert _open(workspace) == set()
    assert (workspace.alerts / HEARTBEAT).exists()
    told = (workspace.alerts / "messages.log").read_text(encoding="utf-8")
    assert "Bước thất bại: breaks" in told
    assert failed.run_id in told


REMOTE = {
    "name": "sftp-cq", "channel": "sftp", "host": "127.0.0.1", "user": "u", "known_hosts": "/k", "password_env": "SFTP_CQ",
    "kinds": ["agency"], "owner": "standing_office", "backup": "maintainers",
}  # fmt: skip


class _Source:
    def __init__(self) -> None:
        self.error: SourceError | None = None

    def offers(self) -> list[object]:
        if self.error:
            raise self.error
        return []


def test_a_source_that_fails_in_a_run_by_hand_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, source = Workspace(tmp_path), _Source()
    write_register(workspace.register)
    (workspace.register / "sources.yml").write_text(yaml.safe_dump({"sources": [REMOTE]}), encoding="utf-8")
    monkeypatch.setattr(pull_sources, "connect", lambda _: source)
    monkeypatch.setattr(pull_sources, "ATTEMPTS", 1)
    quarters = dg.StaticPartitionsDefinition(["2025-Q1"])
    receipts = submission_assets("agency", quarters)[0]

    def run() -> None:
        city = CityResource(home=str(tmp_path))
        assert dg.materialize([receipts], partition_key="2025-Q1", resources={"city": city}).success

    run()
    assert not workspace.alerts.exists()  # all is well: no trace
    for error, kind in (
        (NotReachableError("sftp-cq", "no answer", "Look."), "source_silent"),
        (RefusedBySourceError("sftp-cq", "wrong password", "Set it."), "source_refused"),
    ):
        source.error = error
        run()
        assert kind in _open(workspace)
    (alert, _) = ledger_of(workspace).open_alerts()
    assert (alert.subject, alert.owner, alert.backup) == ("sftp-cq", "standing_office", "maintainers")
    assert alert.run_id
    source.error = None
    run()
    assert _open(workspace) == set()


def test_the_commands_take_on_keep_quiet_and_show_the_digest(workspace: Workspace) -> None:
    def kho138(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["alerts", *words])
        assert done.exit_code == code, done.output
        return done.output

    assert "chưa có gì" in kho138("digest")
    silent, rule = Sighting("source_silent", "sftp-cq"), Sighting("rule_rate", "VAL-01", facts={"reports": 12})
    record(workspace, [silent, rule], datetime.now(UTC))
    assert "sftp-cq" in kho138("list", code=1)
    kho138("ack", "0000", code=1)
    assert "Đã nhận" in kho138("ack", silent.fingerprint[:5], "--by", "standing_office")
    assert "standing_office" in kho138("list")  # nobody's ERROR is left: exit 0
    for _ in range(2):  # looking at it does not count as telling
        words = kho138("digest")
        assert "1 mới, 0 đã hết" in words
        assert "Số báo cáo 30 ngày qua: 12" in words
    kho138("silence", "rule_rate:*", "--hours", "2", "--reason", "Tập huấn")
    assert "chưa có gì" in kho138("digest")
    assert "Đang im: rule_rate:*" in kho138("list")
