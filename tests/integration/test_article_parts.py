"""The parts of the article that are not counts, and the way back from a figure of each form to its cells."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from ingestion.landing.landing import Landing
from ingestion.workspace import Workspace
from quality.contracts.registry import forms
from quality.register.register import Register
from tests.integration.conftest import City, FirstRun

SENTENCES = {
    "T", "P1-S1", "P2-S1", "P2-S2", "P2-S3", "P2-S4", "P3-S1", "P3-S2", "P3-S3a", "P3-S3b", "P3-S3c", "P3-S3d",
    "P3-S4a", "P3-S4b", "P3-S4c", "P4-S1", "P4-S2", "P4-S3", "P4-S4",
}  # fmt: skip
# an indicator that each form feeds; F09 feeds none: its cells are in the history of targets
FED_BY = {
    "F01": "zalo_groups", "F02": "coordination_rules_active", "F03": "coordination_rules_active",
    "F04": "security_cameras", "F05": "security_cameras", "F06": "criminal_cases", "F07": "models_active",
    "F08": "safe_kdc_pct",
}  # fmt: skip


def test_every_sentence_of_the_article_has_its_place_or_is_prose(first_run: FirstRun) -> None:
    rows = first_run.city.query("select sentence_id, place, mart, column_name, wanted_value, report_year "
                                "from dim_seed_sentence")  # fmt: skip
    assert {r[0] for r in rows} == SENTENCES
    assert {r[0] for r in rows if r[1] == "prose"} == {"P3-S4a", "P4-S4"}
    for sentence, place, mart, column, wanted, year in rows:
        if place == "prose":
            continue
        if mart == "fct_indicator_yearly":
            found = first_run.city.query("select value from fct_indicator_yearly where level = 'city' "
                                         "and indicator_code = ? and report_year = ?", column, year)  # fmt: skip
            assert found, sentence
            assert found[0][0] is not None, sentence
            assert wanted is None or found == [(float(wanted),)], sentence
        else:
            values = {str(v) for (v,) in first_run.city.query(f"select distinct {column} from {mart}")}  # noqa: S608 — names of the seed
            assert values, sentence
            assert wanted is None or wanted in values, sentence


@pytest.mark.parametrize(("form", "indicator"), FED_BY.items())
def test_a_figure_of_each_form_leads_to_its_cells(first_run: FirstRun, form: str, indicator: str) -> None:
    rows = first_run.city.query(
        "select submission_id, sheet, cell, value, verdict, definition_hash, raw_text, definition_version, "
        "rules_checked, receipt_id from fct_lineage where indicator_code = ? and form_code = ? and report_year <= 2024 and source_name like '%.xlsx' "
        "order by all limit 3", indicator, form,
    )  # fmt: skip
    assert rows
    landing = Landing(Workspace(first_run.city.home).landing)
    receipts = set(landing.receipts()["receipt_id"])
    for submission, sheet, cell, value, verdict, definition, raw_text, version, checked, receipt in rows:
        book = openpyxl.load_workbook(io.BytesIO(landing.content(submission)))
        seen = book[sheet][cell].value
        if form == "F07":  # a model counts by its dates; its cell holds its code, its text its name
            assert str(seen).startswith("MH-")
            assert raw_text
        else:
            assert float(str(seen).replace(",", ".")) == value
        assert receipt in receipts
        assert (verdict, len(definition), version) == ("accepted", 12, 1)
        assert checked == len(forms()[form].rules) or (form, checked) == ("F09", None)


@pytest.mark.parametrize(
    "mart", ["movement_model", "fct_recognition", "fct_movement_grade", "fct_guidance_execution", "fct_target_history"]
)
def test_a_row_of_each_mart_that_is_no_indicator_leads_to_its_cells(first_run: FirstRun, mart: str) -> None:
    rows = first_run.city.query(
        f"select submission_id, sheet, cell from {mart} where sheet not in ('csv', 'json') order by all limit 2"  # noqa: S608
    )
    assert rows
    landing = Landing(Workspace(first_run.city.home).landing)
    for submission, sheet, cells in rows:
        book = openpyxl.load_workbook(io.BytesIO(landing.content(submission)))
        assert all(book[sheet][cell].value is not None for cell in cells.split(", "))


def test_a_target_leads_to_its_cell(first_run: FirstRun) -> None:
    rows = first_run.city.query(
        "select submission_id, sheet, cell, target_value from fct_target_history "
        "where level = 'city' and target_year = 2025 order by indicator_code"
    )
    assert len(rows) == 20
    landing = Landing(Workspace(first_run.city.home).landing)
    for submission, sheet, cell, value in rows[:3]:
        content = landing.content(submission)
        if sheet != "json":
            assert float(openpyxl.load_workbook(io.BytesIO(content))[sheet][cell].value) == value


def test_models_kept_and_new_on_any_day(first_run: FirstRun) -> None:
    counted = {
        day: json.loads(first_run.city.kho138("models", "--on", day, "--json").stdout)
        for day in ("2023-12-14", "2024-03-31", "2024-12-14", "2025-01-14")
    }
    assert {d: (c["kept"], c["new"]) for d, c in counted.items()} == {
        "2023-12-14": (20, 0),
        "2024-03-31": (21, 1),
        "2024-12-14": (23, 3),
        "2025-01-14": (23, 0),  # another report year has begun: the three are no longer new
    }


def test_explain_says_in_two_sentences_how_a_figure_was_made(first_run: FirstRun) -> None:
    said = json.loads(first_run.city.kho138("explain", "criminal_cases", "--year", "2024", "--json").stdout)
    made, sure = said["sentences"]
    assert made.startswith("Năm 2024, “Số vụ phạm pháp hình sự” của Thành phố Nam Định là 84 vụ, cộng từ ")
    assert "mẫu F06" in made
    assert made.endswith("tính từ 15/12/2023 đến 14/12/2024.")
    assert "so với năm 2023 (96 vụ) giảm 12 vụ (12,5%)" in sure


def test_a_figure_on_another_structure_leads_to_cells_by_weights(first_run: FirstRun) -> None:
    """Nam Định, the ward of July 2025, in 2023: what eighteen units before it reported, each whole."""
    arguments = ("zalo_groups", "--year", "2023", "--unit", "13669", "--basis", "2025-07-01", "--json")
    said = json.loads(first_run.city.kho138("trace", *arguments).stdout)
    assert said["totals"]["numerator"] == said["figure"]["value"]
    assert {(c["weight"], c["legal_basis"], c["definition_version"]) for c in said["cells"]} == {
        (1.0, "1674/NQ-UBTVQH15", 1)}  # fmt: skip
    assert len({c["unit_code"] for c in said["cells"]}) == 18
    assert said["definition"]["definition_hash"] == said["cells"][0]["definition_hash"]
    own = json.loads(first_run.city.kho138("trace", "criminal_cases", "--unit", "CA-356", "--json").stdout)
    assert own["totals"]["numerator"] == own["figure"]["value"]


def test_the_next_year_is_opened_as_data_and_says_what_is_missing(first_run: FirstRun, tmp_path: Path) -> None:
    city = City(tmp_path)
    for folder in ("register", "published"):
        shutil.copytree(first_run.city.home / folder, city.home / folder)
    opened = city.kho138("open-year", "2026", "--turn-review")
    assert opened.returncode == 0, opened.stderr
    for words in ("Tám phường từ 01/07/2025", "8 xã/phường/thị trấn", "Chưa đăng ký 20 chỉ tiêu", "năm 2027",
                  "Số vụ phạm pháp hình sự (criminal_cases)", "tổng kết năm 2025, chỉ tiêu năm 2026"):  # fmt: skip
        assert words in " ".join(opened.stdout.split())
    register = Register.read(city.home / "register")
    said = register.city
    assert (said.review_year, said.target_year, said.perimeter) == (2025, 2026, "EIGHT_WARDS_2025JUL")
    assert said.open_years == (2023, 2024, 2025, 2026)
    owed = register.obligations().filter(pl.col("report_year") == 2026)
    assert set(owed["form_code"]) == {f"F0{n}" for n in range(1, 10)}
    written = (city.home / "register" / "city.yml").read_bytes()
    again = json.loads(city.kho138("open-year", "2026", "--turn-review", "--json").stdout)
    assert (city.home / "register" / "city.yml").read_bytes() == written
    assert "criminal_cases" in again["targets_to_register"]
    assert again["submissions_owed"] > 800
