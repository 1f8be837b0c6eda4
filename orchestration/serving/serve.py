"""The service: one code server, the daemon, the page, and a read-only page for viewers, all on this machine only.

If one of them ends, all end, and whoever started the service (systemd) starts it again: half a service would
look alive while nothing runs. Nothing here listens beyond localhost: a login is nginx's (``nginx.conf``).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import dagster as dg
import yaml

from ingestion.workspace import Workspace
from ingestion.writing_lock import writing
from orchestration.instance_settings import write_instance_settings
from orchestration.left_over_runs import fail_left_over_runs

HOST = "127.0.0.1"
START_SECONDS = 180.0
STOP_SECONDS = 30.0
LOCATION = "kho138"
_LOOK_SECONDS = 0.3
_LONGEST_SOCKET = 100  # bytes; the kernel's limit is 108


class ServeError(RuntimeError):
    """The service could not start, or a part of it ended."""


@dataclass(frozen=True)
class Page:
    """A page: its port on localhost, the path it is reached under, and whether it only shows."""

    port: int
    path_prefix: str = ""
    read_only: bool = False


def serve(workspace: Workspace, pages: list[Page], say: Callable[[str], None]) -> None:
    """Run until told to stop (SIGTERM, SIGINT).

    Args:
        workspace: the city's workspace.
        pages: the pages to offer.
        say: called with what is going on.

    Raises:
        ServeError: a part did not start or ended by itself.
        BusyError: the city is served already.
        SettingsError: storage settings and environment do not fit together.
    """
    write_instance_settings(workspace.dagster_home)
    environment = os.environ | _environment(workspace)
    with ExitStack() as stack:
        stack.enter_context(writing(workspace.serving_lock, f"kho138 serve, process {os.getpid()}", 0))
        with dg.DagsterInstance.from_config(str(workspace.dagster_home)) as instance:
            for run_id in fail_left_over_runs(instance, workspace):
                say(f"Lượt chạy {run_id[:8]} bị bỏ dở do máy dừng đột ngột: ghi nhận thất bại, sẽ chạy lại.")
        code = _socket(workspace)
        parts = stack.enter_context(_Parts(environment))
        parts.start(
            "dagster", "code-server", "start", "--socket", str(code), "--module-name", "orchestration.definitions"
        )
        parts.wait_for(code.exists, "code server")
        at = ["--workspace", str(_workspace_file(workspace, code))]
        parts.start("dagster-daemon", "run", *at)
        for page in pages:
            shown = ["--path-prefix", page.path_prefix] if page.path_prefix else []
            shown += ["--read-only"] if page.read_only else []
            parts.start("dagster-webserver", "--host", HOST, "--port", str(page.port), *shown, *at)
        for page in pages:
            parts.wait_for(lambda port=page.port: _answers(port), f"page on port {page.port}")  # type: ignore[misc]
            words = "chỉ xem" if page.read_only else "điều hành"
            say(f"Trang {words}: http://{HOST}:{page.port}{page.path_prefix}")
        parts.wait_until_one_ends()


def _socket(workspace: Workspace) -> Path:
    """Where the code server answers: a socket, not a port, so that only this user may hand it work.

    Always the same place and name: cursors, switches and retries belong to a code location by its name.
    """
    path = workspace.dagster_home / "code.sock"
    if len(str(path).encode()) > _LONGEST_SOCKET:
        raise ServeError(f"{path} is too long for a socket ({_LONGEST_SOCKET} bytes): choose a shorter KHO138_HOME")
    path.unlink(missing_ok=True)  # of a service that was killed
    return path


def _workspace_file(workspace: Workspace, code: Path) -> Path:
    path = workspace.dagster_home / "workspace.yaml"
    where = {"socket": str(code), "location_name": LOCATION}
    path.write_text(yaml.safe_dump({"load_from": [{"grpc_server": where}]}), encoding="utf-8")
    return path


def _environment(workspace: Workspace) -> Mapping[str, str]:
    return {
        "KHO138_HOME": str(workspace.home),
        "DAGSTER_HOME": str(workspace.dagster_home),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "PYTHONUTF8": "1",
    }


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


class _Stop(Exception):  # noqa: N818 — no error: somebody asked
    """Somebody asked the service to stop."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _Stop


class _Parts:
    """The processes of the service, ended together in the reverse order of their start."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._running: list[tuple[str, subprocess.Popen[bytes]]] = []

    def __enter__(self) -> _Parts:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stop)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        for _name, process in reversed(self._running):
            process.terminate()
        give_up = time.monotonic() + STOP_SECONDS
        for _name, process in reversed(self._running):
            try:
                process.wait(max(0.0, give_up - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            # what a part started and left behind; a run among it is failed and run again at the next start
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        return kind is _Stop

    def start(self, program: str, *arguments: str) -> None:
        """Start a program that lies beside the running Python."""
        path = Path(sys.executable).with_name(program)
        command = [sys.executable, "-m", "orchestration.serving.child", str(os.getpid()), str(path), *arguments]
        # its own group: a Ctrl-C is for serve, which ends its parts in order
        process = subprocess.Popen(command, env=dict(self._environment), start_new_session=True)  # noqa: S603 — ours
        self._running.append((f"{program} {arguments[0]}", process))

    def wait_for(self, ready: Callable[[], bool], what: str) -> None:
        """Wait until a part is ready, and fail when any part ends before."""
        give_up = time.monotonic() + START_SECONDS
        while not ready():
            self._all_alive()
            if time.monotonic() > give_up:
                raise ServeError(f"{what} did not start within {START_SECONDS:.0f} seconds")
            time.sleep(_LOOK_SECONDS)

    def wait_until_one_ends(self) -> None:
        """Wait for ever."""
        while True:
            self._all_alive()
            time.sleep(_LOOK_SECONDS)

    def _all_alive(self) -> None:
        for name, process in self._running:
            if process.poll() is not None:
                raise ServeError(f"{name} ended with code {process.returncode}")
