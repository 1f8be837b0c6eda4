"""``kho138 calendar``: the days of the reporting regime, as the schedules act on them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import typer

from ingestion.identify import OFFICE_TIME
from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, table
from orchestration.wording import vietnamese
from quality.register.register import Register, RegisterError
from quality.register.reporting_calendar import calendar as days_of

_WORDS = {
    "opening": "mở kỳ", "reminder": "nhắc trước hạn", "chase": "đôn đốc sau hạn", "closing": "chốt kỳ",
    "monthly_review": "tổng hợp tháng", "yearly_review": "tổng hợp năm",
}  # fmt: skip


def calendar(
    since: str = typer.Option(None, "--from", help="First day, 2025-03-01; default today."),
    days: int = typer.Option(31, min=1, help="How many days."),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print rows as JSON."),
) -> None:
    """What is to be done on which day: openings, reminders, chase lists, closings, reviews."""
    try:
        first = datetime.strptime(since, "%Y-%m-%d").date() if since else None  # noqa: DTZ007 — a day of the office
    except ValueError as error:
        ERR.print(f"“{since}” không phải một ngày (năm-tháng-ngày, ví dụ 2025-03-01).")
        raise typer.Exit(2) from error
    first = first or datetime.now(UTC).astimezone(ZoneInfo(OFFICE_TIME)).date()
    try:
        register = Register.read(Workspace.from_environment().register)
    except RegisterError as error:
        ERR.print(f"Danh mục có lỗi: {error}")
        raise typer.Exit(2) from error
    found = days_of(register).filter(pl.col("day").is_between(first, first + timedelta(days=days - 1)))
    rows = (
        found.group_by("day", "moment", "period_id")
        .agg(pl.col("form_code").unique().sort(), pl.col("due_on").max())
        .sort("day", "moment", "period_id")
        .to_dicts()
    )
    if as_json:
        print_json(rows)
        return
    title = f"Lịch chế độ báo cáo từ {vietnamese(first)}, {days} ngày"
    if not rows:
        OUT.print(f"{title}: không có việc nào. Các năm đang mở: {', '.join(map(str, register.city.open_years))}.")
        return
    shown = table(title, [(name, "left") for name in ("Ngày", "Việc", "Kỳ", "Mẫu", "Hạn gửi muộn nhất")])
    for row in rows:
        forms = ", ".join(row["form_code"])
        shown.add_row(vietnamese(row["day"]), _WORDS[row["moment"]], row["period_id"], forms, vietnamese(row["due_on"]))
    OUT.print(shown)
