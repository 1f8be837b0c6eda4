"""What is generated is current, drift is noticed, and every generated constraint bites."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from pandera.errors import SchemaErrors

from ingestion.shapes_to_dbt import SOURCES, sources_yaml
from ingestion.wide_frame import _DTYPE
from quality.contracts.form_model import Form, FormField
from quality.contracts.generate import drifted, generated, write
from quality.contracts.registry import forms, header
from quality.contracts.schemas import schema_for
from quality.contracts.to_template import template_bytes

CASES = [
    (form.code, kind, due.period_type)
    for form in forms().values()
    for due in form.reporting
    for kind in due.submitter_kinds
]


def test_generated_files_are_current() -> None:
    assert drifted() == []
    assert SOURCES.read_text(encoding="utf-8") == sources_yaml()


def test_drift_is_noticed(tmp_path: Path) -> None:
    write(tmp_path)
    assert drifted(tmp_path) == []
    changed = tmp_path / "quality/contracts/generated/schemas/f01.py"
    changed.write_text(changed.read_text(encoding="utf-8").replace("VAL-03", "VAL-99", 1), encoding="utf-8")
    (tmp_path / "quality/contracts/generated/templates/F02.xlsx").unlink()
    (tmp_path / "dbt_project/seeds/generated/left_over.csv").write_text("a\n")
    assert drifted(tmp_path) == [
        "dbt_project/seeds/generated/left_over.csv",
        "quality/contracts/generated/schemas/f01.py",
        "quality/contracts/generated/templates/F02.xlsx",
    ]


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
    assert {"quality/contracts/generated/templates/F03.xlsx", "quality/contracts/generated/dictionary.md"} <= changed


@pytest.mark.parametrize("code", sorted(forms()))
def test_blank_workbook(code: str) -> None:
    form = forms()[code]
    content = template_bytes(form)
    assert content == template_bytes(form)
    book = openpyxl.load_workbook(io.BytesIO(content))
    hidden = book["_kho138"]
    assert hidden.sheet_state == "hidden"
    assert (hidden["B1"].value, hidden["B2"].value) == (form.code, form.version)
    report = book["Báo cáo"]
    assert report.column_dimensions["A"].hidden
    ids = {row[0].value: row[0].row for row in report.iter_rows() if row[0].value}
    body = list(form.fields()) if form.layout == "record" else []
    assert set(ids) == {f.name for f in (*header().fields(), *body)}
    validated = {str(v.sqref): v for v in report.data_validations.dataValidation}
    for field in body:
        assert report[f"C{ids[field.name]}"].value == field.label_vi
        _check_validation(validated[f"E{ids[field.name]}"], field)
    if form.layout == "lines":
        table = book["Danh mục"]
        assert table.row_dimensions[2].hidden
        assert [c.value for c in table[2]][1:-1] == [f.name for f in form.fields()]


def _check_validation(rule: Any, field: FormField) -> None:
    wanted = {
        "count": "whole",
        "decimal": "decimal",
        "percent": "decimal",
        "date": "date",
        "enum": "list",
        "yes_no": "list",
    }
    assert rule.type == wanted.get(field.type, "textLength")
    if field.type == "enum":
        assert rule.formula1.strip('"').split(",") == [c.label_vi for c in field.choices]


def _value(field: FormField) -> Any:
    if field.type == "enum":
        return field.choices[0].value
    return {"yes_no": "yes", "date": date(2024, 1, 1), "text": "x", "code": "x"}.get(field.type, field.min or 1)


def _spoiled(field: FormField) -> dict[str, Any]:
    """Value that breaks a constraint, by the name its failure is reported under."""
    faults: dict[str, Any] = {"not_nullable": None} if field.required else {}
    if field.type in ("enum", "yes_no"):
        faults["VAL-06"] = "chẳng có"
    if field.max_length:
        faults["VAL-07"] = "x" * (field.max_length + 1)
    if field.min is not None:
        faults["VAL-03"] = field.min - 1
    elif field.max is not None:
        faults["VAL-03"] = field.max + 1
    return faults


def _frame(fields: list[FormField], **other: Any) -> pl.DataFrame:
    row = {f.name: other.get(f.name, _value(f)) for f in fields}
    return pl.DataFrame([row], schema={f.name: _DTYPE.get(f.type, pl.String) for f in fields}, strict=False)


@pytest.mark.parametrize(("code", "kind", "period_type"), CASES)
def test_every_constraint_of_every_schema_bites(code: str, kind: Any, period_type: Any) -> None:
    form: Form = forms()[code]
    fields = [f for _, f in form.asked(kind, period_type)]
    schema = schema_for(code, kind, period_type)
    schema.validate(_frame(fields), lazy=True)
    for field in fields:
        for check, fault in _spoiled(field).items():
            with pytest.raises(SchemaErrors) as failed:
                schema.validate(_frame(fields, **{field.name: fault}), lazy=True)
            cases = failed.value.failure_cases
            assert cases["column"].to_list() == [field.name]
            assert check in cases["check"][0]
    with pytest.raises(SchemaErrors):
        schema.validate(_frame(fields).with_columns(extra=pl.lit(1)), lazy=True)
