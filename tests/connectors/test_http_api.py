"""An HTTP interface that pages, fails, stalls, truncates, rate-limits and lies about links."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests.connectors.pulling import CONTENT, pull, senders, workspace_with
from tests.connectors.servers import Partner, http_server

Answer = Callable[[BaseHTTPRequestHandler], None]


def page(*items: dict[str, Any], following: str | None = None) -> Answer:
    return body(json.dumps({"items": list(items), "next": following}).encode())


def body(content: bytes, *, announced: int | None = None, etag: str | None = None) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(content) if announced is None else announced))
        if etag:
            request.send_header("ETag", f'"{etag}"')
        request.end_headers()
        request.wfile.write(content)

    return answer


def status(code: int, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def stall(request: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


def item(number: int, name: str = "Báo cáo.xlsx", **more: Any) -> dict[str, Any]:
    return {"id": number, "name": name, "href": f"/file/{number}", "etag": f"v{number}"} | more


@pytest.fixture
def partner() -> Iterator[Partner]:
    with http_server() as started:
        yield started


@pytest.fixture
def source(partner: Partner, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("TOKEN_GD_001", "the-1")
    monkeypatch.setenv("TOKEN_GD_002", "the-2")
    return {"name": "truong-hoc", "channel": "http_api", "url": partner.url("/"), "kinds": ["school"],
            "token_envs": {"/a": "TOKEN_GD_001", "/b": "TOKEN_GD_002"}, "timeout_seconds": 0.7,
            "senders": [{"place": "/a", "kind": "school", "unit": "GD-001"},
                        {"place": "/b", "kind": "school", "unit": "GD-002"}]}  # fmt: skip


def test_pages_are_followed_and_the_token_is_the_sender(
    partner: Partner, source: dict[str, Any], tmp_path: Path
) -> None:
    partner.answers = {
        "/a": [page(item(1), following="/a?page=2")], "/a?page=2": [page(item(2, "../../etc/passwd.xlsx"))],
        "/b": [page(item(3, "GD-001.xlsx"))],
        **{f"/file/{n}": [body(CONTENT + bytes([n]), etag=f"v{n}")] for n in (1, 2, 3)},
    }  # fmt: skip
    workspace = workspace_with(tmp_path, source)
    pulled = pull(workspace, "school")
    assert pulled.error is None
    assert senders(pulled.receipts) == [
        ("school", "GD-001", "Báo cáo.xlsx"), ("school", "GD-001", "passwd.xlsx"), ("school", "GD-002", "GD-001.xlsx"),
    ]  # fmt: skip
    assert ("/file/3", "Bearer the-2") in partner.asked
    asked = len(partner.asked)
    assert pull(workspace, "school").receipts.is_empty()
    assert [path for path, _ in partner.asked[asked:]] == ["/a", "/a?page=2", "/b"]  # no file twice
    partner.answers["/b"] = [page(item(3, etag="v3b"))]
    partner.answers["/file/3"] = [body(CONTENT + b" corrected", etag="v3b")]
    assert pull(workspace, "school").receipts.height == 1


@pytest.mark.parametrize(
    "trouble",
    [status(503), status(429, Retry_After="0"), stall, body(CONTENT[:5], announced=len(CONTENT))],
    ids=["fails", "rate limit", "stalls", "cut in the middle"],
)
def test_what_passes_is_tried_again(partner: Partner, source: dict[str, Any], tmp_path: Path, trouble: Answer) -> None:
    partner.answers = {"/a": [trouble, page(item(1))], "/b": [page()], "/file/1": [trouble, body(CONTENT)]}
    pulled = pull(workspace_with(tmp_path, source), "school")
    assert pulled.error is None
    assert pulled.receipts["size_bytes"].to_list() == [len(CONTENT)]


def test_what_stays_is_said_and_the_next_pull_goes_on(partner: Partner, source: dict[str, Any], tmp_path: Path) -> None:
    partner.answers = {"/a": [page(item(1), item(2))], "/b": [page()],
                       "/file/1": [body(CONTENT)], "/file/2": [status(500)]}  # fmt: skip
    workspace = workspace_with(tmp_path, source)
    broken = pull(workspace, "school")
    assert broken.retryable
    assert "/file/2: status 500" in (broken.error or "")
    partner.answers["/file/2"] = [body(CONTENT + b"2")]
    healed = pull(workspace, "school")
    assert healed.error is None
    both = {*broken.receipts["submission_id"], *healed.receipts["submission_id"]}
    assert len(both) == 2


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"/a": [status(401)]}, "status 401"),
        ({"/a": [body(b'{"items": [{"id": 1')]}, "no page of items"),
        ({"/a": [page(following="/a")]}, "in a circle"),
        ({"/a": [page(item(1, href="http://127.0.0.1:1/x"))]}, "another server"),
        ({"/a": [page(following="http://127.0.0.1:1/a")]}, "another server"),
        ({"/a": [page({"id": 1, "name": "x"})]}, "without id, name or href"),
    ],
)
def test_what_cannot_pass_is_not_tried_again(
    partner: Partner, source: dict[str, Any], tmp_path: Path, answers: dict[str, list[Answer]], words: str
) -> None:
    partner.answers = answers
    pulled = pull(workspace_with(tmp_path, source), "school")
    assert words in (pulled.error or "")
    assert not pulled.retryable
    assert [path for path, _ in partner.asked] == ["/a"]
    assert "the-1" not in (pulled.error or "")


def test_fewer_bytes_than_listed_are_not_taken(partner: Partner, source: dict[str, Any], tmp_path: Path) -> None:
    partner.answers = {"/a": [page(item(1, size=99))], "/b": [page()], "/file/1": [body(CONTENT)]}
    pulled = pull(workspace_with(tmp_path, source), "school")
    assert "99 bytes announced" in (pulled.error or "")
    assert pulled.receipts.is_empty()
