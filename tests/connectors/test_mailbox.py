"""A mailbox against a real IMAP server: verified senders, encoded and hostile attachment names."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from imap_tools import MailBoxUnencrypted

from ingestion.connectors.mailbox import verified
from tests.connectors.pulling import CONTENT, pull, senders, workspace_with
from tests.connectors.servers import imap_server

PASS = "mx.nd.example; dkim=pass header.d=nd.example; dmarc=pass (p=reject) header.from=nd.example"


def letter(sender: str, *names: str, results: tuple[str, ...] = (PASS,)) -> bytes:
    message = EmailMessage()
    for result in results:
        message["Authentication-Results"] = result
    message["From"] = f"Phường <{sender}>"
    message["To"] = "kho138@nd.example"
    message["Subject"] = "Báo cáo quý"
    message.set_content("Kính gửi")
    message.add_attachment(b"logo", maintype="image", subtype="png", filename="logo.png")
    for name in names:
        message.add_attachment(CONTENT + name.encode(), maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    monkeypatch.setenv("IMAP_PASSWORD", "mat-khau")
    with imap_server("kho138", "mat-khau") as port:
        yield {"name": "hop-thu", "channel": "mailbox", "host": "127.0.0.1", "port": port, "user": "kho138",
               "password_env": "IMAP_PASSWORD", "trusted_server": "mx.nd.example", "security": "plain_localhost",
               "kinds": ["ward_commune"],
               "senders": [{"place": "phuong13684@nd.example", "kind": "ward_commune", "unit": "13684"}]}  # fmt: skip


def put(source: dict[str, Any], *letters: bytes) -> None:
    with MailBoxUnencrypted("127.0.0.1", source["port"]).login("kho138", "mat-khau") as box:
        for one in letters:
            box.append(one, "INBOX")


def test_attachments_of_verified_senders(source: dict[str, Any], tmp_path: Path) -> None:
    put(
        source,
        letter("phuong13684@nd.example", "Báo cáo quý I năm 2025 – Phường.xlsx", "../../etc/x.xlsx"),
        letter("phuong13684@nd.example", "winmail.dat"),
        letter("ai-do@nd.example", "la.xlsx"),
        letter("phuong13684@nd.example", "gia-mao.xlsx", results=()),
        letter("phuong13684@nd.example", "gia-mao-2.xlsx", results=("evil.example; dmarc=pass header.from=nd.example", PASS)),
    )  # fmt: skip
    workspace = workspace_with(tmp_path, source)
    pulled = pull(workspace)
    assert pulled.error is None
    assert senders(pulled.receipts) == [
        ("ward_commune", "13684", "Báo cáo quý I năm 2025 – Phường.xlsx"),
        ("ward_commune", "13684", "winmail.dat"), ("ward_commune", "13684", "x.xlsx"),
    ]  # fmt: skip
    assert sorted(pulled.strays) == ["gia-mao-2.xlsx", "gia-mao.xlsx", "la.xlsx"]
    assert pull(workspace).receipts.is_empty()
    with MailBoxUnencrypted("127.0.0.1", source["port"]).login("kho138", "mat-khau") as box:
        letters = list(box.fetch(mark_seen=False))
        assert len(letters) == 5  # nothing was moved or deleted, or marked as read
        assert all("\\Seen" not in m.flags for m in letters)


@pytest.mark.parametrize(("change", "retryable"), [({"port": 1}, True), ({"folder": "Khong-co"}, False)])
def test_a_server_gone_and_a_folder_missing(
    source: dict[str, Any], tmp_path: Path, change: dict[str, Any], retryable: bool
) -> None:
    pulled = pull(workspace_with(tmp_path, source | change))
    assert pulled.error is not None
    assert pulled.retryable is retryable


def test_a_wrong_password_is_not_tried_again(
    source: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAP_PASSWORD", "sai")
    pulled = pull(workspace_with(tmp_path, source))
    assert "refused the login" in (pulled.error or "")
    assert not pulled.retryable


@pytest.mark.parametrize(
    ("header", "good"),
    [
        (PASS, True),
        ("mx.nd.example 1; dmarc=pass header.from=nd.example", True),
        ("mx.nd.example; dmarc=fail header.from=nd.example", False),
        ("mx.nd.example; dmarc=pass header.from=evil-nd.example", False),
        ("mx.nd.example; dmarc=pass header.from=nd.example.evil", False),
        ("mx.nd.example; dkim=pass (dmarc=pass header.from=nd.example) header.d=evil.example", False),
        ("evil.example; dmarc=pass header.from=nd.example", False),
        ("", False),
    ],
)
def test_only_our_own_server_verifies(header: str, good: bool) -> None:
    assert verified(header, "mx.nd.example", "phuong13684@nd.example") is good
