"""``kho138 show``: the yearly table, of the city, of one unit, on another structure or of another territory."""

from __future__ import annotations

import typer

from orchestration.cli.console import ERR, OUT, print_json
from orchestration.cli.edition_reader import AS_OF_HELP, choose_moment
from orchestration.cli.perimeter_table import PERIMETER_HELP, perimeter_rows, perimeter_table
from orchestration.cli.review_table import review_rows, review_table
from orchestration.cli.structure_table import AS_REPORTED, BASIS_HELP, structure_rows, structure_table


def show(
    unit: str = typer.Option(None, help="Unit code, e.g. 13681; default the whole city."),
    theme: str = typer.Option(None, help="Only indicators of this theme, e.g. crime."),
    as_of: str = typer.Option(None, help=AS_OF_HELP),
    basis: str = typer.Option(AS_REPORTED, help=BASIS_HELP),
    perimeter: str = typer.Option(None, help=PERIMETER_HELP),
    year: int = typer.Option(None, help="Report year of another basis or territory; default the review year."),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print rows as JSON."),
) -> None:
    """Previous year, review year, target: every indicator with its coverage."""
    if perimeter and (unit or basis != AS_REPORTED):
        ERR.print("--perimeter là số của cả địa bàn, không dùng cùng với --unit hoặc --basis.")
        raise typer.Exit(2)
    choose_moment(as_of)
    if perimeter:
        rows = perimeter_rows(perimeter, theme, year)
    elif basis == AS_REPORTED:
        rows = review_rows(unit, theme)
    else:
        rows = structure_rows(basis, unit, theme, year)
    if as_json:
        print_json(rows)
        return
    if not rows:
        OUT.print(f"Không có số liệu cho {unit or perimeter or 'thành phố'}.")
        raise typer.Exit(1)
    if perimeter:
        OUT.print(perimeter_table(rows))
    else:
        OUT.print(review_table(rows) if basis == AS_REPORTED else structure_table(rows, basis))
