"""The doctor sees each planted illness, says what to do, and its exit code says how bad it is."""

from __future__ import annotations

import os
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingestion.landing.arrival import Arrival
from ingestion.landing.landing import Landing
from ingestion.landing.receive import receive
from ingestion.sample_city.register_files import write_register
from ingestion.workspace import Workspace
from orchestration.doctor import machine, pipeline
from orchestration.doctor.examine import examine, exit_code
from orchestration.doctor.finding import Finding
from orchestration.keeping.backup import write_backup
from quality.personal_data.allowed import allowed

NOW = datetime(2025, 10, 1, 3, tzinfo=UTC)
_Usage = namedtuple("_Usage", "total used free")
SOURCE: dict[str, Any] = {
    "name": "api", "channel": "http_api", "url": "http://127.0.0.1:9", "owner": "standing_office", "backup": "maintainers",
    "kinds": ["agency"], "senders": [{"place": "/a", "kind": "agency", "unit": "A"}], "token_envs": {"/a": "KHO138_TEST_TOKEN"},
    "timeout_seconds": 1,
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "home")
    write_register(made.register)
    made.published.mkdir()
    (made.published / "manifest.json").write_text('{"content_hash": "abc"}')
    made.drop.mkdir()
    landed = Arrival("drop_folder", "agency", "A", "a.txt", b"words", NOW - timedelta(days=1))
    receive(Landing(made.landing), [landed], allowed(None))
    made.landing.chmod(0o700)
    return made


def _only(findings: Any) -> Finding:
    (finding,) = findings
    return finding  # type: ignore[no-any-return]


def test_a_healthy_house_and_its_exit_code(workspace: Workspace, tmp_path: Path) -> None:
    write_backup(workspace, tmp_path / "b.tar")
    found = {f.subject: f.state for f in examine(workspace)}
    assert found == {
        "disk": found["disk"], "clock": "ok", "permissions": "ok", "backup": "ok", "register": "ok",
        "source thu-muc-nhan": "ok", "alerts": "warning", "service": "warning", "runs": "warning", "edition": "ok",
        "readers": "warning",
    }  # fmt: skip
    assert exit_code([Finding("a", "ok", "")]) == 0
    assert exit_code([Finding("a", "ok", ""), Finding("b", "warning", "")]) == 1
    assert exit_code([Finding("a", "critical", ""), Finding("b", "warning", "")]) == 2


@pytest.mark.parametrize(("free", "state"), [(500e6, "critical"), (5e9, "warning"), (50e9, "ok")])
def test_a_full_disk(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, free: float, state: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(100e9, 100e9 - free, free))
    assert _only(machine.disk(workspace)).state == state


def test_a_clock_behind_what_was_received(workspace: Workspace) -> None:
    assert _only(machine.clock(workspace, NOW - timedelta(days=30))).state == "critical"
    assert _only(machine.clock(workspace, NOW)).state != "critical"


def test_permissions_too_wide(workspace: Workspace) -> None:
    workspace.landing.chmod(0o755)
    assert _only(machine.permissions(workspace)).state == "warning"
    workspace.landing.chmod(0o700)
    workspace.register.chmod(0o777)
    assert "chmod o-w" in _only(machine.permissions(workspace)).words_vi


def test_an_old_backup_and_none(workspace: Workspace, tmp_path: Path) -> None:
    assert _only(machine.backup(workspace, NOW)).state == "warning"
    write_backup(workspace, tmp_path / "b.tar")
    made = datetime.fromtimestamp(workspace.last_backup.stat().st_mtime, UTC)
    assert _only(machine.backup(workspace, made + timedelta(days=7))).state == "ok"
    assert _only(machine.backup(workspace, made + timedelta(days=9))).state == "warning"


def test_a_faulty_register(workspace: Workspace) -> None:
    (workspace.register / "units.csv").write_text("unit_code\n")
    assert "units.csv" in _only(pipeline.register(workspace)).words_vi


def test_a_missing_secret_and_a_source_that_does_not_answer(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace.register / "sources.yml").write_text(yaml.safe_dump({"sources": [SOURCE]}))
    missing = _only(pipeline.sources(workspace))
    assert (missing.subject, missing.state) == ("source api", "critical")
    assert "KHO138_TEST_TOKEN" in missing.words_vi
    monkeypatch.setenv("KHO138_TEST_TOKEN", "t")
    silent = _only(pipeline.sources(workspace))
    assert silent.state == "critical"
    assert "không trả lời" in silent.words_vi


def test_an_edition_older_than_the_calendar_promised(workspace: Workspace) -> None:
    manifest = workspace.published / "manifest.json"
    # the review of the August cut-off was on 25 September 2025
    for made, state in ((datetime(2025, 9, 26, tzinfo=UTC), "ok"), (datetime(2025, 9, 20, tzinfo=UTC), "critical")):
        os.utime(manifest, (made.timestamp(), made.timestamp()))
        assert _only(pipeline.edition(workspace, NOW)).state == state
    manifest.unlink()
    assert _only(pipeline.edition(workspace, NOW)).state == "critical"


def test_a_part_that_breaks_is_a_finding_and_hides_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("no such device")

    monkeypatch.setattr(machine, "disk", broken)
    found = examine(workspace)
    assert found[0] == Finding("disk", "critical", "không khám được: no such device")
    assert len(found) == 11
    assert examine(Workspace(workspace.home / "nowhere"))[0].state == "critical"
