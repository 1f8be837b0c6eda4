"""``kho138 run``: pull, check, build, pass the gate, publish; then say what came of it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from ingestion.connectors.drop_folder import stray_files
from ingestion.workspace import Workspace
from orchestration.alerts.settings import AlertSettingsError, read_alert_settings
from orchestration.cli.console import ERR, print_json, progress
from orchestration.instance_settings import SettingsError, write_instance_settings

if TYPE_CHECKING:
    from orchestration.run_jobs import Outcome


def run(
    *,
    quarters: str = typer.Option(None, help="Reporting quarters FIRST..LAST, e.g. 2024-Q1..2024-Q4; default all."),
    as_json: bool = typer.Option(False, "--json", help="Print the outcome as JSON."),
) -> None:
    """Run the pipeline: ingest what arrived, build the warehouse, pass the gate, publish."""
    workspace = Workspace.from_environment()
    if not (workspace.register / "city.yml").exists():
        ERR.print(f"Chưa có danh mục đơn vị tại {workspace.register}. Chạy “kho138 demo” hoặc đặt danh mục vào đó.")
        raise typer.Exit(2)
    try:
        read_alert_settings(workspace.register)
        write_instance_settings(workspace.dagster_home)
    except (SettingsError, AlertSettingsError) as error:
        ERR.print(str(error))
        raise typer.Exit(2) from error
    os.environ["DAGSTER_HOME"] = str(workspace.dagster_home)
    for stray in stray_files(workspace.drop):
        ERR.print(f"[yellow]Không nhận[/]: {stray} không nằm trong thư mục <loại đơn vị>/<mã đơn vị>/ nào.")
    with progress("Đang nạp…") as say:
        from orchestration.run_jobs import run_jobs

        outcome = run_jobs(quarters, say=say)
    _alert(workspace, outcome)
    for line in outcome.silent_sources:
        ERR.print(f"[yellow]Nguồn không trả lời[/]: {line}")
    if not outcome.succeeded:
        step = f"bước “{outcome.failed_step}” thất bại. " if outcome.failed_job else ""
        ERR.print(f"[bold red]KHÔNG CÔNG BỐ[/]: {step}Bản đã công bố giữ nguyên.")
        for line in dict.fromkeys(outcome.reasons):  # one cause may stop every kind of sender
            ERR.print(f"  {line}")
        ERR.print(f"  Chi tiết: lượt chạy {outcome.run_id} trong trang Dagster (make page).")
        raise typer.Exit(1)
    from orchestration.cli.review_summary import print_summary, summary

    if as_json:
        print_json(summary(workspace))
    else:
        print_summary(workspace)


def _alert(workspace: Workspace, outcome: Outcome) -> None:
    """Whoever has to know is told, also of a run by hand; a first run that goes well leaves no trace."""
    from orchestration.alerts.run_sightings import run_failed, run_succeeded
    from orchestration.alerts.tell import record, tell
    from orchestration.alerts.watch import watch
    from orchestration.jobs import INGEST, WAREHOUSE

    if outcome.succeeded:
        seen = [*run_succeeded(INGEST), *run_succeeded(WAREHOUSE)]
    elif outcome.failed_job:
        seen = [run_failed(outcome.failed_job, outcome.failed_step or "", outcome.run_id)]
    else:
        seen = []  # nothing was received yet: nobody's fault
    record(workspace, seen, datetime.now(UTC))
    watch(workspace, datetime.now(UTC))
    tell(workspace, datetime.now(UTC))
