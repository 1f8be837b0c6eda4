"""``kho138 trace``: from a figure to the files, sheets and cells behind it."""

from __future__ import annotations

import typer

from ingestion.landing.landing import Landing
from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, table, vietnamese
from orchestration.cli.edition_reader import AS_OF_HELP, Row, choose_moment, query, standing_lines

_ROLE = {"numerator": "tử số", "denominator": "mẫu số"}


def trace(
    indicator: str = typer.Argument(help="Indicator code, e.g. criminal_cases."),
    year: int = typer.Option(None, help="Report year; default the review year."),
    unit: str = typer.Option(None, help="Only what this unit contributed."),
    as_of: str = typer.Option(None, help=AS_OF_HELP),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print rows as JSON."),
) -> None:
    """Every cell an indicator is made of, with the file it is in; the contributions add up to the figure."""
    choose_moment(as_of)
    wanted = year or query("select review_year from dim_city")[0]["review_year"]
    definition = query("select * from dim_indicator where indicator_code = ?", [indicator])
    if not definition:
        ERR.print(f"Không có chỉ tiêu {indicator}. Danh sách: kho138 show")
        raise typer.Exit(2)
    figure = query(
        "select * from fct_indicator_yearly where indicator_code = ? and report_year = ? and level = ? "
        "and (? is null or unit_code = ?) order by unit_valid_from desc",
        [indicator, wanted, "unit" if unit else "city", unit, unit],
    )
    rows = query(
        "select * from fct_lineage where indicator_code = ? and report_year = ? and (? is null or unit_code = ?) "
        "order by role desc, component_no, period_id, unit_code, cell",
        [indicator, wanted, unit, unit],
    )
    if not figure or not rows:
        ERR.print(f"Không có số liệu {indicator} năm {wanted}{f' của {unit}' if unit else ''}.")
        raise typer.Exit(1)
    landing = Landing(Workspace.from_environment().landing)
    for row in rows:
        row["file"] = str(landing.path(row["submission_id"])) if row["submission_id"] else None
    totals = {role: sum(r["contribution"] for r in rows if r["role"] == role) for role in ("numerator", "denominator")}
    if as_json:
        print_json({"figure": figure[0], "totals": totals, "cells": rows})
        return
    _print(definition[0], figure[0], rows, totals)


def _print(definition: Row, figure: Row, rows: list[Row], totals: dict[str, float]) -> None:
    note = query("select * from dim_city")[0]
    head = (
        f"{definition['name_vi']}, năm {figure['report_year']}: {vietnamese(figure['value'])} {definition['unit_vi']}"
    )
    made = table(
        head + standing_lines() + (f"\n{note['invented_note_vi']}" if note["invented"] else ""),
        [
            ("Phần", "left"),
            ("Kỳ", "left"),
            ("Đơn vị", "left"),
            ("Tệp", "left"),
            ("Ô", "left"),
            ("Ghi trong ô", "right"),
            ("Cộng", "right"),
        ],
        caption=definition["definition_vi"],
    )
    for row in rows:
        made.add_row(
            _ROLE[row["role"]],
            row["period_id"] or "",
            row["unit_code"],
            row["source_name"] or "(chưa gửi)",
            "!".join(x for x in (row["sheet"], row["cell"]) if x),
            row["raw_text"] or "",
            vietnamese(row["contribution"]),
        )
    OUT.print(made)
    both = any(r["role"] == "denominator" for r in rows)
    total = f"Tổng: {vietnamese(totals['numerator'])}" + (f" trên {vietnamese(totals['denominator'])}" if both else "")
    OUT.print(total, style="bold")
    OUT.print("Tệp gốc đã lưu (theo sha256):")
    for name, file in sorted({(r["source_name"], r["file"]) for r in rows if r["file"]})[:5]:
        OUT.print(f"  {name}  →  {file}", style="dim")
