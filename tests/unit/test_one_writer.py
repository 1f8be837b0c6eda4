"""Commands that change what a run reads change nothing while somebody else is writing, and say who."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingestion.sample_city.register_files import write_register
from ingestion.workspace import Workspace
from ingestion.writing_lock import holder_of, writing
from orchestration.cli import exceptions, open_year
from orchestration.cli.app import app

SHA = "a" * 64
ROLE = ["--role", "standing_office", "--reason", "Đã đối chiếu"]
QUESTION = {"submission_id": SHA, "rule_id": "XPER-01", "field": "f", "line_no": 0, "query_state": "explained"}
WRITE = {
    "freeze": ["2024", "--edition", "tong-ket", "--as-of", "2025-01-14"],
    "sign-off": [SHA, *ROLE],
    "decide": [SHA, *ROLE],
    "accept": [SHA, "XPER-01", "--by", "standing_office"],
    "unit": ["close", "CQ-010", "--basis", "9/NQ", "--from", "2025-10-01"],
    "open-year": ["2026"],
    "erase": [SHA, "--reason", "Có dữ liệu cá nhân", "--by", "Thường trực"],
    "demo": ["--force"],
    "restore": ["backup.tar"],
}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("KHO138_HOME", str(tmp_path))
    monkeypatch.setattr(open_year, "query", lambda *_: [])
    monkeypatch.setattr(exceptions, "query", lambda *_: [QUESTION])
    write_register(tmp_path / "register")
    return Workspace(tmp_path)


def _content(workspace: Workspace) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in workspace.home.rglob("*") if p.is_file() and p != workspace.writing_lock}


@pytest.mark.parametrize("command", WRITE)
def test_nothing_is_changed_while_a_run_writes(workspace: Workspace, command: str) -> None:
    before = _content(workspace)
    with writing(workspace.writing_lock, "run 0123abcd", 0):
        done = CliRunner().invoke(app, [command, *WRITE[command]])
        assert holder_of(workspace.writing_lock) == "run 0123abcd"
    assert done.exit_code == 2, done.output
    assert "run 0123abcd" in done.output
    assert "chưa thay đổi gì" in done.output
    assert "nothing was changed" in done.output
    assert _content(workspace) == before


def test_the_lock_is_given_back_whatever_a_command_says(workspace: Workspace) -> None:
    assert CliRunner().invoke(app, ["unit", *WRITE["unit"]]).exit_code == 0
    assert CliRunner().invoke(app, ["decide", *WRITE["decide"]]).exit_code == 2  # no such file
    assert holder_of(workspace.writing_lock) is None
