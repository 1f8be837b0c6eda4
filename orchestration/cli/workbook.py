"""``kho138 workbook``: the published edition as an Excel file to sort, filter and print."""

from __future__ import annotations

from pathlib import Path

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import OUT, progress
from orchestration.cli.edition_reader import query, standing_lines
from orchestration.publishing.edition import FILE_NAME

DEFAULT_NAME = "so-lieu.xlsx"


def workbook(
    out: Path = typer.Option(None, "--out", help=f"File to write; default “{DEFAULT_NAME}” beside the edition."),
) -> None:
    """Write the published edition as one workbook: real numbers, Vietnamese formats, notes, no formula."""
    workspace = Workspace.from_environment()
    query("select 1 as there")  # says so when nothing has been published yet
    from orchestration.workbook.write_workbook import write_workbook

    target = out or workspace.published / DEFAULT_NAME
    with progress("Đang viết bảng tính…"):
        write_workbook(workspace.published / FILE_NAME, target, standing_lines().strip())
    OUT.print(f"Đã viết bảng tính: {target}")
