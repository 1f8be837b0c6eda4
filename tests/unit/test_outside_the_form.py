"""Figures beyond the form are asked about, once a sheet; what a form has beside its figures is none of them."""

from __future__ import annotations

import polars as pl
import pytest

from ingestion.shapes import CELL
from quality.register.register import Register
from tests.unit.edited_workbook import ID, accepted, judge, rules, typed

REPORT, LIST = accepted("F03"), accepted("F07")
LAST = REPORT.filter((pl.col("sheet") == "Báo cáo") & (pl.col("col_no") == 5))["row_no"].max()
BELOW = f"E{LAST + 6}"  # type: ignore[operator]


def _sheet(name: str, **texts: str) -> pl.DataFrame:
    rows = [(ID, name, cell, int(cell[1:]), ord(cell[0]) - 64, "n", text) for cell, text in texts.items()]
    return pl.DataFrame(rows, schema=CELL, orient="row")


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        (typed(REPORT, {BELOW: "12", f"F{LAST + 9}": "3"}, "n"), BELOW),  # type: ignore[operator]
        (typed(REPORT, {"H24": "12", "I24": "5"}, "n"), "H24"),
        (pl.concat([REPORT, _sheet("Sheet1", B3="7", B4="9")]), "B3"),
    ],
    ids=["below", "right", "sheet-of-its-own"],
)
def test_figures_beyond_a_report_are_asked_about_once(cells: pl.DataFrame, place: str, city_register: Register) -> None:
    judged = judge(cells, "F03", city_register)
    assert rules(judged) == [("BOOK-05", place)]
    assert judged.submissions["verdict"].to_list() == ["accepted"]
    assert judged.facts.equals(judge(REPORT, "F03", city_register).facts)


def test_a_figure_right_of_a_list_without_a_heading(city_register: Register) -> None:
    width = int(LIST.filter(pl.col("sheet") == "Danh mục")["col_no"].max())  # type: ignore[arg-type]
    cell = f"{chr(64 + width + 2)}7"
    assert rules(judge(typed(LIST, {cell: "7"}, "n", sheet="Danh mục"), "F07", city_register)) == [("BOOK-05", cell)]


def test_words_notes_and_the_forms_own_sheets_are_no_figures_beyond_it(city_register: Register) -> None:
    words = typed(REPORT, {BELOW: "Nơi nhận: Ban Chỉ đạo 138"})
    noted = typed(words, {"F24": "12"}, "n")  # the column of notes
    guide = pl.concat([noted, _sheet("Hướng dẫn", B3="7"), _sheet("Kết quả kiểm tra", A9="1")])
    assert rules(judge(guide, "F03", city_register)) == []
