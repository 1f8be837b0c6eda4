"""``kho138 models``: the movement models kept and new on any date, from the register."""

from __future__ import annotations

from datetime import date, datetime

import typer

from orchestration.cli.console import ERR, OUT, print_json, table
from orchestration.cli.edition_reader import AS_OF_HELP, choose_moment, query, standing_lines
from orchestration.wording import vietnamese

_SQL = """
    with latest as (
        select * from movement_model
        qualify row_number() over (partition by model_code order by report_year desc) = 1
    ),
    window_of_day as (
        select report_year, period_start, period_end from dim_period
        where period_frame = 'ND09' and period_type = 'year' and ? between period_start and period_end
    )
    select latest.*, window_of_day.report_year as year_of_day,
        launch_date >= window_of_day.period_start as new_in_year
    from latest left join window_of_day on true
    where launch_date <= ? and (stop_date is null or stop_date > ?)
    order by launch_date, model_code
"""


def models(
    on: str = typer.Option(None, help="Day to count on, e.g. 2024-12-14; default the end of the review year."),
    as_of: str = typer.Option(None, help=AS_OF_HELP),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print the models as JSON."),
) -> None:
    """Movement models in force on a day: how many are kept, how many of them are new in that report year."""
    choose_moment(as_of)
    try:
        day = date.fromisoformat(on) if on else _end_of_review_year()
    except ValueError as error:
        ERR.print(f"“{on}” không phải là ngày dạng 2024-12-14.")
        raise typer.Exit(2) from error
    rows = query(_SQL, [day, day, day])
    new = sum(bool(r["new_in_year"]) for r in rows)
    if as_json:
        print_json({"on": day, "kept": len(rows), "new": new, "models": rows})
        return
    city = query("select * from dim_city")[0]
    made = table(
        f"Ngày {vietnamese(day)}: đang duy trì {len(rows)} mô hình, trong đó {new} mô hình mới trong năm"
        + standing_lines()
        + (f"\n{city['invented_note_vi']}" if city["invented"] else ""),
        [("Mã", "left"), ("Tên mô hình", "left"), ("Chủ trì", "left"), ("Ra mắt", "left"), ("Mới", "left"),
         ("Nhân rộng", "left")],
    )  # fmt: skip
    for row in rows:
        made.add_row(row["model_code"], row["model_name"], row["lead_unit_code"], vietnamese(row["launch_date"]),
                     "x" if row["new_in_year"] else "", row["replication_notice_no"] or "")  # fmt: skip
    OUT.print(made)


def _end_of_review_year() -> date:
    found = query(
        "select period_end from dim_period join dim_city on report_year = review_year "
        "where period_frame = 'ND09' and period_type = 'year'"
    )[0]["period_end"]
    return found.date() if isinstance(found, datetime) else date.fromisoformat(str(found))
