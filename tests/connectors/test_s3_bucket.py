"""S3 against a real server with keys per prefix: what a key may not read is not read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from s3fs import S3FileSystem

from tests.connectors.pulling import CONTENT, pull, senders, workspace_with
from tests.connectors.servers import s3_server

WARD = {"name": "ward", "credentials": [{"accessKey": "ward", "secretKey": "ward-secret"}],
        "actions": ["Read:kho/ward_commune/13684/*", "List:kho/ward_commune/13684/*"]}  # fmt: skip
ADMIN = {"name": "admin", "credentials": [{"accessKey": "admin", "secretKey": "admin-secret"}],
         "actions": ["Admin", "Read", "Write", "List"]}  # fmt: skip


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with s3_server(tmp_path_factory.mktemp("s3"), [WARD, ADMIN]) as port:
        url = f"http://127.0.0.1:{port}"
        files = S3FileSystem(key="admin", secret="admin-secret", endpoint_url=url, skip_instance_cache=True)
        files.mkdir("kho")
        files.pipe_file("kho/ward_commune/13684/Báo cáo quý.xlsx", CONTENT)
        files.pipe_file("kho/ward_commune/13681/Khác.xlsx", CONTENT + b"2")
        yield url


@pytest.fixture
def source(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("S3_KEY", "ward")
    monkeypatch.setenv("S3_SECRET", "ward-secret")
    return {"name": "kho-so", "channel": "s3", "endpoint": endpoint, "bucket": "kho", "key_id_env": "S3_KEY",
            "secret_env": "S3_SECRET", "kinds": ["ward_commune"], "prefix": "ward_commune/13684",
            "senders": [{"place": "/", "kind": "ward_commune", "unit": "13684"}]}  # fmt: skip


def test_the_prefix_of_the_key_is_the_sender(source: dict[str, Any], tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, source)
    pulled = pull(workspace)
    assert pulled.error is None
    assert senders(pulled.receipts) == [("ward_commune", "13684", "Báo cáo quý.xlsx")]
    assert pull(workspace).receipts.is_empty()


@pytest.mark.parametrize("change", [{"prefix": "ward_commune/13681"}, {"prefix": ""}, {"bucket": "khong-co"}])
def test_what_the_key_may_not_read_is_refused(source: dict[str, Any], tmp_path: Path, change: dict[str, str]) -> None:
    pulled = pull(workspace_with(tmp_path, source | change))
    assert pulled.error is not None
    assert not pulled.retryable
    assert pulled.receipts.is_empty()


def test_a_wrong_key_is_refused(source: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3_SECRET", "sai")
    pulled = pull(workspace_with(tmp_path, source))
    assert not pulled.retryable
    assert "kho-so" in (pulled.error or "")


def test_a_store_that_is_gone_can_be_tried_again(source: dict[str, Any], tmp_path: Path) -> None:
    pulled = pull(workspace_with(tmp_path, source | {"endpoint": "http://127.0.0.1:1"}))
    assert pulled.retryable
