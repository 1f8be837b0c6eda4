"""``kho138 serve`` as a test starts, asks and kills it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
import httpx

KHO138 = Path(sys.executable).with_name("kho138")
Status = dg.DagsterRunStatus


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Service:
    """A service for one home; started and killed as often as a test likes."""

    home: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    viewers_port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until its page answers."""
        command = [str(KHO138), "serve", "--port", str(self.port), "--path-prefix", "/dieu-hanh"]
        command += ["--viewers-port", str(self.viewers_port), "--viewers-path-prefix", "/xem"]
        environment = os.environ | {"KHO138_HOME": str(self.home), "PYTHONUTF8": "1"} | self.variables
        with (self.home / "serve.log").open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, text=True)
        wait_for(self._answers, "the page")

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.said()[-3000:]
        try:
            return self.ask("{ version }")["data"]["version"] is not None
        except httpx.HTTPError:
            return False

    def ask(self, query: str, variables: dict[str, Any] | None = None, *, as_viewer: bool = False) -> dict[str, Any]:
        """An answer of the page's own interface."""
        where = f"{self.viewers_port}/xem" if as_viewer else f"{self.port}/dieu-hanh"
        body = {"query": query, "variables": variables or {}}
        answer = httpx.post(f"http://127.0.0.1:{where}/graphql", json=body, timeout=60)
        found: dict[str, Any] = answer.json()
        return found

    def said(self) -> str:
        """What the service printed so far."""
        return (self.home / "serve.log").read_text(encoding="utf-8")

    def cut_power(self) -> int:
        """Kill every process of the service at once; how many there were."""
        own = self._processes()
        for number in own:
            os.kill(number, signal.SIGKILL)
        wait_for(lambda: not self._processes(), "the end of every process")
        assert self.process is not None
        self.process.wait()
        return len(own)

    def stop(self) -> int:
        """Ask it to stop, as systemd does; its exit code."""
        assert self.process is not None
        self.process.terminate()
        code = self.process.wait(60)
        wait_for(lambda: not self._processes(), "the end of every process")
        return code

    def _processes(self) -> list[int]:
        wanted = f"KHO138_HOME={self.home}".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                mine = wanted in (place / "environ").read_bytes().split(b"\0")
                if mine and "State:\tZ" not in (place / "status").read_text():
                    found.append(int(place.name))
            except OSError:  # it ended while we looked, or is not ours to look at
                continue
        return found


def wait_for(true: Callable[[], Any], what: str, seconds: float = 900) -> None:
    """Wait; the patience is for a machine that has other things to do, nothing that works needs it."""
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up, f"waited {seconds} seconds for {what}"
        time.sleep(0.2)


def runs(instance: dg.DagsterInstance, job: str, *statuses: dg.DagsterRunStatus) -> list[dg.DagsterRun]:
    """Runs of a job, newest first; of every status when none is named."""
    return list(instance.get_runs(dg.RunsFilter(job_name=job, statuses=list(statuses) or None)))
