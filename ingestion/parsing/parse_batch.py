"""A batch of received files -> everything they hold: each file ends as cells or as one clear problem.

The files are parsed in worker processes with limits of memory and time; a pure function of the bytes.
"""

from __future__ import annotations

from collections.abc import Iterable

from ingestion.parsing.parse_chunk import ParsedBatch, Received, parse_chunk
from ingestion.parsing.unfold import unfolded
from ingestion.parsing.worker_pool import shared_pool

__all__ = ["ParsedBatch", "Received", "parse_batch", "parse_chunk"]


def parse_batch(files: Iterable[Received], *, folded: bool = False) -> ParsedBatch:
    """Everything of every file that can be read; a file that cannot costs one opening row, never the run.

    ``folded``: words that several files have alike stay apart from them (see ``unfold``).
    """
    parsed = shared_pool().parse(list(files))
    return parsed if folded else unfolded(parsed)
