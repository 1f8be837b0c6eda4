"""One contender in a process of its own: CPU of the whole process tree for two sizes, the marginal file between them."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tests.benchmarks import peers
from tests.benchmarks.corpus import BenchFile, read_files

# name -> (thrown away, small, large). The first run imports everything and starts every worker of kho138; its sizes are
# whole batches, so that what a batch costs by itself is in the slope. Slow ones need fewer files for the same precision.
SIZES = {
    "read and inflate": (2, 500, 2500), "parser alone": (2, 500, 2500), "kho138": (700, 6000, 12000),
    "row-by-row loop": (2, 100, 400), "row-by-row loop with guard": (2, 100, 400), "dlt": (2, 100, 400), "pandas + pandera": (2, 20, 100),
    "+ Great Expectations": (2, 2, 8),
}  # fmt: skip


def contenders(register_folder: Path) -> dict[str, Callable[[Sequence[BenchFile], Path], object]]:
    """What can be run, by the name it is printed under."""
    return {
        "read and inflate": peers.read_and_inflate,
        "parser alone": peers.parser_alone,
        "kho138": partial(_kho138, register_folder=register_folder),
        "row-by-row loop": partial(_row_loop, register_folder=register_folder),
        "row-by-row loop with guard": partial(_row_loop, register_folder=register_folder, guarded=True),
        "dlt": peers.dlt_pipeline,
        "pandas + pandera": peers.pandas_pandera,
        "+ Great Expectations": peers.great_expectations,
    }


def _kho138(files: Sequence[BenchFile], home: Path, register_folder: Path) -> None:
    from quality.register.register import Register
    from tests.benchmarks import pipeline

    pipeline.run(files, home, Register.read(register_folder))


def _row_loop(files: Sequence[BenchFile], home: Path, register_folder: Path, *, guarded: bool = False) -> None:
    from tests.benchmarks.row_loop import RowLoop

    RowLoop(register_folder, guarded=guarded).run(files, home)


def tree_cpu_seconds() -> float:
    """CPU time of this process, its living descendants, and those it has waited for."""
    gone = os.times()
    return time.process_time() + gone.children_user + gone.children_system + sum(map(_living, _children(os.getpid())))


def _children(pid: int) -> list[int]:
    try:
        own = [int(p) for t in Path(f"/proc/{pid}/task").iterdir() for p in (t / "children").read_text().split()]
    except OSError:
        return []
    return own + [p for child in own for p in _children(child)]


def _living(pid: int) -> float:
    try:
        return time.clock_gettime((~pid << 3) | 2)  # the CPU clock of another process (clock_getcpuclockid)
    except OSError:
        return 0.0


def measure(name: str, files: Path, work: Path, register_folder: Path) -> dict[str, float]:
    """Marginal CPU and wall milliseconds a file of one contender."""
    run = contenders(register_folder)[name]
    taken = {}
    for count in SIZES[name]:
        batch = read_files(files, count)
        home = work / f"home-{count}"
        home.mkdir(parents=True)
        cpu, wall = tree_cpu_seconds(), time.perf_counter()
        run(batch, home)
        taken[count] = (tree_cpu_seconds() - cpu, time.perf_counter() - wall)
        shutil.rmtree(home)
    _, small, large = SIZES[name]
    per_file = [(b - a) / (large - small) * 1000 for a, b in zip(taken[small], taken[large], strict=True)]
    return {"cpu_ms": per_file[0], "wall_ms": per_file[1]}


if __name__ == "__main__":
    which, *folders = sys.argv[1:]
    sys.stdout.write(json.dumps(measure(which, *map(Path, folders))) + "\n")
