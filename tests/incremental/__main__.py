"""One late workbook on top of three years of history: what is opened, what it costs. ``make incremental``.

Before the late run every kept byte of history is moved away: whatever reads it again fails.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ingestion.workspace import Workspace
from tests.incremental.late_workbook import send_late_workbook

_SETTLED_SECONDS = 3  # a file younger than that may still be written to


def main() -> int:
    """Print the comparison; exit code 1 when history was read again or the marts did not change."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        environment = os.environ | {"KHO138_HOME": folder, "PYTHONUTF8": "1"}
        subprocess.run([str(Path(sys.executable).with_name("kho138")), "demo"], env=environment, check=True)
        time.sleep(_SETTLED_SECONDS)
        full = _run(workspace, environment)
        before = _content_hash(workspace)
        history = workspace.landing / "objects"
        history.rename(workspace.landing / "history-out-of-reach")
        # no figure of the article: a corrected one costs, once, the marts of its day beside this
        send_late_workbook(workspace, "fire_safety_groups")
        late = _run(workspace, environment)
        changed = _content_hash(workspace) != before
    for name, label in (
        ("drop_files", "workbooks opened in the drop folder"), ("drop_bytes", "bytes of them"),
        ("landing_files", "kept files opened in landing"), ("landing_bytes", "bytes of them"), ("cpu", "CPU seconds"),
    ):  # fmt: skip
        _say(f"{label:38} full run {full[name]:>12,}   late workbook {late[name]:>12,}")
    _say("history was out of reach in the late run; marts refreshed: " + ("yes" if changed else "NO"))
    return 0 if changed and (late["drop_files"], late["landing_files"]) == (1, 0) else 1


def _run(workspace: Workspace, environment: dict[str, str]) -> dict[str, float]:
    counts = workspace.home / "counts.json"
    start = _cpu()
    command = [sys.executable, "-m", "tests.incremental.counted_run", str(counts)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    counted: dict[str, float] = json.loads(counts.read_text(encoding="utf-8"))
    return counted | {"cpu": round(_cpu() - start, 1)}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _content_hash(workspace: Workspace) -> str:
    return str(json.loads((workspace.published / "manifest.json").read_text(encoding="utf-8"))["content_hash"])


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
