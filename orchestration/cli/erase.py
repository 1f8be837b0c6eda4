"""``kho138 erase``: what must not be kept is taken out again, and it stays known that it was."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT
from orchestration.cli.one_writer import one_writer

if TYPE_CHECKING:
    from orchestration.keeping.erasing import Reached


def erase(
    submission: str | None = typer.Argument(None, help="sha256 of the submission."),
    *,
    reason: str | None = typer.Option(None, help="Why; without repeating what is erased."),
    by: str | None = typer.Option(None, help="The office that decided, never a person."),
    again: Path | None = typer.Option(
        None, help="A list of what was erased (kho138-erased.jsonl beside the backups): erase it here too."
    ),
) -> None:
    """Erase a submission: bytes, cells, figures and issues go; a tombstone stays. Then run ``kho138 run``.

    What its sender wrote is struck out of the published and the frozen editions too; their figures stay. The same file
    in a drop folder and answers that lie as files go as well; letters sent by e-mail and older backups are named.
    """
    workspace = Workspace.from_environment()
    if again is not None:
        _again(workspace, again)
    elif submission and reason and by:
        _one(workspace, submission, reason, by)
    else:
        ERR.print("Cần mã sha256 của tệp, --reason và --by; hoặc --again DANH-SÁCH.")
        raise typer.Exit(2)


def _again(workspace: Workspace, path: Path) -> None:
    from orchestration.keeping.erased_list import ErasedListError, read_list
    from orchestration.keeping.erasing import erase_again

    try:
        with one_writer(workspace, "erase"):
            now, known = erase_again(workspace, read_list(path))
    except ErasedListError as error:
        ERR.print(f"Không đọc được danh sách tệp đã xóa: {error}")
        raise typer.Exit(2) from error
    say_erased_again(now, known)


def say_erased_again(now: list[str], known: list[str]) -> None:
    """What a list of erased submissions changed."""
    for one in now:
        OUT.print(f"Đã xóa lại {one}.")
    if known:
        OUT.print(f"{len(known)} tệp đã xóa chưa có trong kho này; nếu gửi lại sẽ không được giữ.")
    if not now and not known:
        OUT.print("Mọi tệp trong danh sách đã xóa đều không còn trong kho này.")


def _one(workspace: Workspace, submission: str, reason: str, by: str) -> None:
    from ingestion.erase import UnknownSubmissionError
    from orchestration.keeping.erasing import erase_everywhere

    try:
        with one_writer(workspace, "erase"):
            reached = erase_everywhere(workspace, submission, reason, by, datetime.now(UTC))
    except UnknownSubmissionError as error:
        ERR.print(f"Chưa từng nhận tệp nào có mã {submission}.")
        raise typer.Exit(2) from error
    _say_reached(reached)
    _say_backups(workspace, str(reached.tombstones["object_id"][0]))
    OUT.print(f"Đã xóa {submission}. Chạy “kho138 run” để công bố lại không còn số liệu của tệp này.")


def _say_reached(reached: Reached) -> None:
    erased = reached.tombstones["submission_id"].to_list()
    for edition in reached.editions:
        OUT.print(f"Bản đã chốt “{edition}”: đã che lời ghi của tệp này; số liệu đã chốt giữ nguyên.")
    if len(erased) > 1:
        OUT.print(f"Cùng một tệp gốc: đã xóa thêm {', '.join(erased[1:])}.")
    if reached.rewritten:
        OUT.print(f"Đã viết lại {reached.rewritten} bản cho các đối tượng đọc; các phiên bản cũ đã bị xóa.")
    for path in reached.dropped:
        OUT.print(f"Đã xóa tệp gốc còn trong thư mục nhận tệp: {path}")
    for file in reached.deleted:
        OUT.print(f"Đã xóa tệp trả lời: {file}")
    for letter in reached.mailed:
        OUT.print(f"Thư điện tử đã gửi, không thu hồi được; báo đơn vị xóa: {letter}")


def _say_backups(workspace: Workspace, object_id: str) -> None:
    from orchestration.keeping.erased_copies import backups_holding
    from orchestration.keeping.erased_list import write_list

    held, looked_in = backups_holding(workspace, object_id)
    for backup in held:
        OUT.print(f"Bản sao lưu cũ còn giữ tệp này: {backup}. Xóa bản đó khi không còn cần.")
    if looked_in is None:
        OUT.print("Chưa có bản sao lưu nào được làm từ đây.")
        return
    OUT.print(f"Đã xem các bản sao lưu trong {looked_in}; bản sao lưu cất nơi khác phải tự kiểm tra.")
    try:
        listed = write_list(workspace, looked_in)
    except (OSError, ValueError) as error:  # the folder is away: the erasure stands all the same
        ERR.print(f"Không ghi được danh sách tệp đã xóa vào {looked_in}: {error}")
        return
    OUT.print(f"Đã ghi vào {listed}: phục hồi bản sao lưu cũ ở đó thì tệp này được xóa lại.")
    OUT.print(f"Bản sao lưu cất nơi khác: chép {listed} đến cạnh bản đó.")
