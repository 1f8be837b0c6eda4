"""The workbook of an edition: what the edition says, as real numbers, and nothing a reader may not see."""

from __future__ import annotations

import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from orchestration.workbook.write_workbook import write_workbook
from tests.integration.conftest import FirstRun

WARD = "13681"
HIDDEN = "tips_received"
Rows = list[list[object]]


def sheet(path: Path, name: str) -> Rows:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python(skip_empty_area=False)


def records(rows: Rows) -> list[dict[str, object]]:
    return [dict(zip(map(str, rows[4]), row, strict=True)) for row in rows[5:]]


def digits(value: object) -> object:
    """A figure to the fifteen digits a workbook keeps."""
    return float(f"{value:.14g}") if isinstance(value, float) else value


@pytest.fixture(scope="module")
def whole(first_run: FirstRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "w.xlsx"
    write_workbook(first_run.city.home / "published" / "kho138.duckdb", path)
    return path


@pytest.fixture(scope="module")
def of_a_ward(first_run: FirstRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition as it is made for one ward's committee: its own rows, one figure of them kept back."""
    folder = tmp_path_factory.mktemp("ward")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{first_run.city.home}/published/kho138.duckdb' as old (read_only)")
        connection.execute(f"attach '{folder}/ward.duckdb' as new")
        connection.execute("create schema new.marts")
        for name in ("dim_city", "dim_indicator", "dim_reporting_unit", "fct_indicator_yearly", "movement_model"):
            connection.execute(f"create table new.marts.{name} as from old.marts.{name}")
        for name in ("indicator_actual_vs_target", "fct_completeness", "fct_submission_coverage"):
            connection.execute(f"create table new.marts.{name} as from old.marts.{name} where unit_code = '{WARD}'")
        connection.execute("use new.marts")
        connection.execute("alter table indicator_actual_vs_target add column value_state varchar default 'shown'")
        connection.execute(
            "update indicator_actual_vs_target set base_value = null, value_state = 'suppressed' "
            "where indicator_code = ?",
            [HIDDEN],
        )
    write_workbook(folder / "ward.duckdb", folder / "w.xlsx")
    return folder / "w.xlsx"


def test_its_figures_are_the_editions(first_run: FirstRun, whole: Path) -> None:
    said = {
        (r["Chỉ tiêu"], *(digits(r[c]) for c in ("Năm 2023", "Năm 2024", "Chỉ tiêu 2025")))
        for r in records(sheet(whole, "Tổng hợp"))
    }
    wanted = first_run.city.query(
        "select i.name_vi, previous_value, base_value, target_value from indicator_actual_vs_target "
        "join dim_indicator as i using (indicator_code) where level = 'city'"
    )
    assert len(wanted) == 40
    assert said == {(name, *("—" if v is None else digits(v) for v in values)) for name, *values in wanted}
    assert ("Số vụ phạm pháp hình sự", 96.0, 84.0, 79.8) in said


def test_wards_stand_side_by_side_in_the_order_of_the_alphabet(whole: Path) -> None:
    names = [str(r["Xã, phường"]) for r in records(sheet(whole, "Xã, phường"))]
    assert len(names) == 21  # those merged during the year are not among them
    assert names.index("Phường Lộc Hạ") < names.index("Phường Lộc Hòa") < names.index("Phường Lộc Vượng")


def test_figures_of_units_that_are_not_public_are_not_in_the_whole_edition(first_run: FirstRun, whole: Path) -> None:
    closed = {n for (n,) in first_run.city.query("select name_vi from dim_indicator where sensitivity <> 'public'")}
    shown = {r["Chỉ tiêu"] for r in records(sheet(whole, "Từng đơn vị"))}
    assert len(closed) == 15
    assert len(shown) > 10
    assert not shown & closed


def test_a_wards_own_committee_sees_its_own_and_what_is_kept_back_is_no_number(of_a_ward: Path) -> None:
    rows = records(sheet(of_a_ward, "Từng đơn vị"))
    assert {r["Mã"] for r in rows} == {WARD}
    by_name = {r["Chỉ tiêu"]: r for r in rows}
    assert by_name["Số tin quần chúng cung cấp"]["Năm 2024"] == "không công bố"
    assert isinstance(by_name["Số tin có giá trị"]["Năm 2024"], float)  # not public, and theirs


def test_a_zero_is_a_number_and_a_figure_nobody_reported_is_words(whole: Path) -> None:
    by_name = {r["Chỉ tiêu"]: r for r in records(sheet(whole, "Tổng hợp"))}
    assert by_name["Số băng nhóm tội phạm hoạt động công khai"]["Năm 2024"] == 0.0
    missing = [r for r in records(sheet(whole, "Từng đơn vị")) if r["Năm 2024"] == "chưa có số liệu"]
    assert missing
    assert all(r["Tăng, giảm"] == "—" and "không so sánh được" in str(r["So sánh hai năm"]) for r in missing)


def test_it_sorts_filters_and_prints(of_a_ward: Path) -> None:
    book = openpyxl.load_workbook(of_a_ward)
    for name in book.sheetnames:
        page = book[name]
        assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert "Trang" in str(page.oddFooter.center.text)
        if name != "Chú giải":
            assert page.auto_filter.ref.startswith("A5:")
            assert page.freeze_panes == "B6"
            assert page.print_title_rows == "$5:$5"
    units = book["Từng đơn vị"]
    formats = {cell.number_format for row in units.iter_rows(min_row=6) for cell in row if cell.data_type == "n"}
    assert formats <= {"[$-42A]#,##0", "[$-42A]#,##0.0#", "[$-42A]dd\\/mm\\/yyyy"}
    assert {cell.font.name for row in units.iter_rows() for cell in row if cell.value is not None} == {
        "Times New Roman"
    }


def test_it_names_its_edition_and_holds_no_formula_and_no_link(first_run: FirstRun, whole: Path) -> None:
    notes = {str(row[0]): str(row[1]) for row in sheet(whole, "Chú giải")[4:]}
    assert notes["Mã nội dung bản công bố"] == first_run.city.content_hash()
    assert notes["Số liệu minh họa"].startswith("SỐ LIỆU MINH HỌA, KHÔNG CÓ THẬT")
    with zipfile.ZipFile(whole) as package:
        assert not [name for name in package.namelist() if "externalLink" in name or "connections" in name]
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 8
    assert not [xml for xml in sheets if b"<f>" in xml or b"<hyperlink" in xml]


def test_the_same_edition_gives_the_same_bytes(of_a_ward: Path, tmp_path: Path) -> None:
    write_workbook(of_a_ward.with_name("ward.duckdb"), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == of_a_ward.read_bytes()
