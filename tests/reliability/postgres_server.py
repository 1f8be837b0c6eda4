"""A PostgreSQL server of its own on localhost, started and ended by a test."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.reliability.service import free_port


@contextmanager
def postgres() -> Iterator[str]:
    """Address of an empty database; needs the Debian package ``postgresql`` (``.ci/full`` installs it).

    Its files lie in a folder of their own: pytest closes its folders to other users at the start of every session,
    also of one beside this, and a server that loses its files in the middle of a test ends.
    """
    (programs,) = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
    with tempfile.TemporaryDirectory(prefix="kho138-postgresql-") as folder:
        yield from _served(programs, Path(folder))


def _served(programs: Path, folder: Path) -> Iterator[str]:
    port, data = free_port(), folder / "data"
    user = "postgres" if os.getuid() == 0 else None  # the server refuses to run as root
    if user:
        shutil.chown(folder, user)

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
