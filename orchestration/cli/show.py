"""``kho138 show``: the yearly table, of the city or of one unit."""

from __future__ import annotations

import typer

from orchestration.cli.console import OUT, print_json
from orchestration.cli.edition_reader import AS_OF_HELP, choose_moment
from orchestration.cli.review_table import review_rows, review_table
from orchestration.cli.structure_table import AS_REPORTED, BASIS_HELP, structure_rows, structure_table


def show(
    unit: str = typer.Option(None, help="Unit code, e.g. 13681; default the whole city."),
    theme: str = typer.Option(None, help="Only indicators of this theme, e.g. crime."),
    as_of: str = typer.Option(None, help=AS_OF_HELP),
    basis: str = typer.Option(AS_REPORTED, help=BASIS_HELP),
    year: int = typer.Option(None, help="Report year of another basis than as_reported; default the review year."),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print rows as JSON."),
) -> None:
    """Previous year, review year, target: every indicator with its coverage."""
    choose_moment(as_of)
    rows = review_rows(unit, theme) if basis == AS_REPORTED else structure_rows(basis, unit, theme, year)
    if as_json:
        print_json(rows)
        return
    if not rows:
        OUT.print(f"Không có số liệu cho {unit or 'thành phố'}.")
        raise typer.Exit(1)
    OUT.print(review_table(rows) if basis == AS_REPORTED else structure_table(rows, basis))
