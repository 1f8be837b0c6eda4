"""``make bi``, second half: Superset on 127.0.0.1, one process with threads (limits of sign-in are counted in it)."""

from __future__ import annotations

import os
import sys

PORT = 3141
_THREADS = 8


def serve(port: int) -> None:
    """Become the server; ends by a signal."""
    arguments = [
        "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", str(_THREADS),
        "--timeout", "120", "--no-control-socket", "superset.app:create_app()",
    ]  # fmt: skip
    os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606  # becomes the server: one process to end


if __name__ == "__main__":
    serve(int(sys.argv[1]) if len(sys.argv) > 1 else PORT)
