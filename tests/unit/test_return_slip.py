"""Return slips: one line a cause, the sender's sheets as they were, nothing live, nothing unread shown."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.check_file import check_file
from orchestration.outbox.checked_slip import checked_slip
from quality.return_slip.first_sheet import ANSWER_COLUMN, KEY_COLUMN, KEY_MARK, SHEET_NAME
from quality.return_slip.machine_name import letters, sha256_of
from quality.return_slip.root_cause import slip_lines
from quality.return_slip.sender_sheets import SentCell
from quality.return_slip.slip import Slip, SlipHead
from quality.return_slip.to_json import slip_json
from quality.return_slip.to_text import slip_text
from quality.return_slip.to_workbook import slip_workbook

GOLDEN = Path(__file__).parents[1] / "golden"
SCHEMA = json.loads((Path(__file__).parents[2] / "quality/return_slip/slip.schema.json").read_text(encoding="utf-8"))
HEAD = SlipHead("0a" * 32, "báo cáo.xlsx", "xlsx", "13684", "Phường Lộc Hạ", "F01", "Báo cáo", "ND09:2024-Q1",
                date(2023, 12, 15), date(2024, 3, 14), 1, datetime(2024, 3, 18, 2, 0, tzinfo=UTC), "returned",
                date(2024, 3, 21), "Ban Chỉ đạo 138 thành phố")  # fmt: skip


def issue(
    rule_id: str, cell: str | None, field: str | None = None, severity: str = "error", **other: Any
) -> dict[str, Any]:
    base = {"rule_id": rule_id, "severity": severity, "field": field, "line_no": 0, "sheet": "Báo cáo", "cell": cell,
            "related_cells": None, "value_seen": "7", "message_vi": f"Sai {rule_id}.", "action_vi": "Sửa.",
            "message_en": "-", "submission_id": "x"}  # fmt: skip
    return base | other


def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


# -- one line a root cause -----------------------------------------------------------------------------------------


def test_thirty_missing_fields_are_one_line() -> None:
    lines = slip_lines([issue("COL-01", None, f"field_{n}", value_seen=None) for n in range(30)], "F01")
    assert len(lines) == 1
    assert "thiếu 30 chỉ tiêu" in lines[0].message
    assert "và 24 chỉ tiêu khác" in lines[0].message
    assert len(lines[0].keys) == 30


def test_a_wrong_period_takes_its_consequences_with_it() -> None:
    found = [
        issue("HEAD-01", "E14", "period_start"),
        issue("COL-03", "E30", "festival_sites", "query"),
        issue("VAL-05", "E31", "festival_participants"),
        issue("VAL-05", "E23", "households"),  # asked in every period: another cause
    ]
    lines = slip_lines(found, "F01")
    assert [set(x.rule_ids) for x in lines] == [{"HEAD-01", "COL-03", "VAL-05"}, {"VAL-05"}]
    assert "2 chỉ tiêu khác cũng không khớp với kỳ" in lines[0].message
    assert lines[0].cells[0] == "E14"


def test_a_cell_several_rules_speak_of_is_one_line() -> None:
    found = [
        issue("F01-Q03", "E36", "zalo_members", "query", related_cells="E35"),
        issue("F01-Q04", "E35", "zalo_groups", "query", related_cells="E22"),
        issue("F01-E08", "E64", "units_recognised", related_cells="E63"),
    ]
    lines = slip_lines(found, "F01")
    assert [(x.severity, x.cells[0], x.rule_ids) for x in lines] == [
        ("error", "E64", ("F01-E08",)),
        ("query", "E35", ("F01-Q03", "F01-Q04")),
    ]
    assert all(i["message_vi"] in lines[1].message for i in found[:2])


def test_one_habit_in_many_cells_is_one_line() -> None:
    found = [issue("VAL-08", f"E{n}", f"field_{n}", "query", value_seen="-") for n in (51, 52, 57)]
    (line,) = slip_lines(found, "F01")
    assert line.cells == ("E51", "E52", "E57")
    assert line.message == "Sai VAL-08. Cùng vấn đề này ở 2 ô khác: E52; E57."


RULES = st.sampled_from(["COL-01", "COL-03", "VAL-05", "VAL-08", "HEAD-01", "F01-Q03", "F01-E08", "XPER-01", "OPEN-01"])
ISSUES = st.lists(
    st.tuples(RULES, st.one_of(st.none(), st.sampled_from(["E5", "E6", "E7", "C9"])), st.integers(0, 3),
              st.sampled_from(["error", "query", "quarantine"]), st.one_of(st.none(), st.sampled_from(["-", "7"]))),
    max_size=25,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(ISSUES)
def test_every_issue_is_in_exactly_one_line(found: list[tuple[str, str | None, int, str, str | None]]) -> None:
    issues = [
        issue(rule, cell, f"field_{n}", severity, value_seen=value, line_no=place)
        for place, (rule, cell, n, severity, value) in enumerate(found)
    ]
    lines = slip_lines(issues, "F01")
    assert sorted(k.line_no for x in lines for k in x.keys) == list(range(len(issues)))
    assert all((x.severity == "query") >= x.may_be_explained for x in lines)
    jsonschema.validate(json.loads(slip_json(Slip(HEAD, lines), 0)), SCHEMA)


# -- the sender's own workbook -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [f"F0{n}" for n in range(1, 10)])
def test_a_slip_sent_again_says_what_the_file_said(form: str, tmp_path: Path) -> None:
    """Cells stand at the same addresses with the same types: checking the slip finds the same issues."""
    original = GOLDEN / form / "faulty.xlsx"
    first = check_file(original, None)
    slip = tmp_path / "phiếu.xlsx"
    slip.write_bytes(checked_slip(first, original.name, None))
    again = check_file(slip, None)
    columns = ["rule_id", "field", "line_no", "sheet", "cell", "value_seen", "message_vi"]
    assert first.issues.height > 0
    assert again.issues.select(columns).equals(first.issues.select(columns))
    kept = ["sheet", "cell", "kind", "text"]
    machine = pl.col("sheet").is_in([SHEET_NAME, "_kho138"])
    assert again.cells.filter(~machine).select(kept).equals(first.cells.filter(~machine).select(kept))
    assert slip.read_bytes() == checked_slip(first, original.name, None)


def _asked_about(folder: Path) -> Path:
    """A ward's workbook with an error and two questions about one cell."""
    workbook = openpyxl.load_workbook(GOLDEN / "F01" / "accepted.xlsx")
    sheet = workbook["Báo cáo"]
    row = {line[0].value: line[0].row for line in sheet.iter_rows()}
    sheet[f"E{row['zalo_groups']}"] = 900
    sheet[f"E{row['tips_received']}"] = "nhiều"
    workbook.save(folder / "báo cáo.xlsx")
    return folder / "báo cáo.xlsx"


def again_asks_nothing_new(checked: Any, made: openpyxl.Workbook, folder: Path) -> bool:
    """A slip sent back is asked what its file was asked, nothing about the slip itself."""
    made.save(folder / "gửi lại.xlsx")
    again = check_file(folder / "gửi lại.xlsx", None).issues
    return again.select("rule_id", "cell").equals(checked.issues.select("rule_id", "cell"))


def test_marks_comments_and_links(tmp_path: Path) -> None:
    checked = check_file(_asked_about(tmp_path), None)
    made = book(checked_slip(checked, "faulty.xlsx", None))
    assert made.sheetnames[0] == SHEET_NAME
    first, report = made[SHEET_NAME], made["Báo cáo"]
    assert first.page_setup.paperSize == 9
    assert first.page_setup.orientation == "landscape"
    for row in checked.issues.filter(pl.col("cell").is_not_null()).to_dicts():
        cell = report[row["cell"]]
        comment = cell.comment.text
        assert row["rule_id"] in comment
        assert row["message_vi"] in comment or "Cùng vấn đề" in comment or "để trống" in comment
        assert cell.border.left.style in ("thick", "mediumDashed")  # told apart without colour
    links = [c.hyperlink.location for line in first.iter_rows() for c in line if c.hyperlink]
    assert links
    assert all(link.startswith("'Báo cáo'!E") for link in links)
    asked = [n for n in range(1, first.max_row + 1) if "CẦN GIẢI TRÌNH" in str(first.cell(n, 2).value)]
    keyed = [n for n in range(1, first.max_row + 1) if str(first.cell(n, KEY_COLUMN).value).startswith(KEY_MARK)]
    assert asked == keyed
    assert asked
    assert not any(first.cell(n, ANSWER_COLUMN).protection.locked for n in asked)
    assert not first.column_dimensions["I"].hidden  # nothing of a slip is hidden from its reader but the form's own ids
    assert again_asks_nothing_new(checked, made, tmp_path)


TEXTS = st.one_of(
    st.sampled_from(["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "http://example.org", "file:///etc/passwd", "\ud800", "\x00\x1b"]),
    st.text(max_size=40),
)  # fmt: skip


@settings(deadline=None, max_examples=25)
@given(st.lists(TEXTS, min_size=1, max_size=6), TEXTS)
def test_nothing_of_the_sender_is_live(texts: list[str], seen: str) -> None:
    cells = [SentCell("Báo cáo", n, 5, "s", text) for n, text in enumerate(texts, start=1)]
    lines = slip_lines([issue("VAL-01", "E1", "households", value_seen=seen, message_vi=f"Ghi “{seen}”.")], "F01")
    content = slip_workbook(Slip(HEAD, lines), cells)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        xml = b"".join(parts.read(n) for n in names)
    assert b"<f>" not in xml
    assert b"<f " not in xml
    assert b'TargetMode="External"' not in xml
    assert not [n for n in names if "externalLink" in n or "vba" in n]
    book(content)  # opens


def test_a_file_that_was_not_read_gets_the_first_sheet_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_text("<html>")
    made = book(checked_slip(check_file(path, None), path.name, None))
    assert made.sheetnames == [SHEET_NAME, "_kho138"]
    assert made["_kho138"].sheet_state == "hidden"


def test_a_csv_gets_lines_and_columns(tmp_path: Path) -> None:
    rows = openpyxl.load_workbook(GOLDEN / "F02" / "faulty.xlsx")["Báo cáo"].iter_rows(values_only=True)
    path = tmp_path / "x.csv"
    shown = [
        ["" if v is None else v.strftime("%d/%m/%Y") if isinstance(v, datetime) else str(v) for v in row]
        for row in rows
    ]
    path.write_text("\n".join(";".join(f'"{v}"' for v in row) for row in shown), encoding="utf-8")
    checked = check_file(path, None)
    made = book(checked_slip(checked, path.name, None))
    assert made.sheetnames == [SHEET_NAME, "_kho138"]
    places = [str(r[2].value) for r in made[SHEET_NAME].iter_rows()]
    assert any(p.startswith("dòng ") and "cột 5 (E" in p for p in places)


# -- the letter ----------------------------------------------------------------------------------------------------


def test_the_letter_says_who_what_and_by_when() -> None:
    text = slip_text(Slip(HEAD, slip_lines([issue("VAL-01", "E44", "tips_received")], "F01")))
    assert text.startswith("[BCĐ 138] Trả lại: báo cáo mẫu F01, Quý I năm 2024\n")
    assert "Quý I năm 2024 (từ 15/12/2023 đến 14/03/2024), lần gửi 1" in text
    assert "09:00 ngày 18/03/2024" in text  # the office's clock
    assert "hết ngày 21/03/2024" in text
    assert "1. [LỖI] Báo cáo, ô E44 (VAL-01)" in text


def test_the_machine_name_of_a_submission_has_no_digits() -> None:
    name = letters("0123456789abcdef" * 4)
    assert not any(c.isdigit() for c in name)
    assert len(set(name)) == 16
    assert sha256_of(name) == "0123456789abcdef" * 4
    assert sha256_of("khác") is None
