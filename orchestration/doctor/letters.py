"""Whether units are answered: the outbox is set up, its secret is there, and no letter is stuck."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from ingestion.workspace import Workspace
from orchestration.doctor.finding import Finding
from orchestration.outbox.outbox_settings import FILE_NAME, OutboxError, read_settings
from orchestration.outbox.sent_log import SentLog
from orchestration.outbox.waiting import letters_now
from quality.register.register import Register


def outbox(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    """Nothing is said of a city that writes to nobody; no server is spoken to."""
    if not (workspace.register / FILE_NAME).exists():
        return
    try:
        settings = read_settings(workspace.register)
    except OutboxError as error:
        yield Finding("outbox", "critical", f"không dùng được {FILE_NAME}: {error}")
        return
    if settings.email and settings.email.password_env and not os.environ.get(settings.email.password_env):
        yield Finding("outbox", "critical", f"thiếu biến môi trường {settings.email.password_env}")
        return
    entries = SentLog(workspace.outbox).entries()
    found = letters_now(workspace, Register.read(workspace.register), settings, entries, now)
    counts = Counter[str](w.state for w in found)
    stuck = {"refused": "bị từ chối", "given_up": "gửi mãi không được", "no_address": "không có nơi nhận"}
    words = [f"{counts[state]} thư {said}" for state, said in stuck.items() if counts[state]]
    if words:
        yield Finding("outbox", "warning", ", ".join(words) + ": xem kho138 outbox list")
    else:
        yield Finding("outbox", "ok", f"đã gửi {counts['sent']} thư, {counts['due'] + counts['waiting']} thư đang chờ")
