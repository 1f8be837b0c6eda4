"""One accepted and one faulty workbook of every form, kept as files, with what must come of them.

``<form>/accepted.xlsx`` gives exactly the values in ``accepted.csv``; ``<form>/faulty.xlsx`` gives
exactly the issues in ``faulty.csv``. Values and sentences were read by a person when they were written.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from ingestion.judge_batch import Judged, judge_batch
from ingestion.parsing.parse_batch import Received, parse_batch
from ingestion.sample_city.register_files import write_register
from ingestion.shapes import RECEIPT
from quality.register.register import Register

HERE = Path(__file__).parent
FORMS = [*(f"F0{n}" for n in range(1, 10)), "F03-2023.1"]  # and an older version, read beside the present one
FACTS = ["line_no", "field", "value_number", "value_text", "value_date", "qualifier", "raw_text", "sheet", "cell",
         "period_id", "period_start", "period_end"]  # fmt: skip
ISSUES = [
    "line_no",
    "rule_id",
    "severity",
    "field",
    "sheet",
    "cell",
    "related_cells",
    "value_seen",
    "message_vi",
    "action_vi",
]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("register")
    write_register(folder)
    return Register.read(folder)


def judge(form: str, name: str, register: Register) -> Judged:
    sender = dict(csv.reader((HERE / form / "sender.csv").open(encoding="utf-8")))
    content = (HERE / form / f"{name}.xlsx").read_bytes()
    receipt = ("r", name, "drop_folder", sender["kind"], sender[name], f"{name}.xlsx", len(content),
               datetime(2025, 7, 1, tzinfo=UTC), name)  # fmt: skip
    parsed = parse_batch([Received(name, f"{name}.xlsx", content)])
    receipts = pl.DataFrame([receipt], schema=RECEIPT, orient="row")
    return judge_batch(receipts, parsed.openings, parsed.cells, register, "golden", parsed.findings)


def as_text(frame: pl.DataFrame, columns: list[str]) -> str:
    return frame.select(columns).sort("line_no", "field", *columns[1:2]).write_csv()


@pytest.mark.parametrize("form", FORMS)
def test_accepted(form: str, register: Register) -> None:
    judged = judge(form, "accepted", register)
    assert judged.submissions["verdict"].to_list() == ["accepted"]
    assert judged.issues.is_empty()
    assert as_text(judged.facts, FACTS) == (HERE / form / "accepted.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_faulty(form: str, register: Register) -> None:
    judged = judge(form, "faulty", register)
    assert judged.submissions["verdict"].to_list() == ["returned"]
    assert judged.facts.is_empty()
    assert as_text(judged.issues, ISSUES) == (HERE / form / "faulty.csv").read_text(encoding="utf-8")
