"""A real HTTP server in the place of Alertmanager and of whoever watches the dead man's signal."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingestion.workspace import Workspace
from orchestration.alerts.dead_mans_signal import HEARTBEAT
from orchestration.alerts.settings import AlertSettingsError, read_alert_settings
from orchestration.alerts.tell import ledger_of, record, tell
from quality.alerts.sighting import Sighting

MORNING = datetime(2025, 3, 14, 3, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class _Monitoring:
    """What was posted and what was asked for; ``answer`` is the status it gives."""

    def __init__(self) -> None:
        self.posts: list[list[dict[str, Any]]] = []
        self.asked: list[str] = []
        self.logins: set[str | None] = set()
        self.answer, self.port = 200, 0


@pytest.fixture
def monitoring(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Monitoring]:
    kept = _Monitoring()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path == "/am/api/v2/alerts"
            kept.logins.add(self.headers["Authorization"])
            if kept.answer == 200:
                kept.posts.append(body)
            self._say()

        def do_GET(self) -> None:
            kept.asked.append(self.path)
            self._say()

        def _say(self) -> None:
            self.send_response(kept.answer)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.port = server.server_port
    monkeypatch.setenv("KHO138_TEST_SIGNAL", f"http://127.0.0.1:{kept.port}/ping/secret")
    monkeypatch.setenv("KHO138_TEST_PASSWORD", "mật khẩu")
    yield kept
    server.shutdown()
    server.server_close()


def _workspace(home: Path, **settings: Any) -> Workspace:
    workspace = Workspace(home)
    workspace.register.mkdir(parents=True, exist_ok=True)
    (workspace.register / "alerts.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return workspace


def _told_of(monitoring: _Monitoring, home: Path, **more: Any) -> Workspace:
    return _workspace(home, alertmanager={"url": f"http://127.0.0.1:{monitoring.port}/am"} | more)


def _silent(*, is_open: bool = True) -> Sighting:
    return Sighting("source_silent", "sftp-13684", is_open, {"channel": "sftp"}, run_id="run-1")


def test_what_stands_is_posted_on_and_on_and_what_is_over_ends(monitoring: _Monitoring, tmp_path: Path) -> None:
    workspace = _told_of(monitoring, tmp_path)
    tell(workspace, MORNING)
    assert monitoring.posts == []
    record(workspace, [_silent(), Sighting("rule_rate", "VAL-01")], MORNING)
    for minute in (0, 1):
        tell(workspace, MORNING + minute * MINUTE)
    first, again = monitoring.posts
    (alert, warning) = first
    assert alert["labels"] == {
        "alertname": "kho138_source_silent", "severity": "critical", "subject": "sftp-13684", "owner": "maintainers",
        "fingerprint": _silent().fingerprint, "service": "kho138",
    }  # fmt: skip
    assert warning["labels"]["severity"] == "warning"
    assert alert["annotations"]["description"] == "Kênh: sftp"
    assert alert["annotations"]["summary_en"] == "Source “sftp-13684” does not answer"
    assert alert["generatorURL"].endswith("/runs/run-1")
    assert (alert["startsAt"], alert["endsAt"]) == ("2025-03-14T03:00:00.000Z", "2025-03-14T03:15:00.000Z")
    assert again[0] == alert | {"endsAt": "2025-03-14T03:16:00.000Z"}  # confirmed: the same alert, held for longer
    record(workspace, [_silent(is_open=False)], MORNING + 2 * MINUTE)
    tell(workspace, MORNING + 3 * MINUTE)
    assert monitoring.posts[-1][0]["endsAt"] == "2025-03-14T03:18:00.000Z"  # it may come back: not over yet
    tell(workspace, MORNING + 20 * MINUTE)
    ended = [a for a in monitoring.posts[-1] if a["labels"] == alert["labels"]]
    assert [a["endsAt"] for a in ended] == ["2025-03-14T03:20:00.000Z"]
    tell(workspace, MORNING + 21 * MINUTE)  # once more at most, which changes nothing
    tell(workspace, MORNING + 22 * MINUTE)
    assert [a["labels"]["alertname"] for a in monitoring.posts[-1]] == ["kho138_rule_rate"]


def test_an_end_that_was_not_taken_is_posted_again(monitoring: _Monitoring, tmp_path: Path) -> None:
    workspace = _told_of(monitoring, tmp_path)
    record(workspace, [_silent()], MORNING)
    tell(workspace, MORNING)
    record(workspace, [_silent(is_open=False)], MORNING)
    monitoring.answer = 503
    for minute in (16, 17):
        tell(workspace, MORNING + minute * MINUTE)  # a server that does not take it stops nothing else
    assert (workspace.alerts / HEARTBEAT).exists()
    monitoring.answer = 200
    tell(workspace, MORNING + timedelta(hours=5))
    assert [a["endsAt"] for a in monitoring.posts[-1]] == ["2025-03-14T03:16:00.000Z"]


def test_what_is_held_back_is_not_posted_and_the_login_is(monitoring: _Monitoring, tmp_path: Path) -> None:
    workspace = _told_of(monitoring, tmp_path, user="kho138", password_env="KHO138_TEST_PASSWORD")
    ledger_of(workspace).silence("source_*", MORNING + timedelta(hours=1), "Bảo trì", "maintainers", MORNING)
    record(workspace, [_silent(), Sighting("disk_low", "workspace"), Sighting("run_failed", "ingest")], MORNING)
    tell(workspace, MORNING)
    assert [a["labels"]["alertname"] for a in monitoring.posts[-1]] == ["kho138_disk_low"]
    assert None not in monitoring.logins


@pytest.mark.parametrize(
    "url", ["http://example.org:9093", "https://kho138:mat-khau@example.org", "127.0.0.1:9093", "ftp://127.0.0.1"]
)
def test_an_alertmanager_that_would_be_told_in_the_clear_is_refused(tmp_path: Path, url: str) -> None:
    workspace = _workspace(tmp_path, alertmanager={"url": url})
    with pytest.raises(AlertSettingsError, match="alertmanager"):
        read_alert_settings(workspace.register)


def test_the_dead_mans_signal_is_given_after_every_telling(monitoring: _Monitoring, tmp_path: Path) -> None:
    workspace = _workspace(tmp_path, dead_mans_signal={"url_env": "KHO138_TEST_SIGNAL"})
    tell(workspace, MORNING)
    assert monitoring.asked == ["/ping/secret"]
    monitoring.answer = 500  # whoever watches has trouble of their own
    tell(workspace, MORNING + MINUTE)
    assert (workspace.alerts / HEARTBEAT).read_text().startswith("2025-03-14T03:01")
    assert "secret" not in (workspace.register / "alerts.yml").read_text()


def test_the_signal_is_held_back_while_a_message_is_stuck(monitoring: _Monitoring, tmp_path: Path) -> None:
    mail = {"name": "thu", "kind": "email", "host": "127.0.0.1", "port": 1, "security": "plain_localhost",
            "sender": "kho138@example.org", "to": ["vanhanh@example.org"]}  # fmt: skip
    workspace = _workspace(
        tmp_path, channels=[mail], roles={"maintainers": ["thu"], "standing_office": ["thu"]},
        dead_mans_signal={"url_env": "KHO138_TEST_SIGNAL"},
    )  # fmt: skip
    record(workspace, [_silent()], MORNING)
    for minute in (0, 29, 31, 40):
        tell(workspace, MORNING + minute * MINUTE)
    assert len(monitoring.asked) == 2
    assert (workspace.alerts / HEARTBEAT).read_text().startswith("2025-03-14T03:29")
