"""WebDAV against a real server: folders by unit, names from outside, wrong password, no such folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from orchestration.cli.app import app
from tests.connectors.pulling import CONTENT, pull, senders, workspace_with
from tests.connectors.servers import webdav_server


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    (tmp_path / "dav").mkdir()
    monkeypatch.setenv("DAV_PASSWORD", "mat-khau")
    with webdav_server(tmp_path / "dav", {"kho138": "mat-khau"}) as port:
        yield {
            "name": "nextcloud", "channel": "webdav", "url": f"http://127.0.0.1:{port}", "user": "kho138",
            "password_env": "DAV_PASSWORD", "kinds": ["ward_commune", "school"],
        }  # fmt: skip


def test_folders_say_who_sent_what(server: dict[str, Any], tmp_path: Path) -> None:
    for place in ("ward_commune/13684", "school/GD-001", "ward_commune", "tin tức/13684"):
        (tmp_path / "dav" / place).mkdir(parents=True, exist_ok=True)
        (tmp_path / "dav" / place / "Báo cáo (1) %41 #2.xlsx").write_bytes(CONTENT + place.encode())
    workspace = workspace_with(tmp_path / "home", server)
    ward, school = pull(workspace, "ward_commune"), pull(workspace, "school")
    assert ward.error is None
    assert senders(ward.receipts) == [("ward_commune", "13684", "Báo cáo (1) %41 #2.xlsx")]
    assert senders(school.receipts) == [("school", "GD-001", "Báo cáo (1) %41 #2.xlsx")]
    assert len(ward.strays) == 2
    assert pull(workspace, "ward_commune").receipts.is_empty()


def test_wrong_password_and_wrong_folder(
    server: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = pull(workspace_with(tmp_path / "a", server | {"root": "/khong-co"}))
    assert "khong-co" in (missing.error or "")
    monkeypatch.setenv("DAV_PASSWORD", "sai")
    refused = pull(workspace_with(tmp_path / "b", server))
    assert "status 401" in (refused.error or "")
    assert not missing.retryable
    assert not refused.retryable


def test_the_command_asks_each_source(server: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dav" / "ward_commune" / "13684").mkdir(parents=True)
    (tmp_path / "dav" / "ward_commune" / "13684" / "a.xlsx").write_bytes(CONTENT)
    silent = server | {"name": "im-lang", "url": "http://127.0.0.1:1"}
    monkeypatch.setenv("KHO138_HOME", str(workspace_with(tmp_path / "home", server, silent).home))
    listed = CliRunner().invoke(app, ["sources", "--json"])
    assert listed.exit_code == 0
    assert [s["error"] for s in json.loads(listed.stdout)] == [None, None]
    asked = CliRunner().invoke(app, ["sources", "--check", "--json"])
    assert asked.exit_code == 1
    states = {s["name"]: s for s in json.loads(asked.stdout)}
    assert states["nextcloud"]["files"] == 1
    assert "127.0.0.1:1" in states["im-lang"]["error"]
    assert not (tmp_path / "home" / "landing").exists()
