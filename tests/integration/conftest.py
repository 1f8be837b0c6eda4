"""The demonstration city, written and run once a session, as a user would run it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from tests.integration.compiled_warehouse import CompiledWarehouse

KHO138 = Path(sys.executable).with_name("kho138")


@dataclass(frozen=True)
class City:
    """A workspace and the way to run the command in it."""

    home: Path

    def kho138(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"KHO138_HOME": str(self.home), "PYTHONUTF8": "1"}
        return subprocess.run(
            [str(KHO138), *arguments], env=environment, capture_output=True, text=True, timeout=600, check=False
        )

    def run(self) -> subprocess.CompletedProcess[str]:
        done = self.kho138("run")
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return done

    def query(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.home / "published" / "kho138.duckdb"), read_only=True) as connection:
            connection.execute("use marts")
            return connection.execute(sql, list(parameters)).fetchall()

    def content_hash(self) -> str:
        import json

        return str(json.loads((self.home / "published" / "manifest.json").read_text())["content_hash"])


@dataclass(frozen=True)
class FirstRun:
    """The city after its first run, and what that run printed."""

    city: City
    output: str


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> FirstRun:
    """Made by the first worker that needs it, read by all of them."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    city, printed = City(shared / "city"), shared / "first_run.txt"
    with FileLock(shared / "first_run.lock"):
        if not printed.exists():
            assert city.kho138("demo").returncode == 0
            printed.write_text(city.run().stdout, encoding="utf-8")
    return FirstRun(city, printed.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def compiled_warehouse(tmp_path_factory: pytest.TempPathFactory) -> CompiledWarehouse:
    """The dbt models, compiled once a session."""
    return CompiledWarehouse.compile(tmp_path_factory.mktemp("compiled"))


@pytest.fixture
def copy_of_city(first_run: FirstRun, tmp_path: Path) -> Iterator[Callable[[], City]]:
    """Copies of the city for tests that change it."""

    def make() -> City:
        home = tmp_path / "copy"
        shutil.copytree(first_run.city.home, home)
        return City(home)

    yield make
    shutil.rmtree(tmp_path, ignore_errors=True)
