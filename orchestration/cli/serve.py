"""``kho138 serve``: sensors and schedules at work, and the Dagster page on this machine."""

from __future__ import annotations

import os

import typer

from ingestion.workspace import Workspace
from ingestion.writing_lock import BusyError
from orchestration.cli.console import ERR
from orchestration.instance_settings import SettingsError


def serve(
    *,
    port: int = typer.Option(3138, help="Port of the page on 127.0.0.1."),
    path_prefix: str = typer.Option("", help="Path of the page behind a proxy, e.g. /dieu-hanh."),
    viewers_port: int = typer.Option(None, help="Also offer a read-only page on this port."),
    viewers_path_prefix: str = typer.Option("", help="Path of the read-only page behind a proxy, e.g. /xem."),
) -> None:
    """Start the daemon (sensors, schedules, queue) and the page; until Ctrl-C. Login and TLS are nginx's."""
    workspace = Workspace.from_environment()
    workspace.dagster_home.mkdir(parents=True, exist_ok=True)
    os.environ["DAGSTER_HOME"] = str(workspace.dagster_home)
    from orchestration.alerts.send_by_apprise import opened
    from orchestration.alerts.settings import AlertSettingsError, read_alert_settings
    from orchestration.serving.serve import Page, ServeError
    from orchestration.serving.serve import serve as run_service

    pages = [Page(port, path_prefix)]
    if viewers_port:
        pages.append(Page(viewers_port, viewers_path_prefix, read_only=True))
    try:
        for channel in read_alert_settings(workspace.register).channels:
            opened(channel)  # one that reaches nobody is found now and not on the night it is needed
        run_service(workspace, pages, say=ERR.print)
    except (AlertSettingsError, ServeError, BusyError, SettingsError) as error:
        ERR.print(f"[bold red]KHÔNG PHỤC VỤ[/]: {error}")
        raise typer.Exit(1) from error
