"""The blank CSV of every form: filled in it says what the workbook says; cut anywhere it is noticed."""

from __future__ import annotations

import csv
import io
import re
from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.parsing import delimited
from ingestion.parsing.parse_batch import Received
from ingestion.parsing.parse_chunk import ParsedBatch, parse_chunk
from quality.contracts.registry import forms, header
from quality.contracts.to_csv_template import csv_guide, csv_template
from quality.register.register import Register
from tests.unit.edited_workbook import ID, accepted, facts, judge, rules

HEADER = {field.name for field in header().fields()}
_NO_FIGURES = {"VAL-05", "EMPTY-01", "HEAD-01", "HEAD-02", "HEAD-05", "FORM-03"}


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def _bytes(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


@cache
def _filled(form: str) -> bytes:
    """The blank CSV with the values of the accepted golden workbook; the control rows as the guide tells."""
    cells = accepted(form)
    typed = {
        (sheet, row, col): text.replace(".", ",") if kind == "n" else text
        for sheet, row, col, kind, text in cells.select("sheet", "row_no", "col_no", "kind", "text").iter_rows()
    }
    report = cells.filter((pl.col("sheet") == "Báo cáo") & (pl.col("col_no") == 1))
    row_of = dict(report.select("text", "row_no").iter_rows())
    rows = _rows(csv_template(forms()[form]))
    for row in rows[2:]:
        if row[0] in row_of:
            row[4] = typed.get(("Báo cáo", row_of[row[0]], 5), "")
    width = len(rows[-1])
    lines = [row for sheet, row, col in typed if sheet == "Danh mục" and row > 3 and col == 2]
    rows += [[typed.get(("Danh mục", line, col), "") for col in range(1, width + 1)] for line in lines]
    rows[0][4] = str(len(rows) - 2)
    told = [r[4] for r in rows[3:] if r[0] not in HEADER]
    figures = [float(text.replace(",", ".")) for text in told if re.fullmatch(r"-?\d+(,\d+)?", text)]
    if forms()[form].layout == "record":
        rows[1][4] = f"{sum(figures):.4f}".rstrip("0").rstrip(".").replace(".", ",")
    return _bytes(rows)


@pytest.mark.parametrize("form", list(forms()))
def test_a_filled_csv_says_what_the_workbook_says(form: str, city_register: Register) -> None:
    parsed = parse_chunk([Received(ID, "a.csv", _filled(form))])
    assert parsed.findings.is_empty(), parsed.findings
    judged, of_workbook = judge(parsed.cells, form, city_register), judge(accepted(form), form, city_register)
    assert rules(judged) == rules(of_workbook) == []
    assert facts(judged) == facts(of_workbook)


@pytest.mark.parametrize("form", list(forms()))
def test_a_blank_csv_is_known_and_has_only_nothing_in_it(form: str, city_register: Register) -> None:
    parsed = parse_chunk([Received(ID, "a.csv", csv_template(forms()[form]))])
    assert parsed.findings.is_empty()
    judged = judge(parsed.cells, form, city_register)
    assert judged.submissions["form_code"].to_list() == [form]
    assert set(judged.issues["rule_id"]) <= _NO_FIGURES


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["F01", "F06"]), st.floats(0.03, 1))
def test_a_cut_is_noticed_or_takes_no_figure_away(form: str, share: float) -> None:
    content = _filled(form)
    kept = content[: int(len(content) * share)]
    parsed = parse_chunk([Received(ID, "a.csv", kept)])
    problems = {*parsed.openings["problem_rule_id"].drop_nulls(), *parsed.findings["rule_id"]}
    if not problems & {"CSV-02", "CSV-03", "OPEN-01"}:
        assert _figures(parsed) == _figures(parse_chunk([Received(ID, "a.csv", content)]))


def _figures(parsed: ParsedBatch) -> list[tuple[str, str]]:
    return parsed.cells.filter(pl.col("col_no") == delimited.VALUE_COLUMN).select("cell", "text").rows()


def test_the_reader_knows_where_the_header_ends_and_the_guide_names_every_form() -> None:
    assert list(header().fields())[-1].name == delimited.LAST_HEADER_ID
    guide = csv_guide()
    assert all(f"`{code}.csv`" in guide for code in forms())
    for words in (delimited.ROW_COUNT_ID, delimited.CONTROL_TOTAL_ID, "CSV-02", "CSV-03"):
        assert words in guide


def test_the_words_of_the_control_rows_are_looked_at_too() -> None:
    rows = _rows(_filled("F01"))
    rows[0][5] = "gọi 0912 345 678"
    texts = parse_chunk([Received(ID, "a.csv", _bytes(rows))]).texts
    assert ("F1", "gọi 0912 345 678") in texts.select("cell", "text").rows()
