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

    What its sender wrote is struck out of the published and the frozen editions too; their figures stay. The same file
    in a drop folder and answers that lie as files go as well; letters sent by e-mail and older backups are named.
    """
    from ingestion.erase import UnknownSubmissionError
    from ingestion.erase import erase as erase_submission
    from orchestration.editions.erased import rewrite_after_erasure
    from orchestration.keeping.erased_copies import backups_holding, delete_from_drop_folders
    from orchestration.outbox.erased_answers import take_back_answers
    from orchestration.publishing.erased import strike_editions

    workspace, moment = Workspace.from_environment(), datetime.now(UTC)
    try:
        with one_writer(workspace, "erase"):
            tombstones = erase_submission(workspace, submission, reason, by, moment)
            erased = tombstones["submission_id"].to_list()
            sizes = tombstones.select("submission_id", "size_bytes").iter_rows()
            dropped = [path for one, size in sizes for path in delete_from_drop_folders(workspace, one, size)]
            editions = sorted({name for one in erased for name in strike_editions(workspace, one, moment)})
            rewritten = rewrite_after_erasure(workspace)
            answers = [take_back_answers(workspace, one) for one in erased]
    except UnknownSubmissionError as error:
        ERR.print(f"Chưa từng nhận tệp nào có mã {submission}.")
        raise typer.Exit(2) from error
    for edition in editions:
        OUT.print(f"Bản đã chốt “{edition}”: đã che lời ghi của tệp này; số liệu đã chốt giữ nguyên.")
    deleted, mailed = [f for files, _ in answers for f in files], [m for _, letters in answers for m in letters]
    held, looked_in = backups_holding(workspace, str(tombstones["object_id"][0]))
    if len(erased) > 1:
        OUT.print(f"Cùng một tệp gốc: đã xóa thêm {', '.join(erased[1:])}.")
    if rewritten:
        OUT.print(f"Đã viết lại {rewritten} bản cho các đối tượng đọc; các phiên bản cũ đã bị xóa.")
    for path in dropped:
        OUT.print(f"Đã xóa tệp gốc còn trong thư mục nhận tệp: {path}")
    for file in deleted:
        OUT.print(f"Đã xóa tệp trả lời: {file}")
    for letter in mailed:
        OUT.print(f"Thư điện tử đã gửi, không thu hồi được; báo đơn vị xóa: {letter}")
    for backup in held:
        OUT.print(f"Bản sao lưu cũ còn giữ tệp này: {backup}. Xóa bản đó, hoặc xóa tệp này lần nữa sau khi phục hồi.")
    OUT.print(
        "Chưa có bản sao lưu nào được làm từ đây."
        if looked_in is None
        else f"Đã xem các bản sao lưu trong {looked_in}; bản sao lưu cất nơi khác phải tự kiểm tra."
    )
    OUT.print(f"Đã xóa {submission}. Chạy “kho138 run” để công bố lại không còn số liệu của tệp này.")
