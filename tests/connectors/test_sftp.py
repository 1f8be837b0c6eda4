"""SFTP against a real server: a jail a unit, host keys, passwords, half-written files."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingestion.connectors.pull_sources import waiting_keys
from ingestion.connectors.source_model import read_sources
from tests.connectors.pulling import CONTENT, pull, senders, workspace_with
from tests.connectors.servers import sftp_server

PASSWORDS = {"phuong13684": "mat-khau-1", "phuong13681": "mat-khau-2"}


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    for user in PASSWORDS:
        (tmp_path / "jails" / user / "gui").mkdir(parents=True)
    monkeypatch.setenv("SFTP_13684", PASSWORDS["phuong13684"])
    with sftp_server(tmp_path / "jails", PASSWORDS, tmp_path / "known_hosts") as port:
        yield {
            "name": "sftp-13684", "channel": "sftp", "host": "127.0.0.1", "port": port, "user": "phuong13684",
            "known_hosts": str(tmp_path / "known_hosts"), "password_env": "SFTP_13684", "kinds": ["ward_commune"],
            "senders": [{"place": "gui", "kind": "ward_commune", "unit": "13684"}],
        }  # fmt: skip


def test_the_jail_is_the_sender_and_nothing_leaves_the_server(server: dict[str, Any], tmp_path: Path) -> None:
    mine = tmp_path / "jails" / "phuong13684"
    (mine / "gui" / "Báo cáo quý I.xlsx").write_bytes(CONTENT)
    (mine / "gui" / "F01 của 13681.xlsx").write_bytes(CONTENT + b"2")  # the name decides nothing
    (mine / "ngoài.xlsx").write_bytes(CONTENT)
    (mine / "gui" / "dở.xlsx.part").write_bytes(b"1")
    (tmp_path / "jails" / "phuong13681" / "gui" / "khác.xlsx").write_bytes(CONTENT + b"3")
    workspace = workspace_with(tmp_path / "home", server)
    (source,) = read_sources(workspace.register)
    assert len(waiting_keys(workspace, source)) == 2  # what nobody sent and what is half written does not wait
    pulled = pull(workspace)
    assert waiting_keys(workspace, source) == []
    assert pulled.error is None
    assert senders(pulled.receipts) == [
        ("ward_commune", "13684", "Báo cáo quý I.xlsx"), ("ward_commune", "13684", "F01 của 13681.xlsx"),
    ]  # fmt: skip
    assert pulled.strays == ["ngoài.xlsx"]
    assert (mine / "gui" / "Báo cáo quý I.xlsx").read_bytes() == CONTENT
    again = pull(workspace)
    assert again.receipts.is_empty()
    assert again.error is None


def test_a_changed_file_is_a_new_submission(server: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "jails" / "phuong13684" / "gui" / "a.xlsx"
    file.write_bytes(CONTENT)
    workspace = workspace_with(tmp_path / "home", server)
    first = pull(workspace).receipts
    file.write_bytes(CONTENT + b" corrected")
    second = pull(workspace).receipts
    assert first.height == second.height == 1
    assert first["submission_id"][0] != second["submission_id"][0]


def test_a_file_still_being_written_waits(server: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "jails" / "phuong13684" / "gui" / "a.xlsx"
    file.write_bytes(b"PK")
    stop = threading.Event()

    def grow() -> None:
        with file.open("ab") as handle:
            while not stop.wait(0.05):
                handle.write(b"x")
                handle.flush()

    writer = threading.Thread(target=grow)
    writer.start()
    workspace = workspace_with(tmp_path / "home", server | {"settle_seconds": 1.5})
    try:
        time.sleep(0.1)
        assert pull(workspace).receipts.is_empty()
    finally:
        stop.set()
        writer.join()
    assert pull(workspace).receipts["size_bytes"].to_list() == [file.stat().st_size]


def test_a_wrong_password_is_said_and_not_tried_again(
    server: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SFTP_13684", "sai")
    pulled = pull(workspace_with(tmp_path / "home", server))
    assert pulled.error is not None
    assert "phuong13684@127.0.0.1" in pulled.error
    assert "password" in pulled.error
    assert "sai" not in pulled.error
    assert not pulled.retryable


def test_an_unknown_host_key_is_refused(server: dict[str, Any], tmp_path: Path) -> None:
    hosts = tmp_path / "known_hosts"
    other = "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    hosts.write_text(f"[127.0.0.1]:{server['port']} ssh-ed25519 {other}\n")
    pulled = pull(workspace_with(tmp_path / "home", server))
    assert "host key" in (pulled.error or "")
    assert not pulled.retryable


def test_a_server_that_is_gone_can_be_tried_again(server: dict[str, Any], tmp_path: Path) -> None:
    pulled = pull(workspace_with(tmp_path / "home", server | {"port": 1}))
    assert pulled.retryable
    assert "127.0.0.1:1" in (pulled.error or "")


def test_a_missing_secret_names_the_variable(
    server: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SFTP_13684")
    assert "SFTP_13684 is not set" in (pull(workspace_with(tmp_path / "home", server)).error or "")
