"""A ratio cell ("69/70") fills both numbers, is compared with the whole's own cell, and is traced (rule H5)."""

from __future__ import annotations

from pathlib import Path

from ingestion.check_file import check_file
from quality.register.register import Register
from tests.unit.edited_workbook import accepted, cell_of, facts, judge, rules, saved, typed

CELLS = accepted("F03")
JOINED, TOTAL = cell_of(CELLS, "chapters_joined"), cell_of(CELLS, "chapters_total")


def test_the_part_and_a_silent_whole(city_register: Register) -> None:
    judged = judge(typed(CELLS, {JOINED: "8/9", TOTAL: None}), "F03", city_register)
    assert rules(judged) == []
    found = facts(judged)
    assert (found[0, "chapters_joined"][0], found[0, "chapters_total"][0]) == (8, 9)
    whole = judged.facts.filter(field="chapters_total").row(0, named=True)
    assert (whole["cell"], whole["raw_text"]) == (JOINED, "8/9")


def test_the_whole_agrees_with_its_own_cell(city_register: Register) -> None:
    assert rules(judge(typed(CELLS, {JOINED: "8/9", TOTAL: "9"}), "F03", city_register)) == []


def test_the_whole_differs_from_its_own_cell(city_register: Register) -> None:
    judged = judge(typed(CELLS, {JOINED: "8/9", TOTAL: "10"}), "F03", city_register)
    assert rules(judged) == [("VAL-13", JOINED)]
    assert judged.submissions["verdict"].to_list() == ["returned"]
    assert "ghi 10" in judged.issues["message_vi"][0]


def test_a_part_larger_than_its_whole(city_register: Register) -> None:
    judged = judge(typed(CELLS, {JOINED: "10/9", TOTAL: None}), "F03", city_register)
    assert rules(judged) == [("VAL-12", JOINED)]
    assert judged.submissions["verdict"].to_list() == ["returned"]


def test_a_ratio_where_none_is_declared_and_a_date_excel_made(city_register: Register, tmp_path: Path) -> None:
    assert rules(judge(typed(CELLS, {TOTAL: "8/9"}), "F03", city_register)) == [("VAL-09", TOTAL)]
    spoiled = typed(CELLS, {JOINED: "2024-09-08"}, "d")
    assert rules(judge(spoiled, "F03", city_register)) == [("CELL-05", JOINED)]
    path = tmp_path / "x.xlsx"
    path.write_bytes(saved(spoiled))
    checked = check_file(path, city_register)
    assert checked.issues.select("rule_id", "cell").rows() == [("CELL-05", JOINED)]
