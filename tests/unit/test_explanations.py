"""Explanations are read from the slip's column and from beside the figure; they close nothing by themselves."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import polars as pl

from ingestion.check_file import check_file
from ingestion.explanations import explanations_of
from ingestion.parsing.locate import locate
from ingestion.parsing.parse_batch import Received, parse_batch
from orchestration.outbox.checked_slip import checked_slip
from quality.contracts.registry import forms
from quality.contracts.to_template import template_bytes
from quality.return_slip.first_sheet import ANSWER_COLUMN, KEY_COLUMN, KEY_MARK, SHEET_NAME

GOLDEN = Path(__file__).parents[1] / "golden"


def _read(content: bytes) -> pl.DataFrame:
    cells = parse_batch([Received("x", "x.xlsx", content)]).cells
    return explanations_of(cells, locate(cells))


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _asked(tmp_path: Path) -> Path:
    book = openpyxl.load_workbook(GOLDEN / "F01" / "accepted.xlsx")
    row = {line[0].value: line[0].row for line in book["Báo cáo"].iter_rows()}
    book["Báo cáo"][f"E{row['zalo_groups']}"] = 900
    path = tmp_path / "báo cáo.xlsx"
    book.save(path)
    return path


def test_the_answer_in_a_slip_comes_back_with_the_questions_it_is_about(tmp_path: Path) -> None:
    path = _asked(tmp_path)
    checked = check_file(path, None)
    assert checked.verdict == "accepted"
    asked = set(checked.issues.filter(pl.col("severity") == "query").select("rule_id", "field", "line_no").iter_rows())
    book = openpyxl.load_workbook(io.BytesIO(checked_slip(checked, path.name, None)))
    first = book[SHEET_NAME]
    for n in range(1, first.max_row + 1):
        if str(first.cell(n, KEY_COLUMN).value).startswith(KEY_MARK):
            first.cell(n, ANSWER_COLUMN).value = "Một nhóm dùng chung cho nhiều tổ dân phố."
    found = _read(_saved(book)).filter(pl.col("source") == "slip")
    assert asked
    assert set(found.select("rule_id", "field", "line_no").iter_rows()) == asked
    assert found["answers"].unique().to_list() == [checked.submission["submission_id"]]
    assert found["text"].unique().to_list() == ["Một nhóm dùng chung cho nhiều tổ dân phố."]
    slip = tmp_path / "gửi lại.xlsx"
    slip.write_bytes(_saved(book))
    again = check_file(slip, None)
    assert (again.verdict, again.submission["figures_key"]) == ("accepted", checked.submission["figures_key"])


def test_a_note_beside_a_figure_is_an_explanation_and_the_printed_note_is_none() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(forms()["F01"])))
    assert _read(_saved(book)).is_empty()
    sheet = book["Báo cáo"]
    row = {line[0].value: line[0].row for line in sheet.iter_rows()}
    sheet[f"F{row['zalo_groups']}"] = "Sáp nhập hai tổ dân phố"
    printed = sheet[f"F{row['models_taken_part']}"].value
    sheet[f"F{row['models_taken_part']}"] = f"{printed}. Đã dừng một mô hình"
    found = _read(_saved(book)).sort("field")
    assert found.select("source", "field", "value_cell", "text").rows() == [
        ("note", "models_taken_part", f"E{row['models_taken_part']}", "Đã dừng một mô hình"),
        ("note", "zalo_groups", f"E{row['zalo_groups']}", "Sáp nhập hai tổ dân phố"),
    ]


def test_a_note_beside_a_line() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(forms()["F07"])))
    sheet = book["Danh mục"]
    note = next(c.column for c in sheet[2] if c.value == "_note")
    sheet.cell(5, note).value = "Mô hình chuyển từ phường khác sang"
    assert _read(_saved(book)).select("line_no", "text").rows() == [(2, "Mô hình chuyển từ phường khác sang")]


def test_the_answers_of_a_csv_report_are_no_strange_form(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_text("<html>")
    answer = tmp_path / "giải trình.xlsx"
    answer.write_bytes(checked_slip(check_file(path, None), path.name, None))
    assert check_file(answer, None).issues.filter(pl.col("rule_id") == "FORM-01").is_empty()
