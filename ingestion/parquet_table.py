"""A lake table: a folder of Parquet files with one schema, each written once and whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import polars as pl


def batch_id(submission_ids: Iterable[str]) -> str:
    """Name of a batch: the same submissions always give the same name."""
    return hashlib.sha256("".join(sorted(submission_ids)).encode()).hexdigest()[:16]


def read_table(folder: Path, schema: pl.Schema, columns: list[str] | None = None) -> pl.DataFrame:
    """All rows of the table; no file yet is an empty table."""
    files = sorted(folder.glob("*.parquet"))
    if not files:
        empty = pl.DataFrame(schema=schema)
        return empty.select(columns) if columns else empty
    return pl.concat([pl.read_parquet(f, columns=columns) for f in files])


def write_batch(folder: Path, rows: pl.DataFrame, name: str) -> None:
    """Write ``<name>.parquet`` whole or not at all; the same name replaces itself."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{name}.part"
    # most bytes are hashes: higher levels take twice as long for more bytes
    rows.write_parquet(part, compression="zstd", compression_level=1, statistics=True)
    part.replace(folder / f"{name}.parquet")


def ensure_table(folder: Path, schema: pl.Schema) -> None:
    """Give an empty table one empty file, so that readers by pattern always find its columns."""
    if not any(folder.glob("*.parquet")):
        write_batch(folder, pl.DataFrame(schema=schema), "empty")
