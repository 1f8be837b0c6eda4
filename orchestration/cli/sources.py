"""``kho138 sources``: the places submissions are pulled from, and whether each answers now."""

from __future__ import annotations

import typer

from ingestion.connectors.pull_sources import State, state_of
from ingestion.connectors.source_model import Source, SourcesError, read_sources
from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, progress, table


def sources(
    *,
    check: bool = typer.Option(False, "--check", help="Connect to each source and list it; nothing is received."),
    as_json: bool = typer.Option(False, "--json", help="Print the sources as JSON."),
) -> None:
    """List the sources of register/sources.yml. With --check: exit 1 when one does not answer, 2 for a faulty file."""
    workspace = Workspace.from_environment()
    try:
        known = read_sources(workspace.register)
    except SourcesError as error:
        ERR.print(f"Không dùng được danh sách nguồn: {error}")
        raise typer.Exit(2) from error
    with progress("Đang hỏi các nguồn…"):
        states = {s.name: state_of(workspace, s) if check and s.enabled else None for s in known}
    rows = [_row(s, states[s.name]) for s in known]
    if as_json:
        print_json(rows)
    else:
        columns = ("Nguồn", "Kênh", "Phụ trách", "Tình trạng")
        shown = table("Nguồn nhận báo cáo", [(name, "left") for name in columns])
        for row in rows:
            shown.add_row(str(row["name"]), str(row["channel"]), f"{row['owner']}, {row['backup']}", _words(row))
        OUT.print(shown)
    if any(row["error"] for row in rows):
        raise typer.Exit(1)


def _row(source: Source, state: State | None) -> dict[str, object]:
    said = {"files": state.files, "error": state.error} if state else {"files": None, "error": None}
    return source.model_dump(mode="json", include={"name", "channel", "owner", "backup", "kinds", "enabled"}) | said


def _words(row: dict[str, object]) -> str:
    if not row["enabled"]:
        return "đã tắt"
    if row["error"]:
        return str(row["error"])
    return "chưa hỏi" if row["files"] is None else f"có {row['files']} tệp"
