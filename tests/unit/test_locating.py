"""Fields are found where they went: moved, without hidden ids, under other headings, in older versions."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import polars as pl
import pytest

from ingestion.check_file import check_file
from ingestion.parsing.labels import label_key, label_table, named_form
from ingestion.shapes import CELL
from quality.contracts.form_versions import older_versions
from quality.contracts.registry import forms
from quality.register.register import Register
from tests.unit.edited_workbook import accepted, cell_of, facts, judge, moved, rules, saved, typed

REPORT, LIST = "Báo cáo", "Danh mục"


def without_ids(cells: pl.DataFrame) -> pl.DataFrame:
    """The visible table copied into a new workbook: no hidden column, row or sheet, no guide."""
    kept = cells.filter(pl.col("sheet").is_in([REPORT, LIST]))
    hidden_row = (pl.col("sheet") == LIST) & (pl.col("row_no") == 2)
    hidden_column = (pl.col("sheet") == REPORT) & (pl.col("col_no") == 1)
    return kept.filter(~hidden_row & ~hidden_column).with_columns(sheet=pl.col("sheet") + " 2")


def relabelled(cells: pl.DataFrame, turn: object) -> pl.DataFrame:
    texts = [turn(t) if k == "s" else t for k, t in cells.select("kind", "text").iter_rows()]  # type: ignore[operator]
    return cells.with_columns(text=pl.Series(texts))


@pytest.mark.parametrize("form", sorted(forms()))
@pytest.mark.parametrize(
    "change",
    [
        lambda c: moved(c, rows=3),
        lambda c: moved(c, cols=2),
        lambda c: moved(c, rows=2, below=24),
        lambda c: moved(c, cols=1, sheet=LIST),
        without_ids,
        lambda c: moved(without_ids(c), rows=5, cols=3, sheet=f"{REPORT} 2"),
        lambda c: moved(without_ids(c), rows=2, cols=1, sheet=f"{LIST} 2"),
        lambda c: relabelled(without_ids(c), lambda t: unicodedata.normalize("NFD", t)),
    ],
    ids=["rows", "columns", "rows inside", "list", "no ids", "no ids, moved", "no ids, list moved", "NFD"],
)
def test_the_same_values_wherever_they_went(form: str, change: object, city_register: Register) -> None:
    cells = accepted(form)
    judged = judge(change(cells), form, city_register)  # type: ignore[operator]
    assert rules(judged) == []
    assert facts(judged) == facts(judge(cells, form, city_register))


def test_values_keep_the_address_they_moved_to(city_register: Register) -> None:
    cells = accepted("F03")
    old = cell_of(cells, "members_total")
    fact = judge(moved(cells, rows=3, cols=2), "F03", city_register).facts.filter(field="members_total")
    assert fact["cell"].to_list() == [f"G{int(old[1:]) + 3}"]


@pytest.mark.parametrize("form", sorted(forms()))
def test_labels_are_told_apart_without_accents(form: str) -> None:
    mine = label_table().filter(pl.col("form_code").is_in([form, "F00"]))
    double = mine.group_by("key").agg(pl.col("field").n_unique().alias("fields")).filter(pl.col("fields") > 1)
    assert double.is_empty()


@pytest.mark.parametrize(
    "typed_label",
    ["1. Số hộ dân", "a) Số hộ dân *", "SỐ HỘ DÂN:", "so ho dan", "- Số  hộ dân", "Số hộ dân.", "“Số hộ dân”"],
)
def test_ways_to_type_a_label(typed_label: str) -> None:
    assert label_key(typed_label) == label_key("Số hộ dân")


@pytest.mark.parametrize(
    ("title", "code"),
    [("BÁO CÁO (Mẫu F01)", "F01"), ("Mẫu số: F05", "F05"), ("mau so F07", "F07"), ("Mẫu F99", None), ("F01", None)],
)
def test_titles_that_name_a_form(title: str, code: str | None) -> None:
    assert named_form(title) == code


def test_an_alias_of_the_contract_is_a_heading(city_register: Register) -> None:
    cells = without_ids(accepted("F01"))
    label = "Số nhóm “Zalo an ninh” tổ dân phố, thôn, xóm"
    other = relabelled(cells, lambda t: "Số nhóm Zalo ANTT" if t == label else t)
    assert rules(judge(other, "F01", city_register)) == []


def test_a_label_nobody_knows_is_a_missing_row_and_a_strange_one(city_register: Register) -> None:
    cells = relabelled(without_ids(accepted("F03")), lambda t: "Đại khái" if t.startswith("Tổng số hội viên") else t)
    assert judge(cells, "F03", city_register).issues["rule_id"].to_list() == ["COL-01", "COL-02"]


def test_check_reads_labels_as_the_pipeline_does(city_register: Register, tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    path.write_bytes(saved(without_ids(accepted("F02"))))
    checked = check_file(path, city_register)
    assert (checked.verdict, checked.form_code, checked.issues.height) == ("accepted", "F02", 0)


def lines_with_total(total: str, *extra: tuple[str, str]) -> pl.DataFrame:
    cells = accepted("F08")
    table = cells.filter(sheet=LIST)
    head = dict(table.filter(row_no=2).select("text", "col_no").iter_rows())
    filled = table.filter((pl.col("row_no") > 3) & (pl.col("col_no") == head["eligible"]))
    last = int(filled["row_no"].max() or 0) + 1  # type: ignore[arg-type]
    column = filled["cell"][0].rstrip("0123456789")
    rows = {f"B{last}": "TỔNG CỘNG", f"{column}{last}": total} | {f"{c}{last + 3}": t for c, t in extra}
    return typed(cells.filter(~((pl.col("sheet") == LIST) & (pl.col("row_no") > last))), rows, sheet=LIST)


def stated_total() -> int:
    return sum(int(f[0]) for (_, field), f in facts_of_f08().items() if field == "eligible")  # type: ignore[call-overload]


def facts_of_f08() -> dict[tuple[int, str], tuple[object, ...]]:
    values = accepted("F08").filter(sheet=LIST)
    column = values.filter(row_no=2, text="eligible")["col_no"][0]
    rows = values.filter((pl.col("row_no") > 3) & (pl.col("col_no") == column))
    return {(r, "eligible"): (t,) for r, t in rows.select("row_no", "text").iter_rows()}


def test_a_right_total_is_no_line(city_register: Register) -> None:
    total = stated_total()
    judged = judge(lines_with_total(f"{total:,}".replace(",", ".")), "F08", city_register)
    assert rules(judged) == []
    assert facts(judged) == facts(judge(accepted("F08"), "F08", city_register))


def test_a_wrong_total_is_an_issue_at_its_cell(city_register: Register) -> None:
    judged = judge(lines_with_total(str(stated_total() + 1)), "F08", city_register)
    assert judged.issues["rule_id"].to_list() == ["LINE-02"]
    assert judged.issues["cell"][0].startswith("C")
    assert judged.submissions["verdict"].to_list() == ["returned"]


def test_signatures_under_a_list_are_no_lines(city_register: Register) -> None:
    signed = lines_with_total(str(stated_total()), ("B", "NGƯỜI LẬP BIỂU"), ("G", "THỦ TRƯỞNG ĐƠN VỊ"))
    judged = judge(signed, "F08", city_register)
    assert rules(judged) == []
    assert facts(judged) == facts(judge(accepted("F08"), "F08", city_register))


def test_a_heading_over_two_rows_and_a_row_of_column_numbers(city_register: Register) -> None:
    cells = without_ids(accepted("F08"))
    sheet = f"{LIST} 2"
    apart = moved(moved(cells, rows=1, below=3, sheet=sheet), rows=1, below=4, sheet=sheet)
    grades = ("Xuất sắc", "Khá", "Trung bình", "Yếu")
    low = apart.filter(
        (pl.col("sheet") == sheet) & (pl.col("row_no") == 3) & pl.col("text").str.contains("|".join(grades))
    )
    lower = low.with_columns(row_no=4, cell=pl.col("cell").str.replace("3", "4"))
    group = low.head(1).with_columns(text=pl.lit("Phân loại phong trào"))
    upper = apart.join(low, on=["sheet", "cell"], how="anti")
    numbers = upper.filter(sheet=sheet, row_no=3).with_columns(
        row_no=5, cell=pl.col("cell").str.replace("3", "5"), text=pl.format("({})", "col_no")
    )
    frames = [upper, lower, group, numbers]
    two = pl.concat([f.select([pl.col(n).cast(t) for n, t in CELL.items()]) for f in frames])
    judged = judge(two, "F08", city_register)
    assert rules(judged) == []
    assert facts(judged) == facts(judge(accepted("F08"), "F08", city_register))


def test_an_older_version_is_read_until_its_last_year(city_register: Register) -> None:
    cells = accepted("F03-2023.1")
    assert rules(judge(cells, "F03-2023.1", city_register)) == []
    last = older_versions()["F03", "2023.1"].last_report_year
    year, start, end = cell_of(cells, "report_year"), cell_of(cells, "period_start"), cell_of(cells, "period_end")
    later = typed(cells, {year: str(last + 1), start: f"15/12/{last}", end: f"14/12/{last + 1}"})
    found = judge(later, "F03-2023.1", city_register)
    assert "FORM-02" in found.issues["rule_id"].to_list()


def test_an_older_version_is_read_by_its_own_labels(city_register: Register) -> None:
    cells = accepted("F03-2023.1")
    bare = judge(without_ids(cells), "F03-2023.1", city_register)
    assert rules(bare) == []
    assert facts(bare) == facts(judge(cells, "F03-2023.1", city_register))
