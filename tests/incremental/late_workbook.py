"""A ward's yearly report corrected long after the review: one workbook more in the drop folder of the city."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from ingestion.workspace import Workspace

WARD = "13684"


def ward_file(workspace: Workspace) -> Path:
    """The yearly F01 workbook of the ward for the review year, as it was first sent."""
    for path in sorted((workspace.drop / "ward_commune" / WARD).glob("*.xlsx")):
        sheet = openpyxl.load_workbook(path)["Báo cáo"]
        if (sheet["E5"].value, sheet["E11"].value, sheet["E12"].value) == ("F01", 2024, "Năm"):
            return path
    raise FileNotFoundError(WARD)


def row_of(sheet: Worksheet, field: str) -> int:
    """Row of a field by its hidden id in the first column."""
    return next(n for n, (name,) in enumerate(sheet.iter_rows(max_col=1, values_only=True), start=1) if name == field)


def send_late_workbook(workspace: Workspace, field: str) -> Path:
    """One more of ``field`` under the next number, received on 1 November 2025."""
    source = ward_file(workspace)
    book = openpyxl.load_workbook(source)
    sheet = book["Báo cáo"]
    changes = {field: sheet[f"E{row_of(sheet, field)}"].value + 1, "submission_no": 2, "corrects_submission": 1,
               "correction_reason": "Rà soát lại"}  # fmt: skip
    for name, value in changes.items():
        sheet[f"E{row_of(sheet, name)}"] = value
    sent = source.with_name("Báo cáo năm 2024 đính chính.xlsx")
    book.save(sent)
    with workspace.arrivals.open("a", encoding="utf-8") as arrivals:
        arrivals.write(f"{sent.relative_to(workspace.drop).as_posix()},2025-11-01T08:00:00Z\n")
    return sent
