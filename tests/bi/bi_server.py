"""The BI server as a test starts, asks and ends it: Superset on a port of localhost over the demonstration city."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import httpx

from orchestration.editions.place import put_in_place
from tests.reliability.service import free_port

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-bi" / "bin" / "python"

WARD = "13645|0001-01-01 13681|2024-09-01"  # Phường Quang Trung before and after a reorganisation
OTHER_WARD = "13669|2024-09-01"  # Phường Cửa Bắc; the same code was Trần Đăng Ninh before and Nam Định after
ENDED_WARD = "13681|0001-01-01"  # its code is Quang Trung's since; no edition is made for it
USERS = {
    "thanhpho": ("city_committee", "Ban Chỉ đạo 138 thành phố", ""),
    "phuong": ("unit_committee", "Phường Quang Trung", WARD),
    "phuongkhac": ("unit_committee", "Phường Cửa Bắc", OTHER_WARD),
    "phuongcu": ("unit_committee", "Phường Thống Nhất", ENDED_WARD),
    "vanhanh": ("maintainer", "Người vận hành", ""),
    "phantich": ("analyst", "Người phân tích", ""),
}


@dataclass
class BiServer:
    """Where it is and who may sign in."""

    url: str
    home: Path
    passwords: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def signed_in(self, user: str | None) -> Iterator[httpx.Client]:
        """A client with the token of a user; None is anonymous."""
        with httpx.Client(base_url=self.url, timeout=120) as client:
            if user:
                client.headers["Authorization"] = f"Bearer {self.token(user)}"
                csrf = client.get("/api/v1/security/csrf_token/")
                if csrf.status_code == 200:  # who may save something
                    client.headers.update({"X-CSRFToken": csrf.json()["result"], "Referer": self.url})
            yield client

    @contextmanager
    def at_a_page(self, user: str) -> Iterator[httpx.Client]:
        """A client that signed in as a browser does, with the token of its page: only permission refuses what it writes."""
        with httpx.Client(base_url=self.url, timeout=120, headers={"Referer": self.url}) as client:
            for _ in range(20):
                said = {"username": user, "password": self.passwords[user], "csrf_token": self._form_token(client)}
                if client.post("/login/", data=said).status_code != 429:
                    break
                time.sleep(5)
            client.headers["X-CSRFToken"] = self._form_token(client, "/dashboard/list/")
            yield client

    @staticmethod
    def _form_token(client: httpx.Client, page: str = "/login/") -> str:
        found = re.search(r'csrf_token[^>]*value="([^"]+)"', client.get(page).text)
        assert found, f"{page} carries no token"
        return found[1]

    def token(self, user: str) -> str:
        """A token of the interface; asked for again when sign-in is being throttled."""
        body = {"username": user, "password": self.passwords[user], "provider": "db"}
        for _ in range(20):
            answer = httpx.post(f"{self.url}/api/v1/security/login", json=body, timeout=60)
            if answer.status_code == 429:
                time.sleep(5)
                continue
            return str(answer.json()["access_token"])
        raise TimeoutError("sign-in stays throttled")


def environment(home: Path, **more: str) -> dict[str, str]:
    """What the programs of the BI environment need to know."""
    return os.environ | {
        "KHO138_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "SUPERSET_CONFIG_PATH": str(ROOT / "orchestration" / "bi" / "superset_config.py"),
    } | more  # fmt: skip


def module(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the BI environment to its end."""
    return subprocess.run(
        [str(PYTHON), "-m", *arguments], env=environment(home, **more), cwd=ROOT, capture_output=True, text=True,
        timeout=600, check=False,
    )  # fmt: skip


def workspace_of(city: Path, folder: Path) -> Path:
    """A workspace with the city's register, what is published in it and, where they were written, its editions."""
    for name in ("published", "register", "disclosed"):
        if (city / name).exists():
            shutil.copytree(city / name, folder / name, symlinks=True)
    return folder


def write_editions(home: Path) -> None:
    """As the service does after a publish: the editions of all audiences, and of them what the dashboards read."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("kho138")), "editions", "write"], env=environment(home), cwd=ROOT,
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def edition(home: Path) -> Path:
    """The file the dashboards read now."""
    return (home / "published" / "dashboards" / "current").resolve() / "kho138.duckdb"


def turn_to_changed(home: Path, change: str) -> None:
    """Put another version in place whose tables a statement has changed, as writing editions does."""

    def write(draft: Path) -> None:
        for path in before.parent.iterdir():
            shutil.copy(path, draft / path.name)
        with duckdb.connect(str(draft / before.name)) as connection:
            connection.execute(change)

    before = edition(home)
    put_in_place(before.parents[1], secrets.token_hex(8), write, keep=4, keep_seconds=3600)


@contextmanager
def afterwards_as_before(home: Path) -> Iterator[None]:
    """The version that is read now is read again after the block."""
    before = edition(home)
    try:
        yield
    finally:
        put_in_place(before.parents[1], before.parent.name, lambda _: None, keep=4, keep_seconds=3600)


def add_users(home: Path) -> dict[str, str]:
    """The users of the tests; their passwords."""
    passwords = {}
    for name, account in USERS.items():
        done = module(home, "orchestration.bi.accounts", name, *account)
        assert done.returncode == 0, done.stderr
        passwords[name] = done.stdout.strip()
    return passwords


@contextmanager
def serving(home: Path, passwords: dict[str, str], **more: str) -> Iterator[BiServer]:
    """Prepare and serve; ended with the block by its own process id."""
    done = module(home, "orchestration.bi.prepare", **more)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    port = free_port()
    with (home / "serve.log").open("w") as log:
        server = subprocess.Popen(
            [str(PYTHON), "-m", "orchestration.bi.serve", str(port)],
            env=environment(home, **more), cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url, server)
            yield BiServer(url, home, passwords)
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(url: str, server: subprocess.Popen[Any]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the server ended"
        try:
            if httpx.get(f"{url}/health", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise TimeoutError("Superset does not answer")
