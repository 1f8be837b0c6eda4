"""The portal as it is served: uvicorn on a port of localhost, over the register of the demonstration city."""

from __future__ import annotations

import csv
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn

from ingestion.sample_city.register_files import write_register
from ingestion.workspace import Workspace
from orchestration.portal import tokens
from orchestration.portal.app import portal

GOLDEN = Path(__file__).parents[1] / "golden" / "F01"
SENDER = dict(csv.reader((GOLDEN / "sender.csv").open(encoding="utf-8")))
WARD, OTHER_WARD = SENDER["accepted"], "13633"


@dataclass(frozen=True)
class Served:
    """Where it is, and whose files lie there."""

    url: str
    workspace: Workspace

    def token(self, unit: str, days: int = 30) -> tuple[tokens.Token, str]:
        """A token of a unit."""
        today = datetime.now(UTC).date()
        return tokens.make(self.workspace.portal_tokens, unit, datetime.now(UTC), today + timedelta(days=days))

    @contextmanager
    def browser(self, unit: str = WARD) -> Iterator[httpx.Client]:
        """A client that has signed in."""
        with httpx.Client(base_url=self.url, follow_redirects=True, timeout=30) as client:
            answer = client.post("/dang-nhap", data={"token": self.token(unit)[1]})
            assert answer.status_code == 200
            yield client


def csrf(client: httpx.Client) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    assert found
    return found[1]


def upload(
    client: httpx.Client, content: bytes, name: str = "báo cáo.xlsx", what: str = "send", **fields: str
) -> httpx.Response:
    data = {"csrf": csrf(client), "what": what} | fields
    return client.post("/gui", data=data, files={"file": (name, content, "application/octet-stream")})


@contextmanager
def serving(workspace: Workspace) -> Iterator[Served]:
    """The page of a workspace for as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(portal(workspace), log_level="error", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", workspace)
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    workspace = Workspace(tmp_path_factory.mktemp("portal"))
    write_register(workspace.register)
    with serving(workspace) as there:
        yield there


def expired(workspace: Workspace) -> str:
    return tokens.make(workspace.portal_tokens, WARD, datetime.now(UTC), date(2020, 1, 1))[1]
