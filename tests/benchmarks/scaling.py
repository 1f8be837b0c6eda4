"""Two processes beside one, and peak memory when ten times as many files arrive."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.corpus import write_files

FILES = 5000
_WARM = "600"  # files before the clock starts: every worker runs then
FEW, MANY = 7_000, 70_000  # the smaller one is larger than a batch
PROCESSES_VARIABLES = {"POLARS_MAX_THREADS": "1"}  # one thread a process: what is compared is processes

_RUN = """
import os, resource, sys, time
from pathlib import Path
core = sys.argv.pop()
if core != "any":
    os.sched_setaffinity(0, {int(core)})  # its workers too
from quality.register.register import Register
from tests.benchmarks import pipeline
from tests.benchmarks.corpus import one_by_one, read_files
files, home, register, warm, first, last, how = sys.argv[1:]
known = Register.read(Path(register))
every = read_files(Path(files), int(last))[int(first) :] if how == "at once" else one_by_one(Path(files), int(last))
pipeline.run(read_files(Path(files), int(warm)), Path(home) / "warm", known)
print("ready", flush=True)
sys.stdin.readline()
start = time.perf_counter()
pipeline.run(every, Path(home) / "run", known)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
"""


# what the machine gives: the same files through the parser alone, which shares nothing with another process
_PARSER = """
import os, sys, time
from pathlib import Path
core = sys.argv.pop()
os.sched_setaffinity(0, {int(core)})
from tests.benchmarks.corpus import read_files
from tests.benchmarks.peers import parser_alone
files, _, _, warm, first, last, _ = sys.argv[1:]
every = read_files(Path(files), int(last))[int(first) :]
parser_alone(every[: int(warm)], Path())
print("ready", flush=True)
sys.stdin.readline()
start = time.perf_counter()
parser_alone(every, Path())
print(time.perf_counter() - start, 0, flush=True)
"""


def measure(work: Path, register: Path) -> str:
    """Lines for the report; xlsx files of the corpus in ``work``."""
    files = next(work / kind for kind in ("xlsx", "csv", "json") if (work / kind).exists())
    halves = [(0, FILES // 2), (FILES // 2, FILES)]
    free = _together(files, work / "free", register, [(0, FILES)])[0][0]
    one = _together(files, work / "one", register, [(0, FILES)], cores=[0])[0][0]
    two = max(s for s, _ in _together(files, work / "two", register, halves, cores=[0, 1]))
    alone = _together(files, work, register, [(0, FILES)], cores=[0], program=_PARSER)[0][0]
    limit = alone / max(s for s, _ in _together(files, work, register, halves, cores=[0, 1], program=_PARSER))
    write_files(work / "many files", "csv", MANY)
    few, many = (
        _together(work / "many files", work / str(count), register, [(0, count)], "one by one")[0][1]
        for count in (FEW, MANY)
    )
    return (
        f"- two processes with a core each, half of the {files.name} files each: {one / two:.2f}× one process on one core "
        f"(to reach: 1.7×; the parser alone on the same two cores: {limit:.2f}×); one process whose workers may use both cores: {one / free:.2f}×\n"
        f"- peak memory: {few:.0f} MB for {FEW} files, {many:.0f} MB for {MANY} ({many / few:.2f}×)"
    )


def _together(
    files: Path,
    home: Path,
    register: Path,
    parts: list[tuple[int, int]],
    how: str = "at once",
    cores: Sequence[int] | None = None,
    program: str = _RUN,
) -> list[tuple[float, float]]:
    """Seconds and peak MB of each part, run at the same moment in a process of its own; ``cores``: one for each."""
    started = []
    for number, (first, last) in enumerate(parts):
        core = "any" if cores is None else str(cores[number])
        arguments = [str(files), str(home / str(number)), str(register), _WARM, str(first), str(last), how, core]
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", program, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=os.environ | PROCESSES_VARIABLES,
            )
        )
    for process in started:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    results = []
    for process in started:
        assert process.stdout
        seconds, peak = map(float, process.stdout.readline().split())
        results.append((seconds, peak))
        process.communicate()
    return results
