"""``kho138 backfill``: what is left to judge of whole years, in one ingest run, then one warehouse run."""

from __future__ import annotations

import typer

from ingestion.ingest import reporting_quarters
from ingestion.workspace import Workspace
from orchestration.cli.console import ERR
from orchestration.cli.run import run
from quality.register.register import Register, RegisterError


def backfill(
    years: str = typer.Argument(
        help="Years or quarters FIRST..LAST in which periods end: 2023..2025, 2024, 2024-Q3..2025-Q1."
    ),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print the outcome as JSON."),
) -> None:
    """Receive and judge what is left of these years, then build and publish once. Doing it again changes nothing."""
    try:
        known = reporting_quarters(Register.read(Workspace.from_environment().register))
    except RegisterError as error:
        ERR.print(f"Danh mục có lỗi: {error}")
        raise typer.Exit(2) from error
    wanted = quarters_of(years, known)
    if wanted is None:
        ERR.print(f"Không có quý nào như “{years}”. Các quý đang mở: {known[0]}..{known[-1]}.")
        raise typer.Exit(2)
    run(quarters=wanted, as_json=as_json)


def quarters_of(years: str, known: list[str]) -> str | None:
    """``FIRST..LAST`` of the known quarters that years or quarters name; None when an end of the range is not known."""
    first, _, last = years.partition("..")
    begin = [q for q in known if q == first or q.startswith(f"{first}-")]
    end = [q for q in known if q == (last or first) or q.startswith(f"{last or first}-")]
    return f"{begin[0]}..{end[-1]}" if begin and end and begin[0] <= end[-1] else None
