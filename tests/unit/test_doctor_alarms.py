"""The doctor asks every alert channel without making a noise, and looks at the dead man's signal."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingestion.workspace import Workspace
from ingestion.writing_lock import writing
from orchestration.alerts.dead_mans_signal import HEARTBEAT
from orchestration.alerts.tell import record, tell
from orchestration.doctor.alarms import alarms
from quality.alerts.sighting import Sighting
from tests.outbox.mail_server import Mailbox, mail_server

NOW = datetime(2025, 3, 14, 3, 0, tzinfo=UTC)


@pytest.fixture
def mail() -> Iterator[tuple[Mailbox, int]]:
    with mail_server() as served:
        yield served


@pytest.fixture
def listening() -> Iterator[int]:
    """A port that takes connections and keeps count of nothing: the doctor says nothing to it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def _mail(port: int, **more: Any) -> dict[str, Any]:
    return {"name": "thu", "kind": "email", "host": "127.0.0.1", "port": port, "security": "plain_localhost",
            "sender": "kho138@example.org", "to": ["vanhanh@example.org"]} | more  # fmt: skip


def _workspace(home: Path, *channels: dict[str, Any], **more: Any) -> Workspace:
    workspace = Workspace(home)
    workspace.register.mkdir(parents=True, exist_ok=True)
    names = [c["name"] for c in channels]
    said = {"roles": {"maintainers": names, "standing_office": names}, "channels": list(channels)} if names else {}
    (workspace.register / "alerts.yml").write_text(yaml.safe_dump(said | more), encoding="utf-8")
    return workspace


def _found(workspace: Workspace, now: datetime = NOW) -> dict[str, str]:
    return {f.subject: f.state for f in alarms(workspace, now)}


def test_channels_that_answer_hear_nothing(
    tmp_path: Path, mail: tuple[Mailbox, int], listening: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox, port = mail
    monkeypatch.setenv("KHO138_TEST_HOOK", f"json://127.0.0.1:{listening}/secret-path")
    monkeypatch.setenv("KHO138_TEST_SIGNAL", f"http://127.0.0.1:{listening}/secret-path")
    hook = {"name": "hook", "kind": "apprise", "url_env": "KHO138_TEST_HOOK"}
    workspace = _workspace(tmp_path, _mail(port), hook, dead_mans_signal={"url_env": "KHO138_TEST_SIGNAL"})
    assert _found(workspace) == {"alert channel thu": "ok", "alert channel hook": "ok", "dead man's signal": "ok"}
    assert mailbox.letters == []


def test_channels_that_do_not_answer_are_named_without_their_address(
    tmp_path: Path, mail: tuple[Mailbox, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    monkeypatch.setenv("KHO138_TEST_HOOK", f"json://127.0.0.1:{port}/secret-path")
    monkeypatch.setenv("KHO138_TEST_SIGNAL", f"http://127.0.0.1:{port}/secret-path")
    monkeypatch.setenv("KHO138_TEST_PASSWORD", "wrong")
    hook = {"name": "hook", "kind": "apprise", "url_env": "KHO138_TEST_HOOK"}
    no_login = _mail(mail[1], name="login", user="a", password_env="KHO138_TEST_PASSWORD")  # it offers no sign-in
    no_tls = _mail(mail[1], name="tls", security="starttls")
    more = {"dead_mans_signal": {"url_env": "KHO138_TEST_SIGNAL"}, "alertmanager": {"url": f"http://127.0.0.1:{port}"}}
    workspace = _workspace(tmp_path, _mail(port), hook, no_login, no_tls, **more)
    found = list(alarms(workspace, NOW))
    assert {f.state for f in found} == {"critical"}
    assert len(found) == 6
    assert not any("secret-path" in f.words_vi or str(port) in f.words_vi for f in found)


def test_a_service_that_cannot_be_asked_quietly_is_not_called_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHO138_TEST_HOOK", "json://a-word-that-is-no-machine/")
    workspace = _workspace(tmp_path, {"name": "hook", "kind": "apprise", "url_env": "KHO138_TEST_HOOK"})
    (found,) = alarms(workspace, NOW)
    assert (found.state, "kho138 alerts test" in found.words_vi) == ("ok", True)


def test_no_channels_and_settings_that_cannot_be_used(tmp_path: Path) -> None:
    assert _found(Workspace(tmp_path / "none")) == {"alerts": "warning"}
    workspace = _workspace(tmp_path, _mail(25, password_env="KHO138_TEST_NOT_SET", user="a"))
    assert _found(workspace) == {"alerts": "critical"}


def test_a_message_that_is_stuck_and_a_signal_that_stopped(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path, _mail(1))
    record(workspace, [Sighting("disk_low", "workspace")], NOW)
    tell(workspace, NOW)
    assert "alert messages" not in _found(workspace, NOW + timedelta(minutes=29))
    assert _found(workspace, NOW + timedelta(minutes=31))["alert messages"] == "critical"
    heartbeat = workspace.alerts / HEARTBEAT
    os.utime(heartbeat, (NOW.timestamp(), NOW.timestamp()))
    assert "heartbeat" not in _found(workspace)  # nobody serves: nobody gives it
    with writing(workspace.serving_lock, "a service", 0):
        assert _found(workspace, NOW + timedelta(minutes=9))["heartbeat"] == "ok"
        assert _found(workspace, NOW + timedelta(minutes=11))["heartbeat"] == "critical"
        heartbeat.unlink()
        assert _found(workspace)["heartbeat"] == "warning"
