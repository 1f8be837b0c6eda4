"""The blank forms as a sender has them: fill one in, or copy its labels into a table of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.golden.handlaid.reports import LINES, Figures

BLANKS = Path(__file__).parents[3] / "quality/contracts/generated/templates"
Row = list[Any]


def filled(figures: Figures, lines: list[Row] | None = None) -> Workbook:
    """The blank workbook of the form with the figures in its yellow cells and the lines in its list."""
    book = load_workbook(BLANKS / f"{figures['form_code']}.xlsx")
    sheet = book["Báo cáo"]
    for row in range(5, sheet.max_row + 1):
        field = sheet.cell(row, 1).value
        if figures.get(field) is not None:
            put(sheet, row, figures[field])
    if figures["form_code"] in LINES:
        for at, line in enumerate(LINES[figures["form_code"]] if lines is None else lines):
            for column, value in enumerate(line):
                if value is not None:
                    put(book["Danh mục"], 4 + at, value, 2 + column)
    return book


def put(sheet: Worksheet, row: int, value: object, column: int = 5) -> None:
    cell = sheet.cell(row, column, value)
    if hasattr(value, "strftime"):
        cell.number_format = "dd/mm/yyyy"


def row_of(sheet: Worksheet, field: str) -> int:
    return next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value == field)


def table(figures: Figures, *, parts: bool = True, dates_as_text: bool = True) -> list[Row]:
    """Rows STT, Chỉ tiêu, Đơn vị tính, Số liệu, Ghi chú as one copies them out of the blank form."""
    sheet = load_workbook(BLANKS / f"{figures['form_code']}.xlsx")["Báo cáo"]
    rows: list[Row] = [["STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"]]
    for field, number, label, unit, _, note in sheet.iter_rows(min_row=4, max_col=6, values_only=True):
        if field is None:
            if parts:
                rows.append([number, None, None, None, None])
        else:
            rows.append([number, label, unit, as_typed(figures.get(field), dates_as_text), note])
    return rows


def line_table(form: str, lines: list[Row] | None = None, *, dates_as_text: bool = True) -> list[Row]:
    """The list of F07, F08, F09: a row of labels, then numbered lines."""
    sheet = load_workbook(BLANKS / f"{form}.xlsx")["Danh mục"]
    labels = [cell.value for cell in sheet[3] if cell.value]
    body = LINES[form] if lines is None else lines
    return [labels] + [[n, *(as_typed(v, dates_as_text) for v in line), None] for n, line in enumerate(body, 1)]


def as_typed(value: Any, dates_as_text: bool = True) -> Any:
    """A date as a clerk types it: 5/4/2024."""
    if dates_as_text and hasattr(value, "strftime"):
        return f"{value.day}/{value.month}/{value.year}"
    return value
