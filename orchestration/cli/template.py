"""``kho138 template``: the blank workbook or CSV of a form."""

from __future__ import annotations

from pathlib import Path

import typer

from orchestration.cli.console import ERR, OUT, print_json
from quality.contracts.registry import forms
from quality.contracts.to_csv_template import csv_template
from quality.contracts.to_template import template_bytes


def template(
    form: str | None = typer.Argument(None, help="Form code (F01 ...); without one the forms are listed."),
    out: Path | None = typer.Option(None, "--out", "-o", help="File or folder to write to; default: current folder."),
    *,
    as_csv: bool = typer.Option(False, "--csv", help="The blank CSV, with its control rows, instead of the workbook."),
    as_json: bool = typer.Option(False, "--json", help="List as JSON."),
) -> None:
    """Write the blank workbook (.xlsx) or the blank CSV of a form."""
    known = forms()
    if form is None:
        if as_json:
            print_json([{"form": f.code, "version": f.version, "title_vi": f.title_vi} for f in known.values()])
            return
        for each in known.values():
            OUT.print(f"{each.code}  {each.version}  {each.title_vi}")
        return
    if form.upper() not in known:
        ERR.print(f"Không có mẫu {form}; các mẫu: {', '.join(known)}")
        raise typer.Exit(2)
    contract = known[form.upper()]
    target = out or Path()
    if target.is_dir():
        target = target / f"{contract.code}_{contract.version}.{'csv' if as_csv else 'xlsx'}"
    target.write_bytes(csv_template(contract) if as_csv else template_bytes(contract))
    OUT.print(str(target))
