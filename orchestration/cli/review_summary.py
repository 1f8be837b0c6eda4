"""What a run says at its end: the yearly table, the balance, who was answered what, where things lie."""

from __future__ import annotations

import json
from typing import Any

from ingestion.workspace import Workspace
from orchestration.append_log import lines
from orchestration.cli.console import OUT, table
from orchestration.cli.edition_reader import Row, query
from orchestration.cli.gate import summary_line
from orchestration.cli.review_table import review_rows, review_table
from orchestration.publishing.edition import FILE_NAME, MANIFEST_NAME
from orchestration.wording import vietnamese

_RETURNED_SHOWN = 8


def returned() -> list[Row]:
    """Every returned or quarantined submission with the first of its findings, newest first."""
    return query(
        """
        select
            sender_kind, sender_code, form_code, period_id, source_name, verdict, received_at,
            count(*) as issues,
            arg_min(sheet, rule_id) as sheet, arg_min(cell, rule_id) as cell, min(rule_id) as rule_id,
            arg_min(value_seen, rule_id) as value_seen, arg_min(message_vi, rule_id) as message_vi
        from fct_quality_issue
        where verdict in ('returned', 'quarantined') and severity in ('error', 'quarantine')
        group by all
        order by received_at desc, source_name
        """
    )


def summary(workspace: Workspace) -> dict[str, Any]:
    """The same as ``print_summary`` for a script."""
    manifest = json.loads((workspace.published / MANIFEST_NAME).read_text(encoding="utf-8"))
    return {
        "indicators": review_rows(None, None),
        "received": query("select * from fct_received")[0],
        "returned": returned(),
        "published_before": query("select * from fct_published_figure where not agrees order by figure_id"),
        "content_hash": manifest["content_hash"],
        "published": str(workspace.published / FILE_NAME),
    }


def print_summary(workspace: Workspace) -> None:
    """Print the outcome of a run for people."""
    facts = summary(workspace)
    OUT.print(review_table(facts["indicators"]))
    _print_balance(facts["received"])
    _print_returned(facts["returned"])
    for row in facts["published_before"]:
        OUT.print(
            f"Số đã công bố ngày {vietnamese(row['published_on'])} nay khác: {row['indicator_code']} năm "
            f"{row['report_year']} từ {vietnamese(row['published_value'])} thành {vietnamese(row['current_value'])}. "
            f"{row['cause_vi']}"
        )
    OUT.print()
    OUT.print(f"Bản công bố:   {facts['published']}")
    OUT.print(f"Cho người đọc: {readers_line(workspace)}")
    OUT.print(f"Trả lại:       {workspace.published / 'tra-lai.csv'}")
    OUT.print(f"Kiểm định:     {gate_line(workspace)}{workspace.gate_page}")
    OUT.print(f"Mã nội dung:   {facts['content_hash']}")


def readers_line(workspace: Workspace) -> str:
    """Where each audience finds its edition; how it is written when it is not there or older than what is published."""
    from orchestration.editions.write_editions import is_up_to_date, written_audiences

    number = len(written_audiences(workspace))
    if not number:
        return (
            f"lệnh “kho138 editions write” (khoảng một phút) viết vào {workspace.audiences} cho mỗi đối tượng một thư"
            " mục: trang tổng kết (current/trang/tong-ket.html), báo cáo .docx, bảng .xlsx; “kho138 serve” tự viết"
        )
    age = "" if is_up_to_date(workspace) else "; cũ hơn bản công bố, viết lại bằng “kho138 editions write”"
    return f"{number} đối tượng, mở {workspace.audiences}/city/current/trang/tong-ket.html (kho138 editions list){age}"


def gate_line(workspace: Workspace) -> str:
    """What the gate said last, in a few words; nothing where it never ran."""
    last = next(reversed(list(lines(workspace.gate_history))), None)
    return f"{summary_line(last)} (kho138 gate) – " if last else ""


def _print_balance(received: Row) -> None:
    shown = {name: vietnamese(received[name]) for name in received}
    OUT.print(
        f"\nĐã nhận {shown['received']} báo cáo ({shown['receipts']} lượt gửi, {shown['duplicates']} lượt trùng) = "
        f"{shown['accepted']} chấp nhận + {shown['returned']} trả lại + {shown['quarantined']} giữ lại",
        style="bold",
    )
    OUT.print(
        f"Trong số chấp nhận: {shown['superseded']} đã được thay bằng bản đính chính; "
        f"{shown['with_queries']} còn câu hỏi cần giải trình; "
        f"{shown['corrections_pending']} có bản đính chính bị trả lại."
    )


def _print_returned(rows: list[Row]) -> None:
    made = table(
        f"Trả lại hoặc giữ lại gần đây nhất ({min(_RETURNED_SHOWN, len(rows))} trên {len(rows)})",
        [("Đơn vị", "left"), ("Tệp", "left"), ("Ô", "left"), ("Quy tắc", "left"), ("Vấn đề", "left")],
    )
    for row in rows[:_RETURNED_SHOWN]:
        where = "!".join(x for x in (row["sheet"], row["cell"]) if x) or "cả tệp"
        more = f" (+{row['issues'] - 1} vấn đề khác)" if row["issues"] > 1 else ""
        made.add_row(row["sender_code"], row["source_name"], where, row["rule_id"], row["message_vi"] + more)
    OUT.print(made)
