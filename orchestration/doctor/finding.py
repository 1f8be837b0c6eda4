"""What the doctor says of one thing: its state, and what was seen."""

from __future__ import annotations

from typing import Literal, NamedTuple

State = Literal["ok", "warning", "critical"]
EXIT_CODES: dict[State, int] = {"ok": 0, "warning": 1, "critical": 2}  # what monitors expect (Nagios, Icinga)


class Finding(NamedTuple):
    """``subject`` is for machines and does not change; ``words_vi`` says what was seen and what to do."""

    subject: str
    state: State
    words_vi: str
