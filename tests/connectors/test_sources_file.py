"""``sources.yml``: what it may say, and the errors of what it may not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingestion.connectors.source_model import DEFAULT, SourcesError, read_sources
from tests.connectors.pulling import workspace_with

GOOD: dict[str, Any] = {"name": "kho-so", "channel": "s3", "endpoint": "http://127.0.0.1:9", "bucket": "kho",
                        "key_id_env": "S3_KEY", "secret_env": "S3_SECRET", "kinds": ["agency"]}  # fmt: skip


def test_without_the_file_there_is_the_drop_folder(tmp_path: Path) -> None:
    assert read_sources(tmp_path) == (DEFAULT,)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, GOOD, {"name": "thu-muc", "channel": "drop_folder", "kinds": ["school"]})
    assert [s.name for s in read_sources(workspace.register)] == ["kho-so", "thu-muc"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"secret_env": "wJalrXUtnFEMI/K7MDENG"}, "secret_env"),  # the secret itself
        ({"password": "x"}, "password"),
        ({"channel": "fax"}, "channel"),
        ({"kinds": []}, "kinds"),
        ({"owner": ""}, "owner"),
        ({"senders": [{"place": "a", "kind": "school", "unit": "GD-001"}]}, "which kinds does not name"),
        ({"senders": [{"place": "a", "kind": "agency", "unit": u} for u in ("CQ-001", "CQ-002")]}, "two senders"),
        ({"channel": "sftp", "host": "h", "user": "u", "known_hosts": "k"}, "password_env or key_file"),
        ({"channel": "mailbox", "host": "h", "user": "u", "password_env": "PASS_WORD", "trusted_server": "m"}, "addresses"),
        ({"channel": "http_api", "url": "http://h", "token_envs": {"/a": "TOKEN_A"}}, "same places"),
    ],
)  # fmt: skip
def test_a_fault_is_named(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    entry = GOOD | change
    if "channel" in change:
        entry = {k: v for k, v in entry.items() if k not in {"endpoint", "bucket", "key_id_env", "secret_env"}}
    workspace = workspace_with(tmp_path, entry)
    with pytest.raises(SourcesError, match=words):
        read_sources(workspace.register)


def test_two_sources_of_one_name(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, GOOD, GOOD)
    with pytest.raises(SourcesError, match="two sources are called kho-so"):
        read_sources(workspace.register)


def test_an_example_of_every_channel_is_valid(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "ingestion" / "connectors" / "sources.example.yml"
    (tmp_path / "sources.yml").write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    assert {s.channel for s in read_sources(tmp_path)} == {"drop_folder", "sftp", "s3", "webdav", "http_api", "mailbox"}
