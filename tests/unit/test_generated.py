"""What is generated is current, drift is noticed, and every generated constraint bites."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pandera.errors import SchemaErrors

from ingestion.shapes_to_dbt import SOURCES, sources_yaml
from ingestion.wide_frame import _DTYPE
from quality.contracts import generate
from quality.contracts.form_model import FormField
from quality.contracts.generate import drifted, generated, write
from quality.contracts.registry import forms, header
from quality.contracts.schemas import schema_for
from quality.contracts.to_template import template_bytes

_SCHEMAS = "quality/contracts/generated/schemas"
_TEMPLATES = "quality/contracts/generated/templates"
_SEEDS = "dbt_project/seeds/generated"
CASES = sorted(
    {(f.code, kind, due.period_type) for f in forms().values() for due in f.reporting for kind in due.submitter_kinds}
)
VALIDATION = {"count": "whole", "decimal": "decimal", "percent": "decimal", "date": "date", "enum": "list",
              "yes_no": "list", "text": "textLength"}  # fmt: skip


def test_generated_files_are_current() -> None:
    assert drifted() == []
    assert SOURCES.read_text(encoding="utf-8") == sources_yaml()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The generated files of the repository, copied."""
    for folder in ("quality/contracts/generated", _SEEDS):
        shutil.copytree(generate._REPOSITORY / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_a_copy_is_current_and_writing_repairs(tree: Path) -> None:
    assert drifted(tree) == []
    (tree / f"{_SCHEMAS}/f01.py").unlink()
    write(tree)
    assert drifted(tree) == []


@pytest.mark.parametrize("name", [f"{_SCHEMAS}/f01.py", f"{_TEMPLATES}/F02.xlsx", "quality/contracts/generated/dictionary.md"])  # fmt: skip
def test_one_changed_byte_is_noticed(tree: Path, name: str) -> None:
    content = bytearray((tree / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tree / name).write_bytes(content)
    assert drifted(tree) == [name]


@pytest.mark.parametrize("name", [f"{_SCHEMAS}/f03.py", f"{_TEMPLATES}/F09.xlsx", "quality/contracts/generated/indicators.md"])  # fmt: skip
def test_a_missing_file_is_noticed(tree: Path, name: str) -> None:
    (tree / name).unlink()
    assert drifted(tree) == [name]


@pytest.mark.parametrize("name", [f"{_SCHEMAS}/f10.py", f"{_TEMPLATES}/F10.xlsx", f"{_SEEDS}/left_over.csv"])
def test_an_extra_file_is_noticed(tree: Path, name: str) -> None:
    (tree / name).write_text("a\n", encoding="utf-8")
    assert drifted(tree) == [name]


def test_a_changed_label_changes_what_is_generated(monkeypatch: pytest.MonkeyPatch) -> None:
    before = generated()
    form = forms()["F03"]
    group = form.groups[0]
    field = group.fields[0].model_copy(update={"label_vi": "Nhãn khác"})
    other = form.model_copy(
        update={"groups": (group.model_copy(update={"fields": (field, *group.fields[1:])}), *form.groups[1:])}
    )
    monkeypatch.setitem(forms(), "F03", other)
    changed = {path for path, content in generated().items() if before[path] != content}
    assert {f"{_TEMPLATES}/F03.xlsx", "quality/contracts/generated/dictionary.md"} <= changed


def _check_validation(sheet: Worksheet, cell: str, field: FormField) -> None:
    # one rule a cell or, on a lines sheet, a column of cells
    found = [v for v in sheet.data_validations.dataValidation if cell in v]
    if field.type not in VALIDATION:
        assert found == []
        return
    assert [v.type for v in found] == [VALIDATION[field.type]], field.name
    listed = (found[0].formula1 or "").strip('"').split(",")
    if field.type == "yes_no":
        assert listed == ["Có", "Không"]
    if field.type == "enum":
        known = {c.label_vi for c in field.choices}
        assert listed != [""]
        assert set(listed) <= known or listed == [c.value for c in field.choices], field.name
    if field.type == "count":
        assert float(found[0].formula1) == field.min
        assert field.max is None or float(found[0].formula2) == field.max


@pytest.mark.parametrize("code", sorted(forms()))
def test_blank_workbook(code: str) -> None:
    form = forms()[code]
    content = template_bytes(form)
    assert content == template_bytes(form)
    assert content == (generate._REPOSITORY / f"{_TEMPLATES}/{code}.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(content))
    hidden = book["_kho138"]
    assert hidden.sheet_state == "hidden"
    assert (hidden["B1"].value, hidden["B2"].value) == (form.code, form.version)
    report = book["Báo cáo"]
    assert report.column_dimensions["A"].hidden
    ids = {row[0].value: row[0].row for row in report.iter_rows() if row[0].value}
    asked = [*header().fields(), *(form.fields() if form.layout == "record" else ())]
    assert list(ids) == [f.name for f in asked]
    for field in asked:
        assert report[f"C{ids[field.name]}"].value == field.label_vi
        answer = report[f"E{ids[field.name]}"]
        if answer.value is None:
            _check_validation(report, answer.coordinate, field)
        else:  # filled in already, and not for the submitter to change
            assert field.name in ("form_code", "form_version", "submitter_kind")
            assert answer.protection.locked


@pytest.mark.parametrize("code", [c for c, f in forms().items() if f.layout == "lines"])
def test_blank_table(code: str) -> None:
    form = forms()[code]
    table = openpyxl.load_workbook(io.BytesIO(template_bytes(form)))["Danh mục"]
    assert table.row_dimensions[2].hidden
    fields = list(form.fields())
    assert [c.value for c in table[2]] == ["_stt", *(f.name for f in fields), "_note"]
    assert [str(c.value).removesuffix(" *") for c in table[3]] == [
        "STT",
        *(f.label_vi for f in fields),
        "Ghi chú, giải trình",
    ]
    for column, field in enumerate(fields, start=2):
        for row in (4, 203):
            _check_validation(table, table.cell(row, column).coordinate, field)


def _value(field: FormField) -> Any:
    if field.type == "enum":
        return field.choices[0].value
    number = field.min if field.min is not None else 1
    return {"yes_no": "yes", "date": date(2024, 1, 1), "text": "x", "code": "x"}.get(field.type, number)


def _spoiled(field: FormField) -> dict[str, tuple[str, Any]]:
    """By kind of fault: the name its failure is reported under, and a value that has it."""
    faults: dict[str, tuple[str, Any]] = {"missing": ("not_nullable", None)} if field.required else {}
    if field.type in ("enum", "yes_no"):
        faults["choice"] = ("VAL-06", "chẳng có")
    if field.max_length is not None:
        faults["long"] = ("VAL-07", "x" * (field.max_length + 1))
    if field.min is not None:
        faults["low"] = ("VAL-03", field.min - 1)
    if field.max is not None:
        faults["high"] = ("VAL-03", field.max + 1)
    return faults


def _frame(fields: list[FormField], **other: Any) -> pl.DataFrame:
    row = {f.name: other.get(f.name, _value(f)) for f in fields}
    return pl.DataFrame([row], schema={f.name: _DTYPE.get(f.type, pl.String) for f in fields}, strict=False)


@pytest.mark.parametrize(("code", "kind", "period_type"), [("F00", "ward_commune", "year"), *CASES])
def test_every_constraint_of_every_schema_bites(code: str, kind: Any, period_type: Any) -> None:
    form = header() if code == "F00" else forms()[code]
    fields = [f for _, f in form.asked(kind, period_type)]
    schema = schema_for(code, kind, period_type)
    assert list(schema.columns) == [f.name for f in fields]
    schema.validate(_frame(fields), lazy=True)
    optional = [f.name for f in fields if not f.required]
    schema.validate(_frame(fields, **dict.fromkeys(optional)), lazy=True)
    for fault in ("missing", "choice", "long", "low", "high"):
        planted = {f.name: _spoiled(f)[fault] for f in fields if fault in _spoiled(f)}
        if not planted:
            continue
        # every column at once: each is named with its own check, and no other column is
        with pytest.raises(SchemaErrors) as failed:
            schema.validate(_frame(fields, **{name: value for name, (_, value) in planted.items()}), lazy=True)
        cases = failed.value.failure_cases.select("column", "check").rows()
        assert sorted(cases) == sorted((name, check) for name, (check, _) in planted.items())


@pytest.mark.parametrize(("code", "kind", "period_type"), CASES)
def test_one_column_more_or_less_is_refused(code: str, kind: Any, period_type: Any) -> None:
    fields = [f for _, f in forms()[code].asked(kind, period_type)]
    schema = schema_for(code, kind, period_type)
    with pytest.raises(SchemaErrors, match="extra"):
        schema.validate(_frame(fields).with_columns(extra=pl.lit(1)), lazy=True)
    with pytest.raises(SchemaErrors, match=fields[0].name):
        schema.validate(_frame(fields).drop(fields[0].name), lazy=True)


def test_a_stray_file_beside_the_dictionary_is_noticed(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "quality/contracts/generated/left_over.md").write_text("a\n")
    assert drifted(tmp_path) == ["quality/contracts/generated/left_over.md"]
