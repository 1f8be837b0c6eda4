"""A PostgreSQL server of its own on localhost, started and ended by a test."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.reliability.service import free_port


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Address of an empty database; needs the Debian package ``postgresql`` (``.ci/full`` installs it)."""
    (programs,) = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
    port, data = free_port(), folder / "data"
    folder.mkdir()
    user = "postgres" if os.getuid() == 0 else None  # the server refuses to run as root
    if user:
        shutil.chown(folder, user)
        for parent in folder.parents:
            if parent.is_relative_to("/tmp") and parent != Path("/tmp"):  # noqa: S108 — where pytest makes folders
                parent.chmod(parent.stat().st_mode | 0o011)

    def call(*command: str) -> None:
        subprocess.run(
            [str(programs / command[0]), *command[1:]], user=user, cwd=folder, check=True, capture_output=True
        )

    call("initdb", "-D", str(data), "-U", "kho138", "--auth", "trust", "--encoding", "UTF8", "--no-sync")
    options = f"-p {port} -h 127.0.0.1 -k {folder} -F"
    call("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        call("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "kho138", "dagster")
        yield f"postgresql://kho138@127.0.0.1:{port}/dagster"
    finally:
        call("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
