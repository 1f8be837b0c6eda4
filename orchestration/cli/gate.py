"""``kho138 gate``: what the release gate found in the last run, how that moved over the runs; accepting what it saw."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from ingestion.workspace import Workspace
from orchestration.append_log import lines
from orchestration.cli.console import ERR, OUT, print_json, table
from orchestration.cli.one_writer import one_writer
from orchestration.wording import vietnamese
from quality.approvals.approval_log import ApprovalError, accept, label_vi
from quality.release_gate.history import Line, Point, trend
from quality.release_gate.suite import suites

app = typer.Typer(help="The release gate: its findings, their trend, and accepting one.", invoke_without_command=True)
_SHOWN = 5
_STATE = {"block": "[bold red]chặn công bố[/]", "warn": "[yellow]cảnh báo[/]", "note": "ghi nhận"}


@app.callback()
def gate(
    context: typer.Context,
    *,
    every: bool = typer.Option(False, "--all", help="Also the expectations that are met."),
    as_json: bool = typer.Option(False, "--json", help="Print every run as JSON."),
) -> None:
    """What the last run found, with the values of the runs before. Exit 1 when it let nothing out."""
    if context.invoked_subcommand:
        return
    workspace = Workspace.from_environment()
    kept = list(lines(workspace.gate_history))
    if as_json:
        print_json(kept)
        return
    if not kept:
        ERR.print("Chưa có lượt kiểm định nào. Chạy “kho138 run” trước.")
        raise typer.Exit(2)
    last, points = kept[-1], trend(kept)
    OUT.print(f"Kiểm định: {summary_line(last)}, lượt {last['recorded_at']} ({len(kept)} lượt đã ghi)")
    made = table("Các kỳ vọng", [(n, "left") for n in ("Mã", "Nhóm", "Kết quả", f"{_SHOWN} lượt gần nhất")])
    for key, (suite, severity, passed, _) in last["findings"].items():
        if every or not passed:
            made.add_row(key, suites()[suite].title_vi, "đạt" if passed else _STATE[severity], _values(points[key]))
    if made.row_count:
        OUT.print(made)
    for _, _, sentence in last["not_met"].values():
        OUT.print(f"  {sentence}", markup=False)
    OUT.print(f"Trang kiểm định: {workspace.gate_page}")
    if not last["passed"]:
        raise typer.Exit(1)


@app.command("accept")
def accept_finding(
    key: str = typer.Argument(help="The expectation that blocks, e.g. DIST-01:zalo_members (kho138 gate)."),
    role: str = typer.Option(help="Role that accepts: chair, deputy_chair (quality/approvals/roles.yml)."),
    reason: str = typer.Option(help="Why, in a sentence; no person's name."),
    document: str = typer.Option(None, help="Number of the document, if there is one."),
) -> None:
    """Accept exactly what the last run saw; another value is asked again. In force from the next run on."""
    workspace = Workspace.from_environment()
    last = next(reversed(list(lines(workspace.gate_history))), None)
    blocks = last is not None and key in last["not_met"] and last["findings"][key][1] == "block"
    fingerprint, acceptable, sentence = last["not_met"][key] if last is not None and blocks else ("", False, "")
    if not acceptable:
        why = "là lỗi của kho dữ liệu, không ai chấp nhận thay được" if blocks else "không chặn lượt gần nhất"
        ERR.print(f"“{key}” {why}.")
        raise typer.Exit(2)
    try:
        with one_writer(workspace, "gate accept"):
            accept(workspace.approvals, "gate", fingerprint, role, datetime.now(UTC), reason, document)
    except ApprovalError as error:
        ERR.print(str(error))
        raise typer.Exit(2) from error
    OUT.print(f"{label_vi(role)} đã chấp nhận, có hiệu lực từ lần “kho138 run” sau: {sentence}", markup=False)


def summary_line(line: Line) -> str:
    """One run in a few words: "đạt 56/57, 1 cảnh báo"."""
    found = line["findings"].values()
    met = sum(passed for _, _, passed, _ in found)
    warned = sum(severity == "warn" and not passed for _, severity, passed, _ in found)
    words = [f"đạt {met}/{len(line['findings'])}", *([f"{warned} cảnh báo"] if warned else [])]
    return ", ".join([*words, *([] if line["passed"] else ["KHÔNG CÔNG BỐ"])])


def _values(points: list[Point]) -> str:
    return " → ".join(vietnamese(p.observed) + ("" if p.passed else " ✗") for p in points[-_SHOWN:])
