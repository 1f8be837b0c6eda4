"""The text files of a chunk that are written plainly, told from the others and read together.

Belongs here: which files may be read so, and how many at once. What plain means is said where each format is read;
whatever is not is read like any other file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import polars as pl

from ingestion.opening.file_kind import FileFormat
from ingestion.opening.gate import open_safely
from ingestion.opening.refused import RefusedError
from ingestion.parsing.filled_delimited import read_alike
from ingestion.parsing.plain_columns import PlainColumns
from ingestion.parsing.plain_delimited import plain_lines, read_delimited
from ingestion.parsing.plain_json import plain_document, read_json
from ingestion.shapes import CELL, CELL_FINDING, PART_TEXT, PRINTED

LONGEST = 65_536  # bytes of a file
TOGETHER = 4 * 2**20  # bytes: even when every one of them parts two fields, the fields fit in a worker's memory
_File = tuple[str, str, bytes]  # submission, name at the source, content
_Wanted = list[tuple[int, bytes]]
_READERS: tuple[tuple[FileFormat, Callable[[bytes], bool], Callable[[Sequence[bytes]], PlainColumns]], ...] = (
    ("csv", plain_lines, read_delimited),
    ("json", plain_document, read_json),
)


class PlainFiles(NamedTuple):
    """The files that were read, by their place in the chunk, and what they hold."""

    opened: dict[int, tuple[FileFormat, int]]  # format and number of cells
    cells: pl.DataFrame  # shape CELL
    texts: pl.DataFrame  # shape PART_TEXT
    findings: pl.DataFrame  # shape CELL_FINDING
    printed: dict[int, str]  # name of the printed part, of files that are folded
    parts: pl.DataFrame  # shape PRINTED


def read_plain(files: Sequence[_File], *, fold: bool = False) -> PlainFiles:
    """Every file of ``files`` that is written plainly; the safe-open gate has seen each of them.

    ``fold``: words that several files have alike are carried once.
    """
    printed: dict[int, str] = {}
    parts = [pl.DataFrame(schema=PRINTED)]
    opened: dict[int, tuple[FileFormat, int]] = {}
    frames: list[tuple[pl.DataFrame, ...]] = [
        tuple(pl.DataFrame(schema=shape) for shape in (CELL, PART_TEXT, CELL_FINDING))
    ]
    for file_format, plain, read in _READERS:
        for group in _groups(files, file_format, plain):
            columns = (read_alike if fold and read is read_delimited else read)([content for _, content in group])
            cells = columns.counts()
            opened |= {p: (file_format, cells.get(n, 0)) for n, (p, _) in enumerate(group) if n not in columns.left}
            printed |= {group[n][0]: name for n, name in columns.printed.items()}
            parts.append(columns.parts)
            frames.append(columns.named([files[position][0] for position, _ in group]))
    cells_of, texts, findings = map(pl.concat, zip(*frames, strict=True))
    return PlainFiles(opened, cells_of, texts, findings, printed, pl.concat(parts))


def _groups(files: Sequence[_File], file_format: FileFormat, plain: Callable[[bytes], bool]) -> Iterator[_Wanted]:
    group: _Wanted = []
    size = 0
    for position, (_, name, content) in enumerate(files):
        if len(content) > LONGEST or not plain(content) or not _is(file_format, name, content):
            continue
        if size + len(content) > TOGETHER:
            yield group
            group, size = [], 0
        group.append((position, content))
        size += len(content)
    if group:
        yield group


def _is(file_format: FileFormat, name: str, content: bytes) -> bool:
    try:
        return open_safely(name, content).format == file_format
    except RefusedError:
        return False  # told where it is opened once more
