"""A unit is known by its code, then its name on that date, then an alias; what is only like one is asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from ingestion.check_file import check_file
from ingestion.unit_names import Named, register_codes, resolve_units, suggested
from quality.register.register import Register
from tests.unit.edited_workbook import accepted, cell_of, judge, rules, saved, typed

CELLS = accepted("F01")
CODE, NAME = cell_of(CELLS, "submitter_code"), cell_of(CELLS, "submitter_name")
ITS_CODE = CELLS.filter(sheet="Báo cáo", cell=CODE)["text"][0]
ITS_NAME = CELLS.filter(sheet="Báo cáo", cell=NAME)["text"][0]


def head(name: str | None, day: date, code: str | None = None, kind: str = "ward_commune") -> pl.DataFrame:
    row = {"submission_id": "x", "sender_kind": kind, "submitter_code": code, "submitter_name": name, "period_end": day}
    return pl.DataFrame([row], schema_overrides={"submitter_code": pl.String, "submitter_name": pl.String})


def found(name: str, day: date, register: Register) -> tuple[str | None, list[str], list[str | None]]:
    resolved, findings = resolve_units(head(name, day), register)
    return resolved["submitter_code"][0], findings["rule_id"].to_list(), findings["expected"].to_list()


@pytest.mark.parametrize("typed_code", ["CQ-001", "cq 001", "CQ – 001", "Cq.001"])
def test_odd_dashes_and_spaces_in_a_code(typed_code: str, city_register: Register) -> None:
    known = register_codes([typed_code], city_register)
    assert known.get(typed_code, typed_code) == "CQ-001"


def test_a_code_of_nobody_stays(city_register: Register) -> None:
    assert register_codes(["99999", None, ""], city_register) == {}


def test_a_name_belongs_to_another_unit_after_a_reorganisation(city_register: Register) -> None:
    before = found("Phường Quang Trung", date(2024, 3, 14), city_register)
    after = found("Phường Quang Trung", date(2024, 12, 14), city_register)
    assert before[1] == after[1] == ["HEAD-09"]
    assert (before[0], after[0]) == ("13645", "13681")


def test_an_alias_comes_after_names(city_register: Register) -> None:
    code, rules_found, _ = found("P. Quang Trung", date(2024, 12, 14), city_register)
    assert (code, rules_found) == ("13681", ["HEAD-09"])


@pytest.mark.parametrize("name", ["phuong quang trung", "Phường Quang Trug", "P Quang Trung", "Q. Trung phường"])
def test_a_likeness_only_suggests(name: str, city_register: Register) -> None:
    code, rules_found, expected = found(name, date(2024, 12, 14), city_register)
    assert code is None
    assert rules_found in ([], ["HEAD-10"])
    if "Trug" in name or name.startswith("phuong"):
        assert expected == [" – có phải “Phường Quang Trung” (13681)?"]


def test_nothing_alike_suggests_nothing(city_register: Register) -> None:
    assert found("Ủy ban Liên hợp quốc", date(2024, 12, 14), city_register) == (None, [], [])
    assert suggested("Xã Mới", "ward_commune", None, [Named("1", "Phường Cũ", "ward_commune", date.min, None)]) == ""


def test_a_name_two_units_bear_decides_nothing(city_register: Register) -> None:
    twin = city_register.units.filter(unit_code="13681").with_columns(unit_code=pl.lit("13999"))
    double = replace(city_register, units=pl.concat([city_register.units, twin]))
    code, rules_found, expected = found("Phường Quang Trung", date(2024, 12, 14), double)
    assert (code, rules_found) == (None, ["HEAD-10"])
    assert "13681" in str(expected[0])
    assert "13999" in str(expected[0])


def test_a_file_without_a_code_goes_by_its_name(city_register: Register, tmp_path: Path) -> None:
    cells = typed(CELLS, {CODE: None})
    judged = judge(cells, "F01", city_register)
    assert rules(judged) == [("HEAD-09", CODE)]
    assert judged.submissions["unit_code"].to_list() == [ITS_CODE]
    path = tmp_path / "x.xlsx"
    path.write_bytes(saved(cells))
    assert check_file(path, city_register).issues["rule_id"].to_list() == ["HEAD-09"]


def test_an_unknown_code_is_returned_with_a_suggestion(city_register: Register) -> None:
    judged = judge(typed(CELLS, {CODE: "99999"}), "F01", city_register)
    assert rules(judged) == [("HEAD-02", CODE)]
    assert f"có phải “{ITS_NAME}” ({ITS_CODE})?" in judged.issues["message_vi"][0]


def test_a_code_with_odd_spaces_is_the_sender(city_register: Register, tmp_path: Path) -> None:
    cells = accepted("F02")
    spoiled = typed(cells, {cell_of(cells, "submitter_code"): "cq – 001"})
    sender = cells.filter(sheet="Báo cáo", cell=cell_of(cells, "submitter_code"))["text"][0]
    spoiled = spoiled.with_columns(text=pl.col("text").replace("cq – 001", sender.lower().replace("-", " – ")))
    assert rules(judge(spoiled, "F02", city_register)) == []
    path = tmp_path / "x.xlsx"
    path.write_bytes(saved(spoiled))
    assert check_file(path, city_register).verdict == "accepted"
