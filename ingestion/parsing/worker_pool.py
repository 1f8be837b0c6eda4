"""The worker processes that parse for this one: started once, kept, replaced when a file kills them.

A worker says which file it starts; when it dies, that file is tried alone, and if it kills again it gets a
verdict (OPEN-09) and everything around it is parsed as if nothing had been.
"""

from __future__ import annotations

import atexit
import os
import select
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from ingestion.parsing.parse_chunk import ParsedBatch, Received
from ingestion.parsing.worker_frames import READY, STARTING, files_to_bytes, position_from, result_from
from ingestion.shapes import CELL, CELL_FINDING, OPENING, PART_TEXT, PRINTED

WORKERS = 2
# what a chunk costs beside its files (8 ms) should be little; half of a small batch is enough for each worker
CHUNK_FILES = 256
FEWEST_FILES = 64
CHUNK_BYTES = 32 * 2**20
PATIENCE_SECONDS = 60.0  # the worker's own alarm rings earlier; this is for one that cannot even be alarmed
_PIPE_BYTES = 2**16
_SHAPES = (OPENING, CELL, PART_TEXT, CELL_FINDING, PRINTED)

Chunk = list[tuple[int, Received]]


class WorkerError(RuntimeError):
    """A worker process does not start: the installation is broken, not a file."""


class _DiedError(Exception):
    """The worker ended: at which file of the chunk (-1 before or after them) and by which signal."""

    def __init__(self, position: int, by_signal: int) -> None:
        super().__init__(f"file {position}, signal {by_signal}")
        self.position, self.by_signal = position, by_signal


class _Worker:
    def __init__(self) -> None:
        environment = os.environ | {"POLARS_MAX_THREADS": "1", "RUST_BACKTRACE": "0"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingestion.parsing.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, bufsize=0,
        )  # fmt: skip
        self._heard = b""  # read from the worker and not asked for yet: it says a word before every file
        if self._read(1) != READY:
            self.close()
            raise WorkerError("python -m ingestion.parsing.worker ended before it was ready")

    def _read(self, size: int) -> bytes:
        """Exactly ``size`` bytes, or fewer when the worker ended or lost its patience."""
        assert self._process.stdout is not None  # noqa: S101 — opened as a pipe above
        pieces, left = [self._heard[:size]], size - len(self._heard)
        self._heard = self._heard[size:]
        while left > 0:
            if not select.select([self._process.stdout], [], [], PATIENCE_SECONDS)[0]:
                self._process.kill()
            piece = os.read(self._process.stdout.fileno(), _PIPE_BYTES)
            if not piece:
                break
            pieces.append(piece[:left])
            self._heard = piece[left:]
            left -= len(piece)
        return b"".join(pieces)

    def parse(self, files: Sequence[Received]) -> ParsedBatch:
        """Parse ``files`` in the worker.

        Raises:
            _DiedError: the worker ended.
        """
        position = -1

        def read(size: int) -> bytes:
            data = self._read(size)
            if len(data) < size:
                self.close()
                raise _DiedError(position, -(self._process.returncode or 0))
            return data

        assert self._process.stdin is not None  # noqa: S101 — opened as a pipe above
        try:
            for piece in files_to_bytes(files):
                view = memoryview(piece)
                while view:
                    view = view[self._process.stdin.write(view) or 0 :]
        except BrokenPipeError:
            read(1)  # raises
        while read(1) == STARTING:
            position = position_from(read)
        return result_from(read)

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class WorkerPool:
    """Up to ``WORKERS`` processes; one batch at a time."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._idle: list[_Worker] = []
        self._one_batch = threading.Lock()

    def parse(self, files: Sequence[Received]) -> ParsedBatch:
        """Everything of ``files``, in their order.

        Raises:
            WorkerError: no worker process can be started.
        """
        todo: deque[Chunk] = deque(_chunks(list(enumerate(files))))
        done: list[tuple[int, ParsedBatch]] = []
        with self._one_batch:
            if len(todo) < 2:
                self._work(todo, done)
            else:
                with ThreadPoolExecutor(min(WORKERS, len(todo))) as threads:
                    for work in [threads.submit(self._work, todo, done) for _ in range(min(WORKERS, len(todo)))]:
                        work.result()
        done.sort(key=lambda part: part[0])
        parsed = ParsedBatch(
            *(
                pl.concat([pl.DataFrame(schema=shape), *(part[n] for _, part in done)])
                for n, shape in enumerate(_SHAPES)
            )
        )
        return parsed._replace(printed=parsed.printed.unique(maintain_order=True))

    def close(self) -> None:
        """End the processes."""
        while self._idle:
            self._idle.pop().close()

    def _work(self, todo: deque[Chunk], done: list[tuple[int, ParsedBatch]]) -> None:
        worker: _Worker | None = None
        while True:
            try:
                chunk = todo.popleft()
            except IndexError:
                break
            if worker is None:
                worker = self._idle.pop() if self._idle else _Worker()
            try:
                done.append((chunk[0][0], worker.parse([file for _, file in chunk])))
            except _DiedError as died:
                worker = None
                hung = died.by_signal == signal.SIGALRM and died.position >= 0
                if len(chunk) == 1 or hung:
                    guilty = max(died.position, 0)
                    done.append((chunk[guilty][0], _verdict(chunk[guilty][1], hung=hung)))
                    parts = [chunk[:guilty], chunk[guilty + 1 :]]
                elif died.position >= 0:
                    parts = [chunk[: died.position], [chunk[died.position]], chunk[died.position + 1 :]]
                else:
                    parts = [chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]]
                todo.extend(part for part in parts if part)
        if worker is not None:
            self._idle.append(worker)


def _chunks(files: Chunk) -> list[Chunk]:
    chunks: list[Chunk] = []
    size = 0
    most = min(max(-(-len(files) // WORKERS), FEWEST_FILES), CHUNK_FILES)
    for position, file in files:
        if not chunks or size + len(file.content) > CHUNK_BYTES or len(chunks[-1]) >= most:
            chunks.append([])
            size = 0
        chunks[-1].append((position, file))
        size += len(file.content)
    return chunks


def _verdict(file: Received, *, hung: bool) -> ParsedBatch:
    seen = "đọc quá thời gian cho phép" if hung else "cần quá nhiều bộ nhớ, hoặc nội dung làm hỏng chương trình đọc"
    opening = pl.DataFrame([(file.submission_id, "unknown", "OPEN-09", seen, 0, None)], schema=OPENING, orient="row")
    return ParsedBatch(opening, *(pl.DataFrame(schema=shape) for shape in _SHAPES[1:]))


_pool: WorkerPool | None = None


def shared_pool() -> WorkerPool:
    """The pool of this process; a forked child gets its own."""
    global _pool  # noqa: PLW0603 — one pool a process is the point
    if _pool is None or _pool.owner != os.getpid():
        _pool = WorkerPool()
        atexit.register(_pool.close)
    return _pool
