"""`make bench-ingest`: the correctness gate, then every contender in three interleaved rounds; medians and ratios."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from ingestion.sample_city.register_files import write_register
from tests.benchmarks import correctness, scaling
from tests.benchmarks.contender import SIZES
from tests.benchmarks.corpus import FORMATS, read_files, write_files
from tests.benchmarks.report import Figures, report, write_document

_LARGEST = max(large for *_, large in SIZES.values())


def main() -> int:
    """Run it; exit 1 when a target is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--formats", nargs="+", default=list(FORMATS))
    arguments.add_argument("--only", nargs="+", default=list(SIZES), choices=list(SIZES))
    arguments.add_argument("--update", action="store_true", help="write the figures to tests/benchmarks/BENCHMARKS.md")
    asked = arguments.parse_args()
    work = Path(tempfile.mkdtemp(prefix="kho138-bench-", dir=_in_memory()))
    try:
        return _run(work, asked)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _in_memory() -> Path | None:
    """A folder in memory where there is one: what a disk costs differs by machine and hour, and is nobody's merit."""
    memory = Path("/dev/shm")  # noqa: S108 — mkdtemp makes a folder of its own in it
    return memory if memory.is_dir() and os.access(memory, os.W_OK) else None


def _run(work: Path, asked: argparse.Namespace) -> int:
    register = work / "register"
    write_register(register)
    gate = []
    for kind in asked.formats:
        write_files(work / kind, kind, _LARGEST)
        gate.append(f"{kind}: {correctness.check(read_files(work / kind, 400), work / f'gate-{kind}', register)}")
        _say(f"correct  {gate[-1]}")
    figures: Figures = {(name, kind): [] for name in asked.only for kind in asked.formats}
    for turn in range(1, asked.rounds + 1):
        for kind in asked.formats:
            for name in asked.only:
                figures[name, kind].append(_measure(name, work / kind, work / "home", register))
        _say(f"round {turn} of {asked.rounds} done")
    medians = {key: median(values) for key, values in figures.items()}
    text, missed = report(medians, asked.formats)
    sizes = scaling.measure(work, register) if "kho138" in asked.only else ""
    _say(text + "\n" + sizes)
    if asked.update:
        write_document(gate, text, sizes, asked.rounds)
    return 1 if missed else 0


def _measure(name: str, files: Path, home: Path, register: Path) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.contender", name, str(files), str(home), str(register)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    shutil.rmtree(home)
    return float(json.loads(done.stdout.splitlines()[-1])["cpu_ms"])


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
