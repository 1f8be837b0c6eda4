"""``kho138 open-year``: prepare the next report year as data, and say what it still lacks."""

from __future__ import annotations

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import OUT, print_json
from orchestration.cli.edition_reader import query
from orchestration.cli.one_writer import one_writer
from orchestration.wording import vietnamese
from quality.register.next_year import kind_vi, prepare, write_opened
from quality.register.register import Register


def open_year(
    year: int = typer.Argument(help="Report year to open, e.g. 2026."),
    *,
    turn_review: bool = typer.Option(False, help="From now on review the year before against this year's targets."),
    dry_run: bool = typer.Option(False, help="Say what would be opened; write nothing."),
    as_json: bool = typer.Option(False, "--json", help="Print the outcome as JSON."),
) -> None:
    """Open a report year in city.yml; forms, units, holidays and targets are looked up, what is missing is listed."""
    workspace = Workspace.from_environment()
    register = Register.read(workspace.register)
    targets = query(
        "select indicator_code, target_year from fct_target_history where is_current and level = 'city' "
        "and target_year in (?, ?)", [year - 1, year],
    )  # fmt: skip
    by_year = {y: [t["indicator_code"] for t in targets if t["target_year"] == y] for y in (year - 1, year)}
    found = prepare(register, year, by_year[year - 1], by_year[year])
    if not dry_run:
        with one_writer(workspace, "open-year"):
            write_opened(workspace.register, year, turn_review=turn_review, perimeter=found.perimeter)
    if as_json:
        print_json(vars(found))
        return
    OUT.print(f"Năm báo cáo {year}{' (xem trước, chưa ghi)' if dry_run else ''}", style="bold")
    OUT.print(f"  Địa bàn: {found.perimeter_vi}")
    OUT.print(f"  Biểu mẫu: {', '.join(found.forms)}")
    counts = ", ".join(f"{vietnamese(n)} {kind_vi(kind).lower()}" for kind, n in found.units_by_kind.items())
    OUT.print(f"  Đơn vị phải báo cáo: {counts}")
    OUT.print(f"  Số báo cáo phải gửi trong năm: {vietnamese(found.submissions_owed)}")
    OUT.print("Còn thiếu:" if found.missing_vi else "Không còn thiếu gì.", style="bold")
    for line in found.missing_vi:
        OUT.print(f"  • {line}")
    if found.targets_to_register:
        names = query("select indicator_code, name_vi from dim_indicator order by sort_order")
        OUT.print("Chỉ tiêu cần đăng ký:", style="bold")
        for row in names:
            if row["indicator_code"] in found.targets_to_register:
                OUT.print(f"  • {row['name_vi']} ({row['indicator_code']})")
    if not dry_run:
        then = f"; từ nay tổng kết năm {year - 1}, chỉ tiêu năm {year}" if turn_review else ""
        OUT.print(
            f"Đã ghi năm {year} vào {workspace.register / 'city.yml'}{then}. Có hiệu lực từ lần “kho138 run” sau."
        )
