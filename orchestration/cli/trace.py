"""``kho138 trace``: from a figure to the files, sheets and cells behind it."""

from __future__ import annotations

from datetime import date

import typer

from ingestion.corrections.records import read_corrections
from ingestion.landing.landing import Landing
from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, table
from orchestration.cli.edition_reader import AS_OF_HELP, Row, choose_moment, query, standing_lines
from orchestration.wording import vietnamese

_ROLE = {"numerator": "tử số", "denominator": "mẫu số"}
_AS_REPORTED = """
    select l.*, 1.0 as weight, cast(null as varchar) as legal_basis from fct_lineage as l
    where indicator_code = ? and report_year = ? and in_perimeter
      and (? is null or (unit_code = ? and unit_valid_from = ?))
"""
# a unit of a structure is made of what the units before it reported, each by its weight
_CARRIED = """
    select l.* replace (l.contribution * s.weight as contribution), s.weight, s.legal_basis
    from fct_lineage as l
    join dim_structure as s on l.unit_code = s.unit_code and l.unit_valid_from = s.unit_valid_from
    where l.indicator_code = ? and l.report_year = ? and s.to_code = ?
      and ? >= s.structure_from and ? <= coalesce(s.structure_to, date '9999-12-31')
"""
_ORDER = " order by role desc, component_no, period_id, unit_code, cell"


def trace(
    indicator: str = typer.Argument(help="Indicator code, e.g. criminal_cases."),
    year: int = typer.Option(None, help="Report year; default the review year."),
    unit: str = typer.Option(None, help="Only what this unit contributed."),
    basis: str = typer.Option(None, help="With --unit: the unit of the structure of this day, e.g. 2025-07-01."),
    as_of: str = typer.Option(None, help=AS_OF_HELP),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print rows as JSON."),
) -> None:
    """Every cell an indicator is made of, with the file it is in; the contributions add up to the figure."""
    day = _day(basis, unit)
    choose_moment(as_of)
    wanted = year or query("select review_year from dim_city")[0]["review_year"]
    definition = query(
        "select i.*, d.definition_version, d.definition_hash, d.definition_vi, d.known_from "
        "from (select indicator_code, name_vi, unit_vi from dim_indicator) as i join dim_definition as d "
        "using (indicator_code) where indicator_code = ? "
        "and ? between coalesce(first_report_year, 0) and coalesce(last_report_year, 9999)", [indicator, wanted],
    )  # fmt: skip
    if not definition:
        ERR.print(f"Không có chỉ tiêu {indicator}. Danh sách: kho138 show")
        raise typer.Exit(2)
    if day:
        figure = query(
            "select * from fct_indicator_on_structure where indicator_code = ? and report_year = ? and unit_code = ? "
            "and ? >= structure_from and ? <= coalesce(structure_to, date '9999-12-31')",
            [indicator, wanted, unit, day, day],
        )
        rows = query(_CARRIED + _ORDER, [indicator, wanted, unit, day, day])
    else:
        figure = query(
            "select * from fct_indicator_yearly where indicator_code = ? and report_year = ? and level = ? "
            "and (? is null or unit_code = ?) order by unit_valid_from desc",
            [indicator, wanted, "unit" if unit else "city", unit, unit],
        )
        # one code may have been several units within a year: the last of them
        since = figure[0]["unit_valid_from"] if figure else None
        rows = query(_AS_REPORTED + _ORDER, [indicator, wanted, unit, unit, since])
    if not figure or not rows:
        ERR.print(f"Không có số liệu {indicator} năm {wanted}{f' của {unit}' if unit else ''}.")
        raise typer.Exit(1)
    workspace = Workspace.from_environment()
    landing = Landing(workspace.landing)
    reasons = dict(read_corrections(workspace.register).select("correction_id", "reason").iter_rows())
    for row in rows:
        row["file"] = str(landing.path(row["submission_id"])) if row["submission_id"] else None
        row["correction_reason"] = reasons.get(row["correction_id"])
    totals = {role: sum(r["contribution"] for r in rows if r["role"] == role) for role in ("numerator", "denominator")}
    if as_json:
        print_json({"figure": figure[0], "definition": definition[0], "totals": totals, "cells": rows})
        return
    _print(definition[0], figure[0], rows, totals)


def _day(basis: str | None, unit: str | None) -> date | None:
    if basis is None:
        return None
    try:
        day = date.fromisoformat(basis)
    except ValueError as error:
        ERR.print(f"Không hiểu --basis {basis}: ghi một ngày như 2025-07-01.")
        raise typer.Exit(2) from error
    if unit is None:
        ERR.print("--basis cần --unit: đơn vị nào của cơ cấu ngày đó.")
        raise typer.Exit(2)
    return day


def _print(definition: Row, figure: Row, rows: list[Row], totals: dict[str, float]) -> None:
    note = query("select * from dim_city")[0]
    carried = any(r["weight"] != 1 or r["legal_basis"] for r in rows)
    on = f", trên cơ cấu đơn vị từ {vietnamese(figure['structure_from'])}" if carried else ""
    value = f"{vietnamese(figure['value'])} {definition['unit_vi']}"
    head = f"{definition['name_vi']}, năm {figure['report_year']}{on}: {value}"
    columns = ["Phần", "Kỳ", "Đơn vị", "Tệp", "Ô", "Ghi trong ô", *(["Tỷ lệ"] if carried else []), "Cộng", "Quy tắc"]
    made = table(
        head + standing_lines() + (f"\n{note['invented_note_vi']}" if note["invented"] else ""),
        [(c, "right" if c in ("Ghi trong ô", "Tỷ lệ", "Cộng") else "left") for c in columns],
        caption=f"{definition['definition_vi']} (định nghĩa số {definition['definition_version']}, "
        f"mã {definition['definition_hash']})",
    )
    for row in rows:
        cells = [
            _ROLE[row["role"]],
            row["period_id"] or "",
            row["unit_code"],
            row["source_name"] or "(chưa gửi)",
            "!".join(x for x in (row["sheet"], row["cell"]) if x),
            _raw_text(row),
            *([_weight(row)] if carried else []),
            vietnamese(row["contribution"]),
            rules_text(row),
        ]
        made.add_row(*cells)
    OUT.print(made)
    both = any(r["role"] == "denominator" for r in rows)
    total = f"Tổng: {vietnamese(totals['numerator'])}" + (f" trên {vietnamese(totals['denominator'])}" if both else "")
    OUT.print(total, style="bold")
    OUT.print("Tệp gốc đã lưu (theo sha256):")
    for name, file in sorted({(r["source_name"], r["file"]) for r in rows if r["file"]})[:5]:
        OUT.print(f"  {name}  →  {file}", style="dim")


def _raw_text(row: Row) -> str:
    if row["correction_id"] is None:
        return row["raw_text"] or ""
    return f"{row['raw_text'] or ''} → {vietnamese(row['value'])} (đính chính {row['correction_id']}: " \
        f"{row['correction_reason'] or 'đã bỏ'})"  # fmt: skip


def _weight(row: Row) -> str:
    basis = f", {row['legal_basis']}" if row["legal_basis"] else ""
    return f"{vietnamese(100 * row['weight'])}%{basis}"


def rules_text(row: Row) -> str:
    """What the rules said of the cell and its file: "32 quy tắc, không hỏi gì"; nothing where there is no file."""
    if row["rules_checked"] is None:
        return ""
    asked = ", ".join(x for x in (row["rules_asked"], row["rules_asked_of_file"]) if x)
    return f"đạt {row['rules_checked']}" if not asked else f"hỏi: {asked}"
