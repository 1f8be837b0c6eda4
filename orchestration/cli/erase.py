"""``kho138 erase``: what must not be kept is taken out again, and it stays known that it was."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT


def erase(
    submission: str = typer.Argument(help="sha256 of the submission."),
    *,
    reason: str = typer.Option(..., help="Why; without repeating what is erased."),
    by: str = typer.Option(..., help="The office that decided, never a person."),
) -> None:
    """Erase a submission: bytes, cells, figures and issues go; a tombstone stays. Then run ``kho138 run``."""
    from ingestion.erase import UnknownSubmissionError
    from ingestion.erase import erase as erase_submission

    try:
        erase_submission(Workspace.from_environment(), submission, reason, by, datetime.now(UTC))
    except UnknownSubmissionError as error:
        ERR.print(f"Chưa từng nhận tệp nào có mã {submission}.")
        raise typer.Exit(2) from error
    OUT.print(f"Đã xóa {submission}. Chạy “kho138 run” để công bố lại không còn số liệu của tệp này.")
