"""Holds the workspace's lock while a command changes what a run reads, or says who is writing and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import typer

from ingestion.workspace import Workspace
from ingestion.writing_lock import BusyError, holder_of, writing
from orchestration.cli.console import ERR


@contextmanager
def one_writer(workspace: Workspace, command: str) -> Iterator[None]:
    """Hold the lock of ``workspace`` for ``kho138 <command>``; it is not waited for.

    Raises:
        typer.Exit: 2; somebody else is writing, and nothing was changed.
    """
    with ExitStack() as held:
        try:
            held.enter_context(writing(workspace.writing_lock, f"kho138 {command}", wait_seconds=0))
        except BusyError as error:
            who = holder_of(workspace.writing_lock) or "?"
            ERR.print(
                f"Đang có tiến trình khác ghi dữ liệu ({who}); chưa thay đổi gì. Hãy chạy lại sau khi nó kết thúc.\n"
                f"Somebody else is writing ({who}); nothing was changed. Run this again when it has ended.",
                markup=False,
            )
            raise typer.Exit(2) from error
        yield
