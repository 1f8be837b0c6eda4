"""``kho138 outbox``: what units are told, and sending it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, progress, table

if TYPE_CHECKING:
    from orchestration.outbox.outbox_settings import OutboxSettings
    from quality.register.register import Register

app = typer.Typer(help="Letters to units: receipts, return slips, reminders, chase letters.", no_args_is_help=True)
_STATE_VI = {
    "due": "chờ gửi", "waiting": "lỗi, sẽ gửi lại", "sent": "đã gửi", "refused": "bị từ chối", "given_up": "thôi gửi",
    "no_address": "không có nơi nhận trong sổ đăng ký", "held_back": "không gửi (ways: none)",
}  # fmt: skip
_WAY_VI = {"email": "thư điện tử", "file": "tệp", "none": "—"}


@app.command("list")
def list_letters(
    *,
    every: bool = typer.Option(False, "--all", help="Also what was sent."),
    as_json: bool = typer.Option(False, "--json", help="Print as JSON."),
) -> None:
    """Letters not sent yet, and why. Exit 2 when the outbox is not set up."""
    from orchestration.outbox.letter import KIND_VI
    from orchestration.outbox.sent_log import SentLog
    from orchestration.outbox.waiting import letters_now

    workspace, register, settings = _set_up()
    found = letters_now(workspace, register, settings, SentLog(workspace.outbox).entries(), datetime.now(UTC))
    shown = [w for w in found if every or w.state != "sent"]
    if as_json:
        print_json([
            {"kind": w.letter.kind, "unit_code": w.letter.unit_code, "way": w.way, "to": w.to, "state": w.state,
             "subject": w.letter.subject, "message_key": w.letter.key, "reason": w.entry.reason if w.entry else None}
            for w in shown
        ])  # fmt: skip
        return
    made = table("Thư cho các đơn vị", [(name, "left") for name in ("Loại", "Đơn vị", "Nơi nhận", "Tình trạng", "Thư")])
    for w in shown:
        state = _STATE_VI[w.state] + (f": {w.entry.reason}" if w.entry and w.entry.reason else "")
        to = ", ".join(w.to) if w.way == "email" else _WAY_VI[w.way]
        made.add_row(KIND_VI[w.letter.kind], w.letter.unit_code, to, state, w.letter.subject)
    if shown:
        OUT.print(made)
    counts = Counter[str](w.state for w in found)
    OUT.print(", ".join(f"{counts[state]} {words}" for state, words in _STATE_VI.items() if counts[state]) or "0 thư")


@app.command("send")
def send_letters(
    *,
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would be sent; send nothing, write nothing."),
    limit: int | None = typer.Option(None, min=1, help="At most so many letters."),
) -> None:
    """Send what is due, once. Exit 1 when something could not be sent, 2 when the outbox is not set up."""
    from ingestion.writing_lock import BusyError
    from orchestration.outbox.outbox_settings import OutboxError
    from orchestration.outbox.send import send
    from orchestration.outbox.sent_log import SentLog
    from orchestration.outbox.waiting import letters_now

    workspace, register, settings = _set_up()
    if dry_run:
        found = letters_now(workspace, register, settings, SentLog(workspace.outbox).entries(), datetime.now(UTC))
        due = [w for w in found if w.state == "due"]
        for w in due[:limit]:
            OUT.print(f"{', '.join(w.to)} ← {w.letter.subject}", markup=False, soft_wrap=True)
        OUT.print(f"Chạy thử: {len(due[:limit])} thư sẽ được gửi, chưa gửi thư nào.")
        return
    try:
        with progress("Đang gửi thư…"):
            done = send(workspace, register, settings, lambda: datetime.now(UTC), lambda due: due[:limit])
    except (BusyError, OutboxError) as error:
        ERR.print(str(error), markup=False)
        raise typer.Exit(2 if isinstance(error, OutboxError) else 1) from error
    OUT.print(f"Đã gửi {done.sent} thư; {done.failed} thư lỗi, sẽ gửi lại; {done.refused} thư bị từ chối.")
    for way, reason in done.closed.items():
        ERR.print(f"Tạm ngừng gửi bằng {_WAY_VI[way]}: {reason}", markup=False)
    if done.failed or done.refused:
        raise typer.Exit(1)


def _set_up() -> tuple[Workspace, Register, OutboxSettings]:
    from orchestration.outbox.outbox_settings import OutboxError, read_settings
    from quality.register.fault import RegisterError
    from quality.register.register import Register

    workspace = Workspace.from_environment()
    try:
        return workspace, Register.read(workspace.register), read_settings(workspace.register)
    except (OutboxError, RegisterError) as error:
        ERR.print(f"Hộp thư đi chưa dùng được: {error}", markup=False)
        raise typer.Exit(2) from error
