"""``kho138 doctor``: is the machine, the pipeline and what the committee reads in good health?"""

from __future__ import annotations

import os

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, table

_STATE_VI = {"ok": "tốt", "warning": "cần xem", "critical": "HỎNG"}


def doctor(
    *,
    as_json: bool = typer.Option(False, "--json", help="Print findings as JSON."),
) -> None:
    """Examine disk, clock, permissions, secrets, sources, runs, edition. Exit 0: well, 1: warning, 2: critical."""
    from orchestration.doctor.examine import examine, exit_code

    workspace = Workspace.from_environment()
    os.environ["DAGSTER_HOME"] = str(workspace.dagster_home)
    with ERR.status("Đang khám…"):
        findings = examine(workspace)
    if as_json:
        print_json([f._asdict() for f in findings])
    else:
        shown = table("Khám hệ thống", [(name, "left") for name in ("Mục", "Tình trạng", "Thấy gì, làm gì")])
        for finding in findings:
            shown.add_row(finding.subject, _STATE_VI[finding.state], finding.words_vi)
        OUT.print(shown)
    raise typer.Exit(exit_code(findings))
