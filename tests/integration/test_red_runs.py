"""A failing mart test or gate stops the run and leaves the published edition as it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import duckdb

from ingestion.workspace import Workspace
from orchestration.assets.edition import published_edition, release_gate
from orchestration.resources.city import CityResource
from tests.integration.conftest import City
from tests.integration.second_city import write_second_city


def _published(home: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (home / "published").iterdir()}


def test_a_failing_mart_test_leaves_the_edition(copy_of_city: Callable[[], City]) -> None:
    city = copy_of_city()
    before = _published(city.home)
    figures = city.home / "register" / "expected_figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace(",2024,eq,84,", ",2024,eq,85,"), encoding="utf-8")
    done = city.kho138("run")
    assert done.returncode == 1
    assert "KHÔNG CÔNG BỐ" in done.stderr
    assert "expected_figures" in done.stderr
    assert _published(city.home) == before


def test_a_failing_gate_leaves_the_edition(copy_of_city: Callable[[], City]) -> None:
    city = copy_of_city()
    workspace = Workspace(city.home)
    before = _published(city.home)
    shutil.rmtree(workspace.gate)
    with duckdb.connect(str(workspace.warehouse)) as connection:
        connection.execute(
            "update marts.fct_indicator_yearly set value = 140 "
            "where indicator_code = 'zalo_coverage_pct' and report_year = 2024 and level = 'city'"
        )
    resources = {"city": CityResource(home=str(city.home))}
    with dg.instance_for_test() as instance:
        result = dg.materialize(
            [release_gate, published_edition], resources=resources, instance=instance, raise_on_error=False
        )
    assert not result.success
    (failure,) = [e for e in result.all_events if e.is_step_failure]
    assert failure.step_key == "release_gate"
    said = str(failure.step_failure_data.user_failure_data.description)
    assert "[FIG-02] Chưa đạt" in said
    assert "(zalo_coverage_pct), Năm 2024: 140. Việc cần làm: Mở nguồn gốc" in said
    assert _published(city.home) == before
    assert workspace.gate_page.exists()


def test_nothing_received_is_said_and_stray_files_are_named(tmp_path: Path) -> None:
    city = City(tmp_path / "o'clock city")  # a path with a quote and spaces
    write_second_city(city.home)
    shutil.move(city.home / "drop", city.home / "kept")
    stray = city.home / "drop" / "phuong" / "x.xlsx"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"1")
    done = city.kho138("run")
    assert done.returncode == 1
    assert "Chưa nhận được tệp nào" in done.stderr
    assert "phuong/x.xlsx" in done.stderr.replace("\n", "")
    shutil.rmtree(city.home / "drop")
    shutil.move(city.home / "kept", city.home / "drop")
    assert city.run().returncode == 0


def test_a_register_with_a_fault_stops_with_file_and_line(copy_of_city: Callable[[], City]) -> None:
    city = copy_of_city()
    before = _published(city.home)
    units = city.home / "register" / "units.csv"
    lines = units.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace("0001-01-01", "ngày đầu", 1)
    units.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = city.kho138("run")
    assert done.returncode != 0
    assert "units.csv, dòng 4, cột valid_from [REG-03]: “ngày đầu” không phải ngày" in " ".join(done.stderr.split())
    assert _published(city.home) == before
