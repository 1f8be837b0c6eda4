"""A cell changed to text and sent again: returned in words, the accepted figure stands and coverage says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.integration.answered_question import check_the_way, send_the_answer
from tests.integration.compiled_warehouse import CompiledWarehouse
from tests.integration.conftest import City, FirstRun


def _ward_file(city: City) -> Path:
    return next(
        p
        for p in sorted((city.home / "drop" / "ward_commune" / "13684").iterdir())
        if p.suffix == ".xlsx" and openpyxl.load_workbook(p)["Báo cáo"]["E11"].value == 2024
        and openpyxl.load_workbook(p)["Báo cáo"]["E12"].value == "Năm"
        and openpyxl.load_workbook(p)["Báo cáo"]["E5"].value == "F01"
    )  # fmt: skip


def _row_of(sheet: object, field: str) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == field)  # type: ignore[attr-defined]


def test_a_returned_correction_is_seen_and_an_answered_question_is_closed(
    first_run: FirstRun, copy_of_city: Callable[[], City], compiled_warehouse: CompiledWarehouse
) -> None:
    city = copy_of_city()
    asked = send_the_answer(city)
    before = city.query("select value from fct_indicator_yearly where level = 'city' and indicator_code = 'zalo_groups' "
                        "and report_year = 2024")  # fmt: skip
    source = _ward_file(city)
    book = openpyxl.load_workbook(source)
    sheet = book["Báo cáo"]
    row = _row_of(sheet, "zalo_groups")
    sheet[f"E{row}"] = "nhiều nhóm"
    sheet[f"E{_row_of(sheet, 'submission_no')}"] = 2
    sheet[f"E{_row_of(sheet, 'corrects_submission')}"] = 1
    sheet[f"E{_row_of(sheet, 'correction_reason')}"] = "Rà soát lại"
    sent = source.with_name("Báo cáo năm 2024 gửi lại.xlsx")
    book.save(sent)
    with (city.home / "arrivals.csv").open("a", encoding="utf-8") as arrivals:
        path = sent.relative_to(city.home / "drop").as_posix()
        arrivals.write(f"{path},2025-07-01T08:00:00Z\n")
    output = city.run().stdout

    found = city.query(
        "select source_name, sheet, cell, rule_id, value_seen, message_vi, action_vi, verdict "
        "from fct_quality_issue where source_name = ?", sent.name,
    )  # fmt: skip
    assert len(found) == 1
    assert found[0][:5] == (sent.name, "Báo cáo", f"E{row}", "VAL-01", "nhiều nhóm")
    assert "phải là số, đang ghi “nhiều nhóm”" in found[0][5]
    assert "chữ số" in found[0][6]
    assert found[0][7] == "returned"
    after = city.query("select value, units_correction_pending, coverage_text from fct_indicator_yearly "
                       "where level = 'city' and indicator_code = 'zalo_groups' and report_year = 2024")  # fmt: skip
    assert after == [(before[0][0], 1, "21/21")]
    assert "1 có bản đính chính bị trả lại" in output
    assert sent.name in (city.home / "published" / "tra-lai.csv").read_text(encoding="utf-8-sig")
    check_the_way(city, asked, compiled_warehouse)


def test_check_gives_the_verdict_before_sending(first_run: FirstRun, tmp_path: Path) -> None:
    source = _ward_file(first_run.city)
    clean = first_run.city.kho138("check", str(source))
    assert clean.returncode == 0, clean.stdout
    book = openpyxl.load_workbook(source)
    row = _row_of(book["Báo cáo"], "zalo_groups")
    book["Báo cáo"][f"E{row}"] = None
    book.save(tmp_path / "thiếu.xlsx")
    faulty = first_run.city.kho138("check", str(tmp_path / "thiếu.xlsx"))
    assert faulty.returncode == 1
    assert f"E{row}" in faulty.stdout
    (tmp_path / "x.xlsx").write_text("<html>")
    assert first_run.city.kho138("check", str(tmp_path / "x.xlsx")).returncode == 2
    assert first_run.city.kho138("check", str(tmp_path / "none.xlsx")).returncode == 2
    without_register = City(tmp_path / "elsewhere")
    assert without_register.kho138("check", str(source)).returncode == 0
    assert "HEAD-02" in without_register.kho138("check", str(source)).stdout
    assert not (tmp_path / "elsewhere").exists()  # checking writes nothing anywhere
