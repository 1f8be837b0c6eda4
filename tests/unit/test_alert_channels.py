"""Alerts reach a real mail server and a real webhook: once a cause, also when the process is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiosmtpd.controller import Controller

from ingestion.workspace import Workspace
from orchestration.alerts.dead_mans_signal import HEARTBEAT
from orchestration.alerts.settings import AlertSettingsError, read_alert_settings
from orchestration.alerts.tell import ledger_of, record, tell
from quality.alerts.outbox import CLAIM, undelivered
from quality.alerts.sighting import Sighting
from tests.connectors.servers import free_port

MORNING = datetime(2025, 3, 14, 3, 0, tzinfo=UTC)
SILENT = Sighting("source_silent", "sftp-13684")
WELL = Sighting("source_silent", "sftp-13684", is_open=False)


class _Hook:
    """A webhook that keeps what it gets; ``hold`` makes it take a message and never answer."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.arrived, self.hold = threading.Event(), threading.Event()


@pytest.fixture
def hook() -> Iterator[_Hook]:
    kept = _Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            kept.arrived.set()
            while kept.hold.is_set():
                time.sleep(0.05)  # the sender waits, and is killed
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ["KHO138_TEST_HOOK"] = f"json://127.0.0.1:{server.server_port}/"
    yield kept
    del os.environ["KHO138_TEST_HOOK"]
    server.shutdown()
    server.server_close()


HOOK = {"name": "hook", "kind": "apprise", "url_env": "KHO138_TEST_HOOK"}


def _workspace(home: Path, *channels: dict[str, Any], **more: Any) -> Workspace:
    workspace = Workspace(home)
    workspace.register.mkdir(parents=True, exist_ok=True)
    names = [c["name"] for c in channels]
    settings = {"roles": {"maintainers": names, "standing_office": names}, "channels": list(channels)} | more
    (workspace.register / "alerts.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return workspace


_CHILD = """
import sys
from datetime import datetime, timedelta
from pathlib import Path
from ingestion.workspace import Workspace
from orchestration.alerts.tell import record, tell
from quality.alerts.sighting import Sighting
workspace, start = Workspace(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2])
for minute in range(25):
    now = start + timedelta(minutes=minute)
    record(workspace, [Sighting("source_silent", "sftp-13684")], now)
    tell(workspace, now)
print("half", flush=True)
sys.stdin.read()
"""


def _child(workspace: Workspace) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(workspace.home), MORNING.isoformat()],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _rest_of_the_hour(workspace: Workspace) -> None:
    for minute in range(25, 50):
        record(workspace, [SILENT], MORNING + timedelta(minutes=minute))
        tell(workspace, MORNING + timedelta(minutes=minute))
    record(workspace, [WELL], MORNING + timedelta(minutes=50))
    for minute in (50, 58, 66, 74):
        tell(workspace, MORNING + timedelta(minutes=minute))


def test_fifty_failures_across_a_kill_are_one_message_and_one_recovery(tmp_path: Path, hook: _Hook) -> None:
    workspace = _workspace(tmp_path, HOOK, escalate_after_minutes=600)
    with _child(workspace) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "half\n"
        child.send_signal(signal.SIGKILL)
    _rest_of_the_hour(workspace)
    assert [m["title"].partition(": ")[0] for m in hook.got] == ["[kho138] LỖI", "[kho138] ĐÃ HẾT LỖI"]
    assert [m["type"] for m in hook.got] == ["failure", "success"]
    assert "gặp 50 lần" in hook.got[1]["message"]
    assert (workspace.alerts / HEARTBEAT).exists()


def test_killed_while_sending_costs_one_repeat_under_the_same_number(tmp_path: Path, hook: _Hook) -> None:
    workspace = _workspace(tmp_path, HOOK, escalate_after_minutes=600)
    hook.hold.set()
    with _child(workspace) as child:
        assert hook.arrived.wait(60)
        child.send_signal(signal.SIGKILL)
    hook.hold.clear()
    tell(workspace, MORNING + CLAIM)
    _rest_of_the_hour(workspace)
    openings = [m["title"] for m in hook.got if "HẾT" not in m["title"]]
    assert len(openings) == 2
    assert len(set(openings)) == 1
    assert len(hook.got) == 3


def test_mail_arrives_with_its_vietnamese_subject_and_a_server_that_is_away_is_tried_again(tmp_path: Path) -> None:
    class Box:
        got: list[bytes] = []  # noqa: RUF012

        async def handle_DATA(  # noqa: N802 — the name aiosmtpd calls
            self, _server: Any, _session: Any, envelope: Any
        ) -> str:
            self.got.append(envelope.content)
            return "250 OK"

    port = free_port()
    mail = {"name": "thu", "kind": "email", "host": "127.0.0.1", "port": port, "security": "plain_localhost",
            "sender": "kho138@example.org", "to": ["vanhanh@example.org"]}  # fmt: skip
    workspace = _workspace(tmp_path, mail)
    record(workspace, [SILENT], MORNING)
    assert tell(workspace, MORNING) == 0
    assert [u[2] for u in undelivered(ledger_of(workspace))] == ["waiting"]
    server = Controller(Box(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        assert tell(workspace, MORNING + timedelta(minutes=2)) == 1
        assert tell(workspace, MORNING + timedelta(minutes=3)) == 0
    finally:
        server.stop()
    (raw,) = Box.got
    read = message_from_bytes(raw)
    assert str(make_header(decode_header(read["Subject"]))).startswith("[kho138] LỖI: Nguồn “sftp-13684”")
    assert read["To"] == "vanhanh@example.org"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"roles": {"maintainers": ["hook"]}}, "nobody is told for standing_office"),
        ({"roles": {"maintainers": ["hook", "fax"], "standing_office": ["hook"]}}, "fax"),
        ({"channels": [HOOK, HOOK | {"name": "other"}]}, "other"),
        ({"channels": [HOOK | {"url": "json://secret"}]}, "url"),
        ({"channels": [HOOK | {"url_env": "KHO138_NOT_SET"}]}, "KHO138_NOT_SET is not set"),
    ],
)
def test_a_channel_that_reaches_nobody_is_refused_at_the_start(
    tmp_path: Path, hook: _Hook, change: dict[str, Any], words: str
) -> None:
    workspace = _workspace(tmp_path, HOOK, **change)
    with pytest.raises(AlertSettingsError, match=words):
        read_alert_settings(workspace.register)


def test_without_channels_messages_are_in_a_file(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    record(workspace, [WELL], MORNING)
    assert not workspace.alerts.exists()
    record(workspace, [SILENT], MORNING)
    assert tell(workspace, MORNING) == 1
    assert "Source “sftp-13684” does not answer" in (workspace.alerts / "messages.log").read_text(encoding="utf-8")


def test_an_address_apprise_cannot_use_stops_the_service_before_it_starts(tmp_path: Path) -> None:
    _workspace(tmp_path, HOOK)
    environment = os.environ | {"KHO138_TEST_HOOK": "zalo://no-token", "KHO138_HOME": str(tmp_path)}
    command = [str(Path(sys.executable).with_name("kho138")), "serve"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "reaches nobody" in done.stderr
