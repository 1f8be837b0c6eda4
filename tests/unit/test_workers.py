"""A file that kills or stalls its reader costs one verdict; everything around it is read as if nothing had been."""

from __future__ import annotations

import os
import signal
import time

import pytest

from ingestion.parsing import parse_chunk as chunk
from ingestion.parsing import worker_pool
from ingestion.parsing.parse_chunk import Received
from ingestion.parsing.worker_pool import WorkerPool

_FIELD = "fires;;Số vụ cháy;;{};\r\n_row_count;;;;1;\r\n"
# run in the worker instead of the real one: does what a hostile file makes a library do
_DEADLY = """
import os, sys, time
from ingestion.parsing import delimited, parse_chunk, worker
real = delimited.parse
def parse(opened):
    if b"abort" in opened.content: os.abort()
    if b"hang" in opened.content: time.sleep(60)
    if b"memory" in opened.content: hoard = [bytearray(2**28) for _ in range(64)]
    if b"panic" in opened.content:
        class Panic(BaseException): pass
        raise Panic
    return real(opened)
parse_chunk._PARSERS["csv"] = parse
worker.main()
"""


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> WorkerPool:
    monkeypatch.setenv("KHO138_SECONDS_PER_FILE", "2")
    real = worker_pool.subprocess.Popen
    command = [worker_pool.sys.executable, "-c", _DEADLY]
    monkeypatch.setattr(worker_pool.subprocess, "Popen", lambda _, **how: real(command, **how))
    return WorkerPool()


def _files(*words: str) -> list[Received]:
    return [Received(f"{n} {word}", f"{n}.csv", _FIELD.format(word).encode()) for n, word in enumerate(words)]


@pytest.mark.parametrize("deed", ["abort", "hang", "memory", "panic"])
def test_one_hostile_file_is_one_verdict_and_the_rest_is_read(pool: WorkerPool, deed: str) -> None:
    files = _files(*map(str, range(40)), deed, *map(str, range(60)))
    parsed = pool.parse(files)
    problems = {s: p for s, p in parsed.openings.select("submission_id", "problem_rule_id").iter_rows() if p}
    assert parsed.openings["submission_id"].to_list() == [f.submission_id for f in files]
    assert problems == {f"40 {deed}": "OPEN-01" if deed == "panic" else "OPEN-09"}
    assert parsed.cells.filter(cell="E1")["text"].to_list() == [str(n) for n in (*range(40), *range(60))]
    pool.close()


def test_a_worker_that_dies_between_batches_is_replaced(pool: WorkerPool) -> None:
    assert pool.parse(_files("1")).openings.height == 1
    os.kill(pool._idle[0]._process.pid, signal.SIGKILL)
    time.sleep(0.05)
    assert pool.parse(_files("2", "3")).openings["problem_rule_id"].to_list() == [None, None]
    pool.close()


def test_a_worker_that_cannot_start_is_no_fault_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    real = worker_pool.subprocess.Popen
    monkeypatch.setattr(worker_pool.subprocess, "Popen", lambda _, **how: real(["false"], **how))
    with pytest.raises(worker_pool.WorkerError):
        WorkerPool().parse(_files("1"))


def test_workers_and_this_process_say_the_same() -> None:
    files = _files(*map(str, range(300)))
    here, there = chunk.parse_chunk(files), worker_pool.shared_pool().parse(files)
    assert all(a.equals(b) for a, b in zip(here, there, strict=True))


def test_a_batch_may_be_empty_and_so_may_a_file() -> None:
    assert worker_pool.shared_pool().parse([]).openings.is_empty()
    nothing = worker_pool.shared_pool().parse([Received("nothing", "a.xlsx", b"")])
    assert nothing.openings["problem_rule_id"].to_list() == ["OPEN-01"]
