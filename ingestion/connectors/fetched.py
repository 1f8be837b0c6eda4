"""What was taken from each source: keys of offers that are safe in landing, so that they are not fetched again.

Only a saving: a lost list costs a full pull, and landing drops what it has already. Keys hold names of files, which
may hold a person's: the list keeps what a key hashes to and never the key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from ingestion.parquet_table import read_table, write_batch

FETCHED = pl.Schema({"source": pl.String, "key": pl.String})  # key: the hash of one


class Taken:
    """The keys taken from one source: says of a key whether it is among them."""

    def __init__(self, hashed: frozenset[str]) -> None:
        self._hashed = hashed

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and _hash(key) in self._hashed


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


class Fetched:
    """Keys by source, in ``folder`` as Parquet files; a key is written after its bytes are safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keys(self, source: str) -> Taken:
        """Keys taken from ``source`` before."""
        return Taken(frozenset(read_table(self._folder, FETCHED).filter(pl.col("source") == source)["key"]))

    def add(self, source: str, keys: Sequence[str]) -> None:
        """Remember ``keys``; call it when landing holds their bytes."""
        if keys:
            rows = pl.DataFrame({"source": [source] * len(keys), "key": list(map(_hash, keys))}, schema=FETCHED)
            name = hashlib.sha256("\x1f".join([source, *sorted(keys)]).encode()).hexdigest()[:16]
            write_batch(self._folder, rows, name)
