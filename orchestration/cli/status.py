"""``kho138 status``: who owes what, who sent what."""

from __future__ import annotations

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import OUT, print_json, table
from orchestration.cli.edition_reader import AS_OF_HELP, Row, choose_moment, query, standing_lines
from orchestration.cli.review_summary import gate_line
from orchestration.wording import KIND_VI, STATE_VI, vietnamese


def status(
    unit: str = typer.Option(None, help="Only this unit code."),
    year: int = typer.Option(None, help="Only this report year; default the review year."),
    as_of: str = typer.Option(None, help=AS_OF_HELP),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print rows as JSON."),
) -> None:
    """What every kind of unit owed and sent, and who still owes what."""
    choose_moment(as_of)
    city = query("select * from dim_city")[0]
    wanted = year or city["review_year"]
    rows = query(
        "select * from fct_submission_coverage where report_year = ? and is_owed and (? is null or unit_code = ?) "
        "order by unit_kind, unit_code, period_end, form_code",
        [wanted, unit, unit],
    )
    asked = query(_ASKED_SQL, [wanted, unit, unit])
    open_rows = [row for row in rows if row["is_owed"] and not row["is_accepted"]]
    if as_json:
        print_json({"report_year": wanted, "as_of": city["as_of"], "by_kind": _by_kind(rows), "owing": open_rows,
                    "asked": asked})  # fmt: skip
        return
    note = standing_lines() + (f"\n{city['invented_note_vi']}" if city["invented"] else "")
    made = table(
        f"Nộp báo cáo năm {wanted}, tính đến {vietnamese(city['as_of'])}{note}",
        [("Loại đơn vị", "left"), ("Phải gửi", "right"), ("Đã nhận", "right"), ("Đúng hạn", "right"),
         ("Trễ hạn", "right"), ("Bị trả lại", "right"), ("Bị giữ lại", "right"), ("Chưa gửi", "right")],
    )  # fmt: skip
    for kind in _by_kind(rows):
        made.add_row(KIND_VI[kind["unit_kind"]], *(vietnamese(kind[k]) for k in _COUNTS))
    OUT.print(made)
    if open_rows:
        owing = table(
            "Còn nợ",
            [
                ("Mã", "left"),
                ("Đơn vị", "left"),
                ("Mẫu", "left"),
                ("Kỳ", "left"),
                ("Hạn", "left"),
                ("Tình trạng", "left"),
            ],
        )
        for row in open_rows:
            owing.add_row(row["unit_code"], row["unit_name_vi"], row["form_code"], row["period_id"],
                          vietnamese(row["due_on"]), STATE_VI[row["state"]])  # fmt: skip
        OUT.print(owing)
    if asked:
        made = table(
            "Câu hỏi về số liệu",
            [("Mã", "left"), ("Đơn vị", "left"), ("Báo cáo", "right"), ("Chưa trả lời", "right"),
             ("Đã giải trình, chờ chấp nhận", "right")],
        )  # fmt: skip
        for row in asked:
            counts = (vietnamese(row[k]) for k in ("reports", "questions_open", "questions_explained"))
            made.add_row(row["unit_code"], row["unit_name_vi"], *counts)
        OUT.print(made)
    if not as_of:
        workspace = Workspace.from_environment()
        OUT.print(f"Kiểm định: {gate_line(workspace)}{workspace.gate_page}")


# of the reports that stand; `kho138 exceptions --all --unit` lists them one by one
_ASKED_SQL = """
    select unit_code, unit_name_vi, count(*) as reports, cast(sum(questions_open) as bigint) as questions_open,
        cast(sum(questions_explained) as bigint) as questions_explained
    from fct_submission_coverage
    where report_year = ? and (? is null or unit_code = ?) and questions_open + questions_explained > 0
    group by unit_code, unit_name_vi
    order by questions_open desc, unit_code
"""
_COUNTS = ("expected", "accepted", "on_time", "late", "returned", "held", "missing")
_COUNTED_AS = {"returned": "returned", "empty": "returned", "received": "held", "late": "missing"}


def _by_kind(rows: list[Row]) -> list[Row]:
    kinds: dict[str, Row] = {}
    for row in rows:
        counts = kinds.setdefault(row["unit_kind"], {"unit_kind": row["unit_kind"]} | dict.fromkeys(_COUNTS, 0))
        counts["expected"] += 1
        counts["accepted"] += bool(row["is_accepted"])
        counts["on_time"] += bool(row["is_on_time"])
        counts["late"] += bool(row["is_late"])
        if row["state"] in _COUNTED_AS:
            counts[_COUNTED_AS[row["state"]]] += 1
    return list(kinds.values())
