"""What travels between a batch and its worker processes: received files one way, Arrow frames the other."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator, Sequence

import polars as pl

from ingestion.parsing.parse_chunk import ParsedBatch, Received

READY, STARTING, RESULT = b"H", b"S", b"R"
_SIZE = struct.Struct("<Q")

Read = Callable[[int], bytes]  # exactly so many bytes


def files_to_bytes(files: Sequence[Received]) -> Iterator[bytes]:
    """A batch, piece by piece."""
    yield _SIZE.pack(len(files))
    for file in files:
        for piece in (file.submission_id.encode(), file.source_name.encode("utf-8", "surrogateescape"), file.content):
            yield _SIZE.pack(len(piece))
            yield piece


def files_from(read: Read) -> list[Received]:
    """The batch that ``files_to_bytes`` wrote.

    Raises:
        EOFError: there is none to come.
    """
    files = []
    for _ in range(_number(read)):
        name, source, content = (read(_number(read)) for _ in range(3))
        files.append(Received(name.decode(), source.decode("utf-8", "surrogateescape"), content))
    return files


def starting(position: int) -> bytes:
    """Said before a file is opened: who dies next dies of this one."""
    return STARTING + _SIZE.pack(position)


def position_from(read: Read) -> int:
    """The position that ``starting`` wrote."""
    return _number(read)


def result_to_bytes(parsed: ParsedBatch) -> Iterator[bytes]:
    """A parsed batch as Arrow IPC, frame by frame."""
    yield RESULT
    for frame in parsed:
        buffer = io.BytesIO()
        frame.write_ipc(buffer)
        yield _SIZE.pack(buffer.tell())
        yield buffer.getvalue()


def result_from(read: Read) -> ParsedBatch:
    """The parsed batch that ``result_to_bytes`` wrote."""
    return ParsedBatch(*(pl.read_ipc(io.BytesIO(read(_number(read)))) for _ in ParsedBatch._fields))


def _number(read: Read) -> int:
    return int(_SIZE.unpack(read(_SIZE.size))[0])
