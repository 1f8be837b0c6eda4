"""A sender killed at the worst moment: the next one repeats that one letter, under the same Message-ID, and no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter

from ingestion.workspace import Workspace
from orchestration.append_log import append, lines
from tests.outbox.conftest import set_up
from tests.outbox.mail_server import Mailbox

_SEND = [sys.executable, "-c", "from orchestration.cli import main; main()", "outbox", "send"]


def test_killed_between_the_servers_yes_and_the_log(workspace: Workspace, mail: tuple[Mailbox, int]) -> None:
    mailbox, port = mail
    set_up(workspace, port, {"default": "email"})
    environment = os.environ | {"KHO138_HOME": str(workspace.home)}
    child = subprocess.Popen(_SEND, env=environment)

    def kill_at_the_second() -> None:
        if len(mailbox.letters) == 2:
            os.kill(child.pid, signal.SIGKILL)

    mailbox.on_letter = kill_at_the_second
    assert child.wait() == -signal.SIGKILL
    assert [line["event"] for line in lines(workspace.outbox)] == ["pending", "sent", "pending"]
    with workspace.outbox.open("ab") as log:
        log.write(b'{"key": "half a li')
    told = subprocess.run(_SEND, env=environment, check=True, capture_output=True, text=True).stdout
    assert "Đã gửi 2 thư" in told
    again = subprocess.run(_SEND, env=environment, check=True, capture_output=True, text=True).stdout
    assert "Đã gửi 0 thư" in again
    times = Counter(letter["Message-ID"] for letter in mailbox.letters)
    assert list(times.values()) == [1, 2, 1]


def test_a_torn_line_costs_itself_only(workspace: Workspace) -> None:
    append(workspace.outbox, {"key": "a"})
    with workspace.outbox.open("ab") as log:
        log.write(b'{"key": "b"')
    append(workspace.outbox, {"key": "c"})
    assert [line["key"] for line in lines(workspace.outbox)] == ["a", "c"]
