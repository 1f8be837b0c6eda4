"""``kho138 erase``: what must not be kept is taken out again, and it stays known that it was."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT
from orchestration.cli.one_writer import one_writer


def erase(
    submission: str = typer.Argument(help="sha256 of the submission."),
    *,
    reason: str = typer.Option(..., help="Why; without repeating what is erased."),
    by: str = typer.Option(..., help="The office that decided, never a person."),
) -> None:
    """Erase a submission: bytes, cells, figures and issues go; a tombstone stays. Then run ``kho138 run``.

    What its sender wrote is struck out of the published and the frozen editions too; their figures stay.
    """
    from ingestion.erase import UnknownSubmissionError
    from ingestion.erase import erase as erase_submission
    from orchestration.outbox.erased_answers import take_back_answers
    from orchestration.publishing.erased import strike_editions

    workspace, moment = Workspace.from_environment(), datetime.now(UTC)
    try:
        with one_writer(workspace, "erase"):
            erased = erase_submission(workspace, submission, reason, by, moment)["submission_id"].to_list()
            editions = sorted({name for one in erased for name in strike_editions(workspace, one, moment)})
            answers = [take_back_answers(workspace, one) for one in erased]
    except UnknownSubmissionError as error:
        ERR.print(f"Chưa từng nhận tệp nào có mã {submission}.")
        raise typer.Exit(2) from error
    for edition in editions:
        OUT.print(f"Bản đã chốt “{edition}”: đã che lời ghi của tệp này; số liệu đã chốt giữ nguyên.")
    deleted, mailed = sum(d for d, _ in answers), sum(m for _, m in answers)
    if len(erased) > 1:
        OUT.print(f"Cùng một tệp gốc: đã xóa thêm {', '.join(erased[1:])}.")
    if deleted:
        OUT.print(f"Đã xóa {deleted} tệp trả lời về tệp này trong thư mục trả lời.")
    if mailed:
        OUT.print(f"Đã có {mailed} thư điện tử về tệp này gửi đi; thư không thu hồi được: báo đơn vị xóa.")
    OUT.print(f"Đã xóa {submission}. Chạy “kho138 run” để công bố lại không còn số liệu của tệp này.")
