"""``kho138 backup`` and ``kho138 restore``: what cannot be rebuilt, into one file and back."""

from __future__ import annotations

from pathlib import Path

import typer

from ingestion.workspace import Workspace
from ingestion.writing_lock import BusyError
from orchestration.cli.console import ERR, OUT
from orchestration.cli.erase import say_erased_again
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
    *,
    erased: Path | None = typer.Option(
        None, help="List of what was erased since; by default kho138-erased.jsonl beside the backup."
    ),
) -> None:
    """Restore a backup into an empty workspace (KHO138_HOME); then kho138 run makes the rest again.

    What was erased after the backup was made is erased again, by the list that lies beside the backups.
    """
    from orchestration.keeping.backup import BackupError
    from orchestration.keeping.erased_list import LIST_OF_ERASED, ErasedListError, read_list
    from orchestration.keeping.erasing import erase_again
    from orchestration.keeping.restore import restore_backup

    workspace = Workspace.from_environment()
    listed = erased or source.parent / LIST_OF_ERASED
    again: tuple[list[str], list[str]] | None = None
    try:
        entries = (
            read_list(listed) if erased or listed.exists() else None
        )  # read first: nothing comes back beside a bad list
        with one_writer(workspace, "restore"):
            said = restore_backup(workspace, source)
            if entries is not None:
                again = erase_again(workspace, entries)
    except (BackupError, ErasedListError, OSError) as error:
        ERR.print(f"[bold red]KHÔNG KHÔI PHỤC ĐƯỢC[/]: {error}")
        raise typer.Exit(1) from error
    OUT.print(f"Đã khôi phục {vietnamese(len(said.files))} tệp (bản sao lưu lúc {said.made_at}) vào {workspace.home}")
    if again is None:
        OUT.print(f"Không có danh sách tệp đã xóa cạnh bản sao lưu ({listed}). Nếu đã xóa tệp nào sau lúc sao lưu:")
        OUT.print(
            "  kho138 erase --again DANH-SÁCH (kho138-erased.jsonl, cạnh các bản sao lưu mới hơn) trước khi chạy tiếp."
        )
    else:
        say_erased_again(*again)
    OUT.print("Chạy “kho138 run” để dựng lại phần còn lại.")
    if said.content_hash:
        OUT.print(f"Mã nội dung lúc sao lưu: {said.content_hash}")
