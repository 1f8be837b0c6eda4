"""A workspace in which three files came, one with a slip, and lists of the calendar were made."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from ingestion.landing.landing import Landing
from ingestion.sample_city.register_files import write_register
from ingestion.shapes import RECEIPT, REFUSAL
from ingestion.workspace import Workspace
from orchestration.outbox.notices import HEADINGS, TITLES
from orchestration.outbox.slip_files import write_slip
from quality.return_slip.root_cause import slip_lines
from quality.return_slip.slip import Slip, SlipHead
from tests.outbox.mail_server import Mailbox, mail_server

NOW = datetime(2025, 7, 4, 3, tzinfo=UTC)
WARD, OTHER_WARD, SCHOOL = "13684", "13681", "TRUONG01"  # the school has no mailbox in contacts.csv
LONG_AGO, MONDAY = datetime(2024, 7, 1, 2, tzinfo=UTC), datetime(2025, 7, 1, 1, 15, tzinfo=UTC)
RETURNED = "0a" * 32


def receipt(
    number: int, unit: str, submission_id: str, name: str, at: datetime, channel: str = "mailbox"
) -> tuple[Any, ...]:
    return (f"{number:064x}", submission_id, channel, "ward_commune", unit, name, 23456, at, submission_id)


def put_slip(workspace: Workspace, *cells: str, words: str = "Sai số liệu.") -> None:
    head = SlipHead(RETURNED, "báo cáo quý II.xlsx", "xlsx", WARD, "Phường Lộc Hạ", "F01", "Báo cáo", "ND09:2025-Q2",
                    date(2025, 3, 15), date(2025, 6, 14), 1, MONDAY, "returned", date(2025, 7, 7), "Ban Chỉ đạo 138")  # fmt: skip
    issues = [
        {"rule_id": "VAL-01", "severity": "error", "field": cell, "line_no": 0, "sheet": "Báo cáo", "cell": cell,
         "related_cells": None, "value_seen": "7", "message_vi": words, "action_vi": "Sửa.", "message_en": "-",
         "submission_id": RETURNED} for cell in cells
    ]  # fmt: skip
    write_slip(workspace.slips / WARD / RETURNED[:16], Slip(head, slip_lines(issues, "F01")), [])


def put_list(workspace: Workspace, moment: str, day: str, *rows: tuple[str, str]) -> None:
    """A list of the calendar: (unit code, due date) a row."""
    workspace.notices.mkdir(exist_ok=True)
    with (workspace.notices / f"{day}-{TITLES[moment][0]}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([["Danh sách"], HEADINGS])
        for unit, due in rows:
            writer.writerow(
                ["Đơn vị", unit, "F01", "ND09:2025-Q2", "15/03/2025", "14/06/2025", due, "chưa gửi", "ai-do@la.example"]
            )


def set_up(workspace: Workspace, port: int, ways: dict[str, Any], since: str = "2025-07-01T00:00:00+07:00") -> None:
    email = {"host": "127.0.0.1", "port": port, "security": "plain_localhost", "sender": "bcd138@nd.example",
             "sender_name": "Thường trực Ban Chỉ đạo 138", "timeout_seconds": 5}  # fmt: skip
    said = {"since": datetime.fromisoformat(since), "ways": ways, "email": email}
    (workspace.register / "outbox.yml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")


@pytest.fixture(scope="session")
def written_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outbox") / "register"
    write_register(folder)
    return folder


@pytest.fixture
def workspace(tmp_path: Path, written_register: Path) -> Workspace:
    made = Workspace(tmp_path)
    shutil.copytree(written_register, made.register)
    rows = [
        receipt(1, WARD, RETURNED, "báo cáo quý II.xlsx", MONDAY),
        receipt(2, OTHER_WARD, "0b" * 32, "Mẫu\r\nBcc: x@y.z.xlsx", MONDAY.replace(hour=2)),
        receipt(3, WARD, "0c" * 32, "năm trước.xlsx", LONG_AGO),
    ]
    Landing(made.landing).commit(pl.DataFrame(rows, schema=RECEIPT, orient="row"), pl.DataFrame(schema=REFUSAL))
    put_slip(made, "E9")
    return made


@pytest.fixture
def mail() -> Iterator[tuple[Mailbox, int]]:
    with mail_server() as served:
        yield served
