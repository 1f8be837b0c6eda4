"""The review of the demonstration city, as a stranger sees it after `make run`."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.integration.conftest import City, FirstRun

ARTICLE = {
    ("criminal_cases", 2024): 84,
    ("criminal_cases", 2023): 96,
    ("criminal_cases_change", 2024): -12,
    ("criminal_cases_change_pct", 2024): -12.5,
    ("models_active", 2024): 23,
    ("models_new", 2024): 3,
    ("zalo_groups", 2024): 194,
    ("organised_crime_cases", 2024): 0,
    ("open_gangs", 2024): 0,
}


@pytest.mark.parametrize(("indicator", "year"), ARTICLE)
def test_marts_hold_the_figures_of_the_article(first_run: FirstRun, indicator: str, year: int) -> None:
    got = first_run.city.query(
        "select value from fct_indicator_yearly where level = 'city' and indicator_code = ? and report_year = ?",
        indicator, year,
    )  # fmt: skip
    assert got == [(ARTICLE[indicator, year],)]


def test_members_are_shown_as_a_bound_over_the_exact_sum(first_run: FirstRun) -> None:
    row = first_run.city.query(
        "select base_value, display_value_vi from indicator_actual_vs_target "
        "where level = 'city' and indicator_code = 'zalo_members'"
    )
    assert 20_000 < row[0][0] < 21_000
    assert row[0][1] == "hơn 20 nghìn"


def test_the_run_prints_the_table_the_balance_and_where_things_lie(first_run: FirstRun) -> None:
    out = first_run.output
    for words in ("84", "96", "-12,5", "194", "hơn 20 nghìn", "KHÔNG CÓ THẬT", "Mã nội dung", "Đã nhận", "trả lại"):
        assert words in out


def test_every_page_says_what_is_invented(first_run: FirstRun) -> None:
    home = first_run.city.home
    pages = [home / "published" / "tra-lai.csv", *(home / "gate").rglob("*.html")]
    assert len(pages) > 4
    silent = [p for p in pages if "KHÔNG CÓ THẬT" not in p.read_text(encoding="utf-8-sig")]
    assert silent == []
    for command in (["show"], ["status"], ["trace", "zalo_groups"]):
        assert "KHÔNG CÓ THẬT" in first_run.city.kho138(*command).stdout
    note = first_run.city.kho138("trace", "zalo_groups", "--json").stdout
    path = Path(next(c["file"] for c in json.loads(note)["cells"] if c["sheet"] == "Báo cáo"))
    assert openpyxl.load_workbook(io.BytesIO(path.read_bytes()))["Báo cáo"]["F5"].value.startswith("Số liệu minh họa")


def test_received_is_accepted_plus_returned_plus_quarantined(first_run: FirstRun) -> None:
    receipts, duplicates, received, accepted, returned, quarantined = first_run.city.query(
        "select receipts, duplicates, received, accepted, returned, quarantined from fct_received"
    )[0]
    files = [p for p in (first_run.city.home / "drop").rglob("*") if p.is_file()]
    assert receipts == len(files)
    assert received == len({p.read_bytes() for p in files}) == receipts - duplicates
    assert received == accepted + returned + quarantined
    assert min(duplicates, returned, quarantined) > 0


def test_a_second_run_accepts_nothing_new_and_says_the_same(
    first_run: FirstRun, copy_of_city: Callable[[], City]
) -> None:
    again = copy_of_city()
    before = sorted(p.name for p in (again.home / "lake" / "submissions").iterdir())
    again.run()
    assert sorted(p.name for p in (again.home / "lake" / "submissions").iterdir()) == before
    assert again.content_hash() == first_run.city.content_hash()


def test_a_lost_machine_is_rebuilt_from_its_backup_with_the_same_content(
    first_run: FirstRun, copy_of_city: Callable[[], City], tmp_path: Path
) -> None:
    lost = copy_of_city()
    backup = tmp_path / "kho138.tar"
    made = lost.kho138("backup", str(backup))
    assert made.returncode == 0, made.stderr
    shutil.rmtree(lost.home)  # the machine, with the drop folder and everything derived
    restored = lost.kho138("restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    assert first_run.city.content_hash() in restored.stdout
    assert {p.name for p in lost.home.iterdir()} <= {
        "register", "landing", "editions", "approvals.jsonl", "alerts", "gate_history.jsonl", ".writing.lock",
    }  # fmt: skip
    lost.run()
    assert lost.content_hash() == first_run.city.content_hash()


def test_trace_ends_in_cells_of_workbooks_that_add_up(first_run: FirstRun) -> None:
    traced = json.loads(first_run.city.kho138("trace", "criminal_cases", "--year", "2024", "--json").stdout)
    assert traced["figure"]["value"] == 84
    seen = 0.0
    for cell in traced["cells"]:
        path = Path(cell["file"])
        if cell["sheet"] == "Báo cáo":
            sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))["Báo cáo"]
            assert float(sheet[cell["cell"]].value) == cell["value"]
        elif cell["sheet"] == "json":
            assert json.loads(path.read_bytes())["values"]["criminal_cases"] == cell["value"]
        else:
            line = path.read_text(encoding="utf-8-sig").splitlines()[int(cell["cell"][1:]) - 1]
            assert line.split(";")[4] == cell["raw_text"]
        seen += cell["contribution"]
    assert seen == 84


def test_show_and_status_answer_for_scripts(first_run: FirstRun) -> None:
    ward = json.loads(first_run.city.kho138("show", "--unit", "13681", "--json").stdout)
    assert {r["unit_code"] for r in ward} == {"13681"}
    groups = next(r for r in ward if r["indicator_code"] == "zalo_groups")
    assert groups["comparable"] is False  # the ward's territory is not the one it had a year before
    status = json.loads(first_run.city.kho138("status", "--json").stdout)
    wards = next(k for k in status["by_kind"] if k["unit_kind"] == "ward_commune")
    assert wards["expected"] == wards["accepted"]
    assert status["owing"]
    assert first_run.city.kho138("show", "--unit", "nobody").returncode == 1
    assert first_run.city.kho138("trace", "nothing").returncode == 2
