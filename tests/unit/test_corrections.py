"""A correction is a record: it changes the one cell it names, only while that holds what was expected."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.corrections.apply import apply_corrections
from ingestion.corrections.records import SHAPE, CorrectionError, read_corrections
from ingestion.judge_batch import Judged
from ingestion.parsing.locate import locate
from quality.register.register import Register
from tests.unit.edited_workbook import ID, accepted, cell_of, facts, judge, rules, typed

CELLS = accepted("F03")
MEMBERS = cell_of(CELLS, "members_total")
BASE = {
    "correction_id": "SC-01", "submission_id": None, "unit_code": "DT-01", "form_code": "F03",
    "period_id": "ND09:2023-Y", "field": "members_total", "line_no": 0, "cell": None, "expected_text": "5635",
    "new_text": "5.653", "reason": "Đảo chữ số", "decided_by": "Thường trực", "decided_on": date(2025, 7, 2),
    "valid_until": None,
}  # fmt: skip


def records(*changes: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([BASE | change for change in changes], schema=SHAPE)


def corrected(register: Register, *changes: dict[str, object], cells: pl.DataFrame = CELLS) -> Judged:
    return judge(cells, "F03", register, corrections=records(*changes))


def test_the_fact_has_the_new_value_the_raw_text_and_the_record(city_register: Register) -> None:
    judged = corrected(city_register, {})
    fact = judged.facts.filter(field="members_total").row(0, named=True)
    assert (fact["value_number"], fact["raw_text"], fact["correction_id"]) == (5653, "5635", "SC-01")
    assert (fact["cell"], rules(judged)) == (MEMBERS, [])
    others = judged.facts.filter(pl.col("field") != "members_total")
    assert others["correction_id"].null_count() == others.height
    plain = judge(CELLS, "F03", city_register).facts.filter(pl.col("field") != "members_total")
    assert others.equals(plain)


def test_one_submission_may_be_named(city_register: Register) -> None:
    named = {"submission_id": ID, "unit_code": None, "period_id": None}
    assert facts(corrected(city_register, named))[0, "members_total"][0] == 5653


@pytest.mark.parametrize(
    "change",
    [
        {"unit_code": "DT-02"},
        {"period_id": "ND09:2024-Y"},
        {"form_code": "F02"},
        {"submission_id": "y"},
        {"cell": "E99"},
        {"field": "models_led", "line_no": 7},
        {"valid_until": date(2025, 6, 30)},
    ],
)
def test_a_record_for_another_place_or_time_changes_nothing(change: dict[str, object], city_register: Register) -> None:
    judged = corrected(city_register, change)
    assert judged.facts.equals(judge(CELLS, "F03", city_register).facts)
    assert rules(judged) == []


def test_the_day_of_receipt_decides_not_today(city_register: Register) -> None:
    assert facts(corrected(city_register, {"valid_until": date(2025, 7, 1)}))[0, "members_total"][0] == 5653


def test_another_value_in_the_cell_is_said_and_left(city_register: Register) -> None:
    judged = corrected(city_register, {"expected_text": "5636"})
    assert facts(judged)[0, "members_total"][0] == 5635
    assert rules(judged) == [("CORR-01", MEMBERS)]
    assert "SC-01" in judged.issues["message_vi"][0]


def test_records_that_contradict_each_other_are_said_and_left(city_register: Register) -> None:
    judged = corrected(city_register, {}, {"correction_id": "SC-02", "new_text": "9"})
    assert facts(judged)[0, "members_total"][0] == 5635
    assert rules(judged) == [("CORR-02", MEMBERS)] * 2


def test_a_corrected_value_is_checked_like_any_other(city_register: Register) -> None:
    judged = corrected(city_register, {"new_text": "nhiều"})
    assert rules(judged) == [("VAL-01", MEMBERS)]


def test_an_empty_cell_and_the_header_can_be_corrected(city_register: Register) -> None:
    empty = corrected(city_register, {"expected_text": ""}, cells=typed(CELLS, {MEMBERS: None}))
    fact = empty.facts.filter(field="members_total").row(0, named=True)
    assert (fact["value_number"], fact["raw_text"]) == (5653, "")
    year = cell_of(CELLS, "report_year")
    change = {"submission_id": ID, "field": "report_year", "expected_text": "2203", "new_text": "2023"}
    judged = corrected(city_register, change, cells=typed(CELLS, {year: "2203"}))
    assert judged.submissions["verdict"].to_list() == ["accepted"]


PLACES = [("members_total", "5635"), ("chapters_total", "49"), ("models_led", "2"), ("models_led", "3")]
RECORDS = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(["1", "2"]), st.sampled_from(["DT-01", "DT-02"])),
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(RECORDS, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_no_record_changes_nothing(
    drawn: list[tuple[tuple[str, str], str, str]], order: object
) -> None:
    located = locate(CELLS).fields
    who = pl.DataFrame(
        {"submission_id": [ID], "form_code": ["F03"], "unit_code": ["DT-01"], "period_id": ["ND09:2023-Y"],
         "received_at": [date(2025, 7, 1)]}
    ).with_columns(pl.col("received_at").cast(pl.Datetime("us", "UTC")))  # fmt: skip
    rows = [
        BASE | {"correction_id": f"S{n}", "field": field, "expected_text": expected, "new_text": new, "unit_code": unit}
        for n, ((field, expected), new, unit) in enumerate(drawn)
    ]
    one = apply_corrections(located, who, pl.DataFrame(rows, schema=SHAPE))
    order.shuffle(rows)  # type: ignore[attr-defined]
    other = apply_corrections(located, who, pl.DataFrame(rows, schema=SHAPE))
    assert all(a.equals(b) for a, b in zip(one, other, strict=True))
    if not any(unit == "DT-01" for _, _, unit in drawn):
        assert one.located.equals(located)
        assert one.findings.is_empty()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("A,,DT-01,F03,ND09:2023-Y,nothing_such,0,,1,2,vì sao,ai đó,2025-07-02,", "no field"),
        ("A,,,F03,ND09:2023-Y,members_total,0,,1,2,vì sao,ai đó,2025-07-02,", "neither"),
        ("A,,DT-01,F03,ND09:2023-Y,members_total,0,,1,2,,ai đó,2025-07-02,", "reason"),
        ("A,,DT-01,F03,ND09:2023-Y,members_total,0,,1,2,vì sao,ai đó,2/7/2025,", "decided_on"),
        ("A,,DT-01,F03,ND09:2023-Y,members_total,0,,1,2,vì sao,ai đó,2025-07-02,2025-07-01", "over before"),
    ],
)
def test_a_malformed_record_stops_with_its_line(line: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "corrections.csv").write_text(",".join(SHAPE.names()) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(CorrectionError, match=f"line 2.*{fault}"):
        read_corrections(tmp_path)


def test_records_are_read_and_an_id_is_used_once(tmp_path: Path) -> None:
    assert read_corrections(tmp_path).is_empty()
    line = "A,,DT-01,F03,ND09:2023-Y,members_total,0,,1,2,vì sao,ai đó,2025-07-02,\n"
    (tmp_path / "corrections.csv").write_text(",".join(SHAPE.names()) + "\n" + line, encoding="utf-8")
    assert read_corrections(tmp_path)["new_text"].to_list() == ["2"]
    (tmp_path / "corrections.csv").write_text(",".join(SHAPE.names()) + "\n" + line + line, encoding="utf-8")
    with pytest.raises(CorrectionError, match=r"line 3.*twice"):
        read_corrections(tmp_path)
