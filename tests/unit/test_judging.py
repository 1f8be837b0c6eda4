"""Verdicts of single files: the same in any batch and any order, at the right cell, in Vietnamese."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.check_file import check_file
from ingestion.judge_batch import Judged, judge_batch
from ingestion.landing.inspect_batch import inspect_batch
from ingestion.parsing.parse_batch import Received, parse_batch
from ingestion.sample_city.blank_form import BlankForm
from ingestion.sample_city.planting import Sent, everything_sent
from ingestion.sample_city.register_files import write_register
from ingestion.sample_city.write_city import TEMPLATES
from ingestion.shapes import RECEIPT
from quality.personal_data.allowed import allowed
from quality.register.register import Register

_BLANKS = {f: BlankForm(TEMPLATES / f"{f}.xlsx") for f in (f"F0{n}" for n in range(1, 10))}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("register")
    write_register(folder)
    return Register.read(folder)


@pytest.fixture(scope="module")
def sent() -> list[Sent]:
    """Every faulty file and control of the demonstration city, and some clean ones of every form."""
    everything = [s for s in everything_sent() if s.raw is None]
    odd = [s for s in everything if s.planted or s.control]
    clean = [s for s in everything if not s.planted and not s.control][::40]
    return odd + clean


def _judge(files: list[Sent], register: Register) -> Judged:
    received, rows = [], []
    for number, one in enumerate(files):
        content = one.made.content(_BLANKS[one.made.form])
        name = f"{one.made.unit.code}-{one.made.window.period_id}-{one.made.form}-{one.made.file_name}"
        received.append(Received(name, one.made.file_name, content))
        sender = one.made.folder or one.made.unit.code
        rows.append((f"r{number}", name, "drop_folder", one.made.unit.kind, sender, one.made.file_name, len(content),
                     one.made.received_at, name))  # fmt: skip
    looked = inspect_batch(received, allowed(register))
    parsed = looked.parsed
    receipts = pl.DataFrame(rows, schema=RECEIPT, orient="row")
    return judge_batch(
        receipts, parsed.openings, parsed.cells, register, "batch", parsed.findings, refusals=looked.refusals,
        printed=parsed.printed,
    )  # fmt: skip


@settings(max_examples=5, deadline=None)
@given(order=st.randoms(use_true_random=False), cut=st.integers(min_value=1, max_value=40))
def test_order_and_batching_do_not_matter(sent: list[Sent], register: Register, order: object, cut: int) -> None:
    few = sent[::3]
    whole = _judge(few, register)
    shuffled = list(few)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    parts = [_judge(part, register) for part in (shuffled[:cut], shuffled[cut:]) if part]
    for table, key in (("submissions", ["submission_id"]), ("facts", ["submission_id", "line_no", "field"]),
                       ("issues", ["submission_id", "line_no", "rule_id", "field"])):  # fmt: skip
        together = pl.concat([getattr(p, table) for p in parts]).sort(key)
        assert together.equals(getattr(whole, table).sort(key)), table


def test_every_file_gets_exactly_one_verdict(sent: list[Sent], register: Register) -> None:
    judged = _judge(sent, register)
    assert judged.submissions["submission_id"].to_list() == [
        f"{s.made.unit.code}-{s.made.window.period_id}-{s.made.form}-{s.made.file_name}" for s in sent
    ]
    assert set(judged.submissions["verdict"]) == {"accepted", "returned", "quarantined"}
    accepted = judged.submissions.filter(pl.col("verdict") == "accepted")
    assert set(judged.facts["submission_id"]) == set(accepted["submission_id"])
    errors = judged.issues.filter(pl.col("severity") != "query")
    assert set(errors["submission_id"]).isdisjoint(accepted["submission_id"])
    assert judged.issues["message_vi"].str.contains(r"\{").any() is False  # every placeholder is filled


def test_a_value_keeps_its_raw_text_and_cell(sent: list[Sent], register: Register) -> None:
    control = next(s for s in sent if s.control == "thousands_dot")
    judged = _judge([control], register)
    fact = judged.facts.filter(pl.col("field") == "members_total").row(0, named=True)
    label = "Tổng số hội viên, đoàn viên"
    assert (fact["value_number"], fact["raw_text"], fact["sheet"]) == (4250, "4.250", "Báo cáo")
    assert fact["cell"] == _BLANKS["F03"].cell_of(label)[1]
    assert fact["period_start"] < fact["period_end"] < date(2025, 7, 1)


def test_check_says_before_sending_what_the_pipeline_says_on_arrival(
    sent: list[Sent], register: Register, tmp_path: Path
) -> None:
    few = sent[::7]
    judged = _judge(few, register)
    verdicts = dict(judged.submissions.select("submission_id", "verdict").iter_rows())
    for one in few:
        if one.made.folder or "submitter_code" in one.made.header:
            continue  # who sends it is known only by the channel
        name = f"{one.made.unit.code}-{one.made.window.period_id}-{one.made.form}-{one.made.file_name}"
        path = tmp_path / one.made.file_name
        path.write_bytes(one.made.content(_BLANKS[one.made.form]))
        checked = check_file(path, register)
        mine = judged.issues.filter(pl.col("submission_id") == name).select("rule_id", "sheet", "cell", "message_vi")
        assert checked.verdict == verdicts[name]
        assert (
            checked.issues.select("rule_id", "sheet", "cell", "message_vi").sort(pl.all()).equals(mine.sort(pl.all()))
        )


def test_an_unreadable_moment_is_not_invented(register: Register) -> None:
    receipt = pl.DataFrame(
        [("r", "x", "drop_folder", "agency", "CQ-001", "x.xlsx", 3, datetime(2024, 1, 1, tzinfo=UTC), None)],
        schema=RECEIPT, orient="row",
    )  # fmt: skip
    parsed = parse_batch([Received("x", "x.xlsx", b"abc")])
    judged = judge_batch(receipt, parsed.openings, parsed.cells, register, "b", parsed.findings)
    row = judged.submissions.row(0, named=True)
    assert (row["verdict"], row["reason_rule_id"], row["period_id"]) == ("returned", "OPEN-05", None)
    assert judged.facts.is_empty()
