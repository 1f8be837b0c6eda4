"""A child of ``kho138 serve`` that ends when serve ends, however it ends: ``python -m … PARENT COMMAND``."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_SET_PARENT_DEATH_SIGNAL = 1  # prctl(2), Linux; elsewhere a killed serve leaves its children to be ended by hand


def main(command: list[str], parent: int) -> None:
    """Become ``command``, to be ended by the kernel with the process that started us."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, int(signal.SIGTERM))
        if os.getppid() != parent:  # it ended before we asked
            return
    os.execv(command[0], command)  # noqa: S606 — the command is serve's own


if __name__ == "__main__":
    main(sys.argv[2:], int(sys.argv[1]))
