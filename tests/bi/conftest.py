"""One BI server for all tests of a session, over the demonstration city."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.bi.bi_server import PYTHON, BiServer, add_users, serving, workspace_of, write_editions
from tests.integration.conftest import FirstRun, first_run  # noqa: F401  # the fixture


@pytest.fixture(scope="session")
def bi(first_run: FirstRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BiServer]:  # noqa: F811
    if not PYTHON.exists() and "KHO138_CI" not in os.environ:
        pytest.skip("the environment of the dashboards is not set up (make .venv-bi/stamp)")
    home = workspace_of(first_run.city.home, tmp_path_factory.mktemp("bi") / "home")
    write_editions(home)
    passwords = add_users(home)
    with serving(home, passwords) as server:
        yield server
