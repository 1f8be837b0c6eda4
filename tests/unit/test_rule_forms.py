"""One text, three readers: polars, DuckDB and Excel give the same verdict for every rule and every case."""

from __future__ import annotations

import csv
import io
import itertools
import random
import re
import shutil
import subprocess
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import polars as pl
import pytest
import xlsxwriter
import yaml
from xlsxwriter.utility import xl_rowcol_to_cell

from ingestion.wide_frame import _DTYPE
from quality.contracts.form_model import Form, FormField, Rule
from quality.contracts.registry import forms, header
from quality.contracts.rule_to_excel import holds, violated
from quality.contracts.rules_list import rules_list
from quality.contracts.template_conditions import conditions
from quality.contracts.to_template import template_bytes
from quality.issues.catalogue import catalogue
from quality.rules.expression import Compare, Condition, ExpressionError, Literal, Logic, parse
from tests.unit.excel_evaluator import evaluate, serial

RULES = [(form, rule) for form in (header(), *forms().values()) for rule in form.rules]
EXAMPLES: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("rule_examples.yml").read_text(encoding="utf-8")
)
_SQL_TYPE = {"count": "bigint", "decimal": "double", "percent": "double", "date": "date"}
_MOST_CASES = 150


def _literals(condition: Condition) -> list[Any]:
    if isinstance(condition, Compare):
        return [p.value for p in (condition.left, condition.right) if isinstance(p, Literal)]
    return [v for p in condition.parts for v in _literals(p)] if isinstance(condition, Logic) else []


def _values(field: FormField, rule: Rule) -> list[Any]:
    """Values of one field worth trying: missing, around the examples and around the constants of the rule."""
    seen = [EXAMPLES[rule.id][side].get(field.name) for side in ("holds", "bites")]
    constants = _literals(parse(rule.expr))
    if field.type in ("enum", "yes_no"):
        return [None, *([c.value for c in field.choices] or ["yes", "no"])]
    if field.type == "date":
        days = [v for v in (*seen, *constants) if isinstance(v, date)]
        return [None, *(d + timedelta(days=n) for d in days for n in (-1, 0, 1)), date(2023, 12, 31)]
    if field.type in ("text", "code"):
        return [None, "Có nội dung"]
    numbers = {float(v) for v in (*seen, *constants) if isinstance(v, (int, float))} | {0.0, 1.0, 7.0}
    near = {n + d for n in numbers for d in (-1, 0, 1)} | (
        {n + 0.05 for n in numbers} if field.type != "count" else set()
    )
    low = 0 if field.type == "count" else -1e9
    inside = sorted(
        n for n in near if max(low, field.min if field.min is not None else low) <= n <= (field.max or 1e12)
    )
    return [None, *(int(n) if field.type == "count" else n for n in inside)]


@cache
def cases(form_code: str, rule_id: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Field names and rows of values: every combination, or a fixed sample of them, examples included."""
    form, rule = next((f, r) for f, r in RULES if r.id == rule_id and f.code == form_code)
    fields = {f.name: f for f in form.fields()}
    names = rule.field_names(frozenset(fields))
    rows = list(itertools.product(*(_values(fields[n], rule) for n in names)))
    if len(rows) > _MOST_CASES:
        rows = random.Random(rule.id).sample(rows, _MOST_CASES)  # noqa: S311 — a fixed choice of cases, no secret
    return names, [*rows, *(tuple(EXAMPLES[rule.id][side].get(n) for n in names) for side in ("holds", "bites"))]


def _frame(form: Form, rule: Rule) -> pl.DataFrame:
    names, rows = cases(form.code, rule.id)
    fields = {f.name: f for f in form.fields()}
    schema = {n: _DTYPE.get(fields[n].type, pl.String) for n in names}
    return pl.DataFrame(rows, schema=schema, orient="row", strict=False)


def in_polars(form: Form, rule: Rule) -> list[bool | None]:
    return _frame(form, rule).select(pl.sql_expr(rule.expr).alias("holds"))["holds"].to_list()


def in_duckdb(form: Form, rule: Rule) -> list[bool | None]:
    fields = {f.name: f for f in form.fields()}
    frame = _frame(form, rule)
    typed = ", ".join(f"cast({n} as {_SQL_TYPE.get(fields[n].type, 'varchar')}) as {n}" for n in frame.columns)
    with duckdb.connect() as connection:
        connection.register("cases", frame.with_row_index("n").to_arrow())
        sql = f"select ({rule.expr}) from (select n, {typed} from cases) order by n"  # noqa: S608 — the rules of the contracts are the text under test
        return [row[0] for row in connection.execute(sql).fetchall()]


def as_cell(field: FormField, value: Any) -> Any:
    """What stands in the cell of a workbook: labels of choices, serial numbers of dates."""
    if value is None or isinstance(value, (int, float)):
        return value
    if field.type == "yes_no":
        return {"yes": "Có", "no": "Không"}[value]
    if field.type == "enum":
        return next(c.label_vi for c in field.choices if c.value == value)
    return serial(value) if isinstance(value, date) else value


def in_excel(form: Form, rule: Rule) -> list[bool | None]:
    fields = {f.name: f for f in form.fields()}
    names, rows = cases(form.code, rule.id)
    bad, good = violated(rule, fields, str), holds(rule, fields, str)
    found: list[bool | None] = []
    for row in rows:
        cells = {n: as_cell(fields[n], v) for n, v in zip(names, row, strict=True)}
        found.append(_three(evaluate(bad, cells), evaluate(good, cells)))
    return found


def _three(is_violated: Any, is_held: Any) -> bool | None:
    assert isinstance(is_violated, bool)
    assert isinstance(is_held, bool)
    assert not (is_violated and is_held)
    return False if is_violated else True if is_held else None


@pytest.mark.parametrize(("form", "rule"), RULES, ids=[r.id for _, r in RULES])
def test_the_same_verdict_in_polars_duckdb_and_excel(form: Form, rule: Rule) -> None:
    verdicts = in_polars(form, rule)
    assert in_duckdb(form, rule) == verdicts
    assert in_excel(form, rule) == verdicts
    assert {True, False} <= set(verdicts)  # the cases reach both sides of the rule


@pytest.mark.parametrize("junk", ["nhiều", "#REF!", "12 nhóm", " "])
def test_a_cell_that_is_no_value_makes_a_rule_not_testable(junk: str) -> None:
    form = forms()["F01"]
    rule = next(r for r in form.rules if r.id == "F01-E01")
    fields = {f.name: f for f in form.fields()}
    for cells in ({"models_new": junk, "models_taken_part": 0}, {"models_new": 5, "models_taken_part": junk},
                  {"models_new": 2.5, "models_taken_part": 1}, {"models_new": -1, "models_taken_part": -2}):  # fmt: skip
        assert evaluate(violated(rule, fields, str), cells) is False
        assert evaluate(holds(rule, fields, str), cells) is False
    assert evaluate(violated(rule, fields, str), {"models_new": 5, "models_taken_part": 4}) is True


@pytest.mark.parametrize("text", ["a >", "a ? 1", "a = 1 b", "IN (1)", "a LIKE 'x'", "sqrt(a) > 1"])
def test_what_is_not_of_the_rule_language_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


def _in_libreoffice(folder: Path) -> dict[str, list[bool | None]]:
    """Every case of every rule in one workbook, worked out by LibreOffice."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("x")
    row = 0
    order: list[str] = []
    for form, rule in RULES:
        fields = {f.name: f for f in form.fields()}
        names, rows = cases(form.code, rule.id)
        for values in rows:
            place = {n: xl_rowcol_to_cell(row, column) for column, n in enumerate(names, start=2)}
            for column, (name, value) in enumerate(zip(names, values, strict=True), start=2):
                sheet.write(row, column, as_cell(fields[name], value))
            sheet.write_formula(row, 0, "=" + violated(rule, fields, place.__getitem__))
            sheet.write_formula(row, 1, "=" + holds(rule, fields, place.__getitem__))
            order.append(rule.id)
            row += 1
    book.close()
    (folder / "cases.xlsx").write_bytes(buffer.getvalue())
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
        "<value>0</value></prop></item></oor:items>"
    )
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "csv", "cases.xlsx"],
        cwd=folder, check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    found: dict[str, list[bool | None]] = {}
    with (folder / "cases.csv").open(encoding="latin-1") as file:
        for rule_id, line in zip(order, csv.reader(file), strict=True):
            found.setdefault(rule_id, []).append(_three({"TRUE": True, "FALSE": False}[line[0]], line[1] == "TRUE"))
    return found


# a spreadsheet program proves it where there is one; everywhere the evaluator above does
PROGRAMS = ["libreoffice"] if shutil.which("soffice") or shutil.which("libreoffice") else []


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_spreadsheet_program_gives_the_same_verdicts(program: str, tmp_path: Path) -> None:
    found = _in_libreoffice(tmp_path)
    assert {r.id: found[r.id] for _, r in RULES} == {r.id: in_polars(f, r) for f, r in RULES}


@pytest.mark.parametrize("code", sorted(forms()))
def test_the_blank_workbook_colours_what_breaks_a_rule(code: str) -> None:
    """Every rule of the form and of the header is a conditional format on the cells it reads."""
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(forms()[code])))
    formulas = [
        (str(span.sqref), rule.formula[0])
        for sheet in book.worksheets
        for span in sheet.conditional_formatting
        for rule in span.rules
    ]
    assert len(formulas) == len(forms()[code].rules) + len(header().rules)
    assert all("#REF" not in f and "{" not in f for _, f in formulas)


def test_a_rule_of_the_year_does_not_colour_a_quarter() -> None:
    form = forms()["F01"]
    cells = {f.name: f.name for one in (header(), form) for f in one.fields()}
    formula = next(c.formula for c in conditions(form, form, cells) if c.rule.id == "F01-Q12")
    values = dict.fromkeys(cells) | {"units_registered": 1, "units_eligible": 2}
    assert evaluate(formula[1:], values | {"period_type": "Năm"}) is True
    assert evaluate(formula[1:], values | {"period_type": "Quý"}) is False


def test_rules_md_lists_every_rule_once() -> None:
    listed = re.findall(r"^\| ([A-Z0-9]+-[A-Z]?\d+) \|", rules_list(), re.MULTILINE)
    assert sorted(listed) == sorted([*catalogue(), *(r.id for _, r in RULES)])
