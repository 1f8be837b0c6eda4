"""A process that opens and parses files for another: what kills it costs one file.

Limits itself: memory to what it holds when it starts plus 1 GB, and every file to 30 seconds, after which
the alarm ends the process even inside a library that never returns.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
from pathlib import Path

from ingestion.parsing.parse_chunk import parse_chunk
from ingestion.parsing.worker_frames import READY, files_from, result_to_bytes, starting

MEMORY_BYTES = 2**30
SECONDS_PER_FILE = 30.0


def main() -> None:
    """Serve batches from standard input until it closes."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):  # nothing a library prints may get between the frames
        os.dup2(nowhere, stream)
    seconds = float(os.environ.get("KHO138_SECONDS_PER_FILE", SECONDS_PER_FILE))
    limit = _mapped() + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def read(size: int) -> bytes:
        data = inbox.read(size)
        if len(data) < size:
            raise EOFError
        return data

    def begin(position: int) -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds)  # its signal is not handled: the process ends
        outbox.write(starting(position))

    # what is loaded stays; a chunk makes objects by the ten thousand and no rings of them
    gc.freeze()
    gc.disable()
    outbox.write(READY)
    while True:
        try:
            files = files_from(read)
        except EOFError:
            return
        parsed = parse_chunk(files, begin, fold=True)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for piece in result_to_bytes(parsed):
            _write_all(outbox.fileno(), piece)
        del files, parsed
        gc.collect()  # the rings that errors made


def _mapped() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def _write_all(descriptor: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(descriptor, view) :]


if __name__ == "__main__":
    main()
