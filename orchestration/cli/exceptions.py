"""``kho138 exceptions``: questions that were explained, and who accepted them; ``kho138 accept``: accept one."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, progress, table
from orchestration.cli.edition_reader import query
from orchestration.cli.one_writer import one_writer
from orchestration.wording import vietnamese

_STATE = {"open": "chưa trả lời", "explained": "đã giải trình", "accepted": "đã chấp nhận"}
_SQL = """
    select submission_id, sender_code, form_code, period_id, rule_id, coalesce(field, '-') as field, line_no, cell,
        value_seen, message_vi, query_state, explanation, explained_in, explained_at, accepted_by, accepted_at
    from fct_quality_issue
    where severity = 'query' and (? is null or sender_code = ?) and (? or query_state <> 'open')
    order by query_state, sender_code, period_id, rule_id, field, line_no
"""


def exceptions(
    unit: str | None = typer.Option(None, help="Only this unit code."),
    *,
    every: bool = typer.Option(False, "--all", help="Also the questions nobody has answered."),
    as_json: bool = typer.Option(False, "--json", help="Print rows as JSON."),
) -> None:
    """List what was asked, what the units explained and which role accepted it."""
    rows = query(_SQL, [unit, unit, every])
    if as_json:
        print_json(rows)
        return
    made = table(
        f"Ngoại lệ đã ghi nhận ({len(rows)})",
        [("Lần gửi", "left"), ("Đơn vị", "left"), ("Mẫu, kỳ", "left"), ("Quy tắc", "left"), ("Vấn đề", "left"),
         ("Giải trình", "left"), ("Tình trạng", "left")],
    )  # fmt: skip
    for row in rows:
        by = f": {row['accepted_by']}, {vietnamese(row['accepted_at'])}" if row["accepted_by"] else ""
        made.add_row(
            row["submission_id"][:12],
            row["sender_code"],
            f"{row['form_code']} {row['period_id']}",
            row["rule_id"],
            row["message_vi"],
            row["explanation"] or "",
            _STATE[row["query_state"]] + by,
        )
    OUT.print(made)


def accept(
    submission: str = typer.Argument(help="First characters of the submission's sha256 (kho138 exceptions)."),
    rule: str = typer.Argument(help="Rule of the question."),
    field: str | None = typer.Option(None, help="Field of the question, where the rule asked about several."),
    by: str = typer.Option(..., "--by", help="The role that accepts, e.g. “Phó Trưởng ban Thường trực”; no names."),
    note: str | None = typer.Option(None, help="Why, in a few words."),
) -> None:
    """Accept the explanation of a question: a line in the log of acceptances, shown from the next run on."""
    with progress("Đang nạp…"):
        from quality.approvals.approval_log import ApprovalError, Question
        from quality.approvals.approval_log import accept as log_acceptance
        from quality.personal_data.wording import names_a_person

    for text in filter(None, (by, note)):
        if names_a_person(text):
            ERR.print("Chỉ ghi chức danh, không ghi họ tên hay số liên lạc của bất kỳ ai.")
            raise typer.Exit(2)
    asked = [r for r in query(_SQL, [None, None, True]) if r["submission_id"].startswith(submission)]
    found = [r for r in asked if r["rule_id"] == rule and field in (None, r["field"])]
    if not found or len({r["submission_id"] for r in found}) > 1:
        ERR.print(f"Không có câu hỏi {rule} nào của “{submission}”, hoặc có nhiều hơn một lần gửi như vậy.")
        raise typer.Exit(1)
    if open_ones := [r for r in found if r["query_state"] == "open"]:
        ERR.print(f"Chưa có giải trình cho {len(open_ones)} câu hỏi {rule}; chưa thể chấp nhận.")
        raise typer.Exit(1)
    workspace, now = Workspace.from_environment(), datetime.now(UTC)
    try:
        with one_writer(workspace, "accept"):
            for row in found:
                question = Question(row["rule_id"], row["field"], row["line_no"])
                log_acceptance(
                    workspace.approvals, "explanation", row["submission_id"], by, now, note, question=question
                )
    except ApprovalError as error:
        ERR.print(str(error))
        raise typer.Exit(2) from error
    OUT.print(f"Đã ghi nhận: {by} chấp nhận {len(found)} giải trình ({rule}).")
