"""What was taken from each source: keys of offers that are safe in landing, so that they are not fetched again.

Only a saving: a lost list costs a full pull, and landing drops what it has already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from ingestion.parquet_table import read_table, write_batch

FETCHED = pl.Schema({"source": pl.String, "key": pl.String})


class Fetched:
    """Keys by source, in ``folder`` as Parquet files; a key is written after its bytes are safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keys(self, source: str) -> frozenset[str]:
        """Keys taken from ``source`` before."""
        return frozenset(read_table(self._folder, FETCHED).filter(pl.col("source") == source)["key"])

    def add(self, source: str, keys: Sequence[str]) -> None:
        """Remember ``keys``; call it when landing holds their bytes."""
        if keys:
            rows = pl.DataFrame({"source": [source] * len(keys), "key": list(keys)}, schema=FETCHED)
            name = hashlib.sha256("\x1f".join([source, *sorted(keys)]).encode()).hexdigest()[:16]
            write_batch(self._folder, rows, name)
