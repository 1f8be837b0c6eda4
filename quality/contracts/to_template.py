"""Contracts -> the blank workbook of a form, as a submitter fills it in.

Layout (the reader in ingestion relies on it): sheet "Báo cáo" holds the field id in the hidden
column A and the value in column E; a lines form adds sheet "Danh mục" with field ids in the hidden
row 2; the hidden sheet "_kho138" names form and version. Same contract, same bytes.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from quality.contracts import template_validation as validation
from quality.contracts.form_model import FieldGroup, Form, FormField
from quality.contracts.registry import header
from quality.contracts.template_conditions import LOOKS, add_conditions, conditions
from quality.contracts.template_guide import write_guide
from quality.contracts.units_of_measure import label_vi

REPORT_SHEET = "Báo cáo"
LINE_SHEET = "Danh mục"
HIDDEN_SHEET = "_kho138"
LINES = 200
_CREATED = datetime(2024, 1, 1, tzinfo=UTC).replace(
    tzinfo=None
)  # a fixed moment: the bytes depend on the contract only
_FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_LOOK: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "align": "center", "text_wrap": True},
    "section": {"bold": True, "text_wrap": True},
    "hint": {"italic": True, "text_wrap": True, "font_color": "#555555"},
    "head": {"bold": True, "align": "center", "text_wrap": True, "border": 1, "bg_color": "#D9E2EC"},
    "group": {"bold": True, "border": 1, "bg_color": "#F0F4F8"},
    "text": {"text_wrap": True, "border": 1},
    "center": {"align": "center", "border": 1},
    "fixed": {"border": 1, "align": "center", "bg_color": "#EEEEEE"},
    "number": {"border": 1, "locked": False, "bg_color": "#FFFBE6", "num_format": "#,##0.####", "align": "right"},
    "plain": {"border": 1, "locked": False, "bg_color": "#FFFBE6", "num_format": "0", "align": "center"},
    "date": {"border": 1, "locked": False, "bg_color": "#FFFBE6", "num_format": "dd/mm/yyyy", "align": "center"},
    "input": {"border": 1, "locked": False, "bg_color": "#FFFBE6", "num_format": "@", "align": "center"},
    "note": {"border": 1, "locked": False, "text_wrap": True},
    "id": {"font_color": "#999999", "font_size": 8},
}


def template_bytes(form: Form) -> bytes:
    """The blank .xlsx of ``form``; equal contracts give equal bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": f"{form.code} {form.title_vi}", "created": _CREATED})
    look = {name: book.add_format(_FONT | style) for name, style in _LOOK.items()}
    look |= {name: book.add_format(style) for name, style in LOOKS.items()}
    _report_sheet(book, look, form)
    if form.layout == "lines":
        _line_sheet(book, look, form)
    write_guide(book.add_worksheet("Hướng dẫn"), look, form)
    hidden = book.add_worksheet(HIDDEN_SHEET)
    for row, pair in enumerate((("form_code", form.code), ("form_version", form.version))):
        hidden.write_row(row, 0, pair)
    hidden.hide()
    book.close()
    return buffer.getvalue()


def _report_sheet(book: Any, look: dict[str, Any], form: Form) -> None:
    sheet = book.add_worksheet(REPORT_SHEET)
    for column, width in enumerate((12, 6, 58, 12, 24, 42)):
        sheet.set_column(column, column, width, None, {"hidden": column == 0})
    sheet.merge_range("B1:F1", f"{form.title_vi.upper()}\n(Mẫu {form.code})", look["title"])
    sheet.set_row(0, 42)
    sheet.merge_range("B2:F2", "Chỉ điền vào ô màu vàng. Dấu * là bắt buộc. Không xóa dòng, cột.", look["hint"])
    sheet.write_row("B3", ["STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú, giải trình"], look["head"])
    row = 3
    groups = [*header().groups, *(form.groups if form.layout == "record" else ())]
    number = 0
    cells: dict[str, str] = {}
    for group in groups:
        sheet.merge_range(row, 1, row, 5, group.title_vi, look["group"])
        row += 1
        for field in group.fields:
            number += 1
            _report_row(sheet, look, form, group, field, row, number)
            row += 1
            cells[field.name] = f"$E${row}"
    for own in (header(), *([form] if form.layout == "record" else ())):
        add_conditions(sheet, conditions(form, own, cells), look, {n: c.replace("$", "") for n, c in cells.items()})
    sheet.freeze_panes(3, 4)
    _print_setup(sheet, landscape=False)


def _report_row(
    sheet: Any, look: dict[str, Any], form: Form, group: FieldGroup, field: FormField, row: int, number: int
) -> None:
    star = " *" if field.required else ""
    sheet.write(row, 0, field.name, look["id"])
    sheet.write(row, 1, number, look["center"])
    sheet.write(row, 2, field.label_vi, look["text"])
    sheet.write(row, 3, (label_vi(field.unit) + star).strip(), look["center"])
    sheet.write(row, 5, printed_note(group, field), look["note"])
    fixed = {"form_code": form.code, "form_version": form.version}
    kinds = form.submitter_kinds()
    if field.name == "submitter_kind" and len(kinds) == 1:
        fixed["submitter_kind"] = validation.label_of(field, kinds[0])
    if field.name in fixed:
        sheet.write_string(row, 4, fixed[field.name], look["fixed"])
        return
    sheet.write_blank(row, 4, None, look[field_style(field)])
    rule = validation.of_field(form, field)
    if rule:
        sheet.data_validation(row, 4, row, 4, rule)


def field_style(field: FormField) -> str:
    """Name of the look a field's value has in the workbook."""
    if field.type == "count" and field.measure == "attribute":
        return "plain"  # a year or a serial number: no thousands dot
    if field.type in ("count", "decimal", "percent"):
        return "number"
    return "date" if field.type == "date" else "input"


def printed_note(group: FieldGroup, field: FormField) -> str:
    """What the blank form itself says in the column for notes."""
    who = [validation.KIND_VI[k] for k in group.submitter_kinds]
    when = [validation.PERIOD_VI[p] for p in (field.period_types or group.period_types)]
    parts = [f"{', '.join(who)} báo cáo" if who else "", f"chỉ báo cáo {', '.join(when)}" if when else ""]
    return ". ".join(filter(None, [*parts, field.note_vi or ""]))


def _line_sheet(book: Any, look: dict[str, Any], form: Form) -> None:
    sheet = book.add_worksheet(LINE_SHEET)
    fields = list(form.fields())
    last = len(fields) + 1
    sheet.merge_range(0, 0, 0, last, f"{form.title_vi.upper()} (Mẫu {form.code})", look["title"])
    sheet.write_row(1, 0, ["_stt", *(f.name for f in fields), "_note"], look["id"])
    sheet.set_row(1, None, None, {"hidden": True})
    labels = [f"{f.label_vi}{' *' if f.required else ''}" for f in fields]
    sheet.write_row(2, 0, ["STT", *labels, "Ghi chú, giải trình"], look["head"])
    sheet.set_row(2, 64)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, last, 18)
    for row in range(3, 3 + LINES):
        sheet.write(row, 0, row - 2, look["center"])
        for column, field in enumerate(fields, start=1):
            sheet.write_blank(row, column, None, look[field_style(field)])
        sheet.write_blank(row, last, None, look["note"])
    for column, field in enumerate(fields, start=1):
        rule = validation.of_field(form, field)
        if rule:
            sheet.data_validation(3, column, 2 + LINES, column, rule)
    letters = {f.name: xl_col_to_name(n) for n, f in enumerate(fields, start=1)}
    first = {name: f"${letter}4" for name, letter in letters.items()}  # of the first line; Excel moves it down
    spans = {name: f"{letter}4:{letter}{3 + LINES}" for name, letter in letters.items()}
    add_conditions(sheet, conditions(form, form, first), look, spans)
    sheet.freeze_panes(3, 2)
    _print_setup(sheet, landscape=True)


def _print_setup(sheet: Any, *, landscape: bool) -> None:
    sheet.set_paper(9)  # A4
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    # no password: labels are protected from slips, not from people
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
