"""What plainly written files of a chunk hold, in columns from the start: no object a cell, a sheet or a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import polars as pl

from ingestion.shapes import CELL, CELL_FINDING, PART_TEXT, PRINTED

_FILE = {"file": pl.UInt32}


class PlainColumns(NamedTuple):
    """Three frames about the files of a list; ``file`` is the place of a file in it, in place of its submission."""

    cells: pl.DataFrame  # shape CELL
    texts: pl.DataFrame  # shape PART_TEXT
    findings: pl.DataFrame  # shape CELL_FINDING
    left: frozenset[int]  # files that are not plain after all: nothing of them is in the frames
    # of files whose words are carried once: the name of these words, and how many cells they fill
    printed: Mapping[int, str] = MappingProxyType({})
    printed_cells: Mapping[int, int] = MappingProxyType({})
    parts: pl.DataFrame = pl.DataFrame(schema=PRINTED)

    def counts(self) -> dict[int, int]:
        """How many cells each file has, where it has any."""
        own = dict(self.cells.group_by("file").len().iter_rows())
        return own | {file: own.get(file, 0) + count for file, count in self.printed_cells.items()}

    def named(self, submission_ids: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """The frames in their shapes."""
        ids = pl.Series("submission_id", submission_ids, dtype=pl.String)
        named = [
            frame.select(ids.gather(frame["file"]), *(pl.col(n).cast(t) for n, t in shape.items() if n != ids.name))
            for frame, shape in zip(self[:3], (CELL, PART_TEXT, CELL_FINDING), strict=True)
        ]
        return named[0], named[1], named[2]


def columns_of(
    cells: pl.DataFrame, texts: pl.DataFrame | None, noticed: Sequence[tuple[object, ...]], left: Collection[int]
) -> PlainColumns:
    """The columns of the files that are not ``left``.

    Args:
        cells: shape CELL with ``file``.
        texts: shape PART_TEXT with ``file``; None for none.
        noticed: rows of shape CELL_FINDING with the file in front.
        left: files that somebody else reads.
    """
    if texts is None:
        texts = pl.DataFrame(schema={**_FILE, **PART_TEXT})
    names = {n: t for n, t in CELL_FINDING.items() if n != "submission_id"}
    findings = pl.DataFrame(noticed, schema={**_FILE, **names}, orient="row")
    frames = [cells, texts, findings]
    if left:
        frames = [frame.filter(~pl.col("file").is_in(list(left))) for frame in frames]
    return PlainColumns(frames[0], frames[1], frames[2], frozenset(left))


def renumbered(columns: PlainColumns, files: Sequence[int]) -> PlainColumns:
    """``columns`` about some files of a list: the first of them is ``files[0]`` of the list, and so on."""
    places = pl.Series("file", files, dtype=pl.UInt32)
    frames = (columns.cells, columns.texts, columns.findings)
    cells, texts, findings = (f.with_columns(places.gather(f["file"])) for f in frames)
    return PlainColumns(cells, texts, findings, frozenset(files[n] for n in columns.left))


def together(parts: Sequence[PlainColumns]) -> PlainColumns:
    """What several groups of files of one list say."""
    columns = parts[0].cells.columns
    return PlainColumns(
        pl.concat([part.cells.select(columns) for part in parts]),
        pl.concat([part.texts for part in parts]),
        pl.concat([part.findings for part in parts]),
        frozenset(file for part in parts for file in part.left),
        {file: name for part in parts for file, name in part.printed.items()},
        {file: count for part in parts for file, count in part.printed_cells.items()},
        pl.concat([part.parts for part in parts]),
    )
