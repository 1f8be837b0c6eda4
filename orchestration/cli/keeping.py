"""``kho138 backup`` and ``kho138 restore``: what cannot be rebuilt, into one file and back."""

from __future__ import annotations

from pathlib import Path

import typer

from ingestion.workspace import Workspace
from ingestion.writing_lock import BusyError
from orchestration.cli.console import ERR, OUT
from orchestration.cli.one_writer import one_writer
from orchestration.wording import vietnamese


def backup(
    target: Path = typer.Argument(help="A .tar file to write, or a folder for a dated one."),
    *,
    keep: int = typer.Option(None, min=1, help="In a folder: keep this many, remove older ones."),
) -> None:
    """Back up what cannot be rebuilt: landing, register, frozen editions, logs. The file is read back and checked."""
    from orchestration.keeping.backup import BackupError, verify_backup, write_backup

    try:
        path = write_backup(Workspace.from_environment(), target, keep)
        said = verify_backup(path)
    except (BackupError, BusyError, OSError) as error:
        ERR.print(f"[bold red]KHÔNG SAO LƯU ĐƯỢC[/]: {error}")
        raise typer.Exit(1) from error
    size = vietnamese(path.stat().st_size / 1_000_000, decimals=1)
    OUT.print(f"Đã sao lưu {vietnamese(len(said.files))} tệp ({size} MB), đã đọc lại và đối chiếu: {path}")


def restore(
    source: Path = typer.Argument(help="A file written by kho138 backup."),
) -> None:
    """Restore a backup into an empty workspace (KHO138_HOME); then kho138 run makes the rest again."""
    from orchestration.keeping.backup import BackupError
    from orchestration.keeping.restore import restore_backup

    workspace = Workspace.from_environment()
    try:
        with one_writer(workspace, "restore"):
            said = restore_backup(workspace, source)
    except (BackupError, OSError) as error:
        ERR.print(f"[bold red]KHÔNG KHÔI PHỤC ĐƯỢC[/]: {error}")
        raise typer.Exit(1) from error
    OUT.print(f"Đã khôi phục {vietnamese(len(said.files))} tệp (bản sao lưu lúc {said.made_at}) vào {workspace.home}")
    OUT.print("Chạy “kho138 run” để dựng lại phần còn lại.")
    if said.content_hash:
        OUT.print(f"Mã nội dung lúc sao lưu: {said.content_hash}")
