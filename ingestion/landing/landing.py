"""Landing: bytes that were looked at and may be kept, write-once, and one receipt an arrival.

The only truth that cannot be rebuilt: ``objects/<first two>/<sha256>``, ``receipts``, ``refusals``
(files of which no byte is kept, and why) and ``tombstones`` (files erased later). A submission is
named by the sha256 of the bytes that came; the object by the sha256 of the bytes that are kept,
which differ where a name was struck out.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import polars as pl

from ingestion.parquet_table import read_table, write_batch
from ingestion.shapes import RECEIPT, REFUSAL, TOMBSTONE

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


class Landing:
    """The landing folder. What is kept is decided elsewhere (``landing.receive``)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._objects = folder / "objects"
        self._struck: dict[str, str] | None = None

    def receipts(self) -> pl.DataFrame:
        """All receipts (shape RECEIPT), in order of (received_at, receipt_id)."""
        files = sorted((self.folder / "receipts").glob("*.parquet"))
        frames = [pl.read_parquet(f) for f in files]
        # receipts from before the guard: their bytes were kept as they came
        whole = [f if "object_id" in f.columns else f.with_columns(object_id="submission_id") for f in frames]
        return pl.concat([pl.DataFrame(schema=RECEIPT), *whole]).sort("received_at", "receipt_id")

    def refusals(self) -> pl.DataFrame:
        """Every reason for which no byte of a file is kept (shape REFUSAL)."""
        return read_table(self.folder / "refusals", REFUSAL).sort("submission_id", "position")

    def tombstones(self) -> pl.DataFrame:
        """What was erased (shape TOMBSTONE)."""
        return read_table(self.folder / "tombstones", TOMBSTONE).sort("erased_at", "submission_id")

    def path(self, submission_id: str) -> Path:
        """Where the bytes kept of a submission lie; the place exists only when bytes were kept."""
        path = self._object(submission_id)
        if not path.exists():
            if self._struck is None:
                receipts = self.receipts().drop_nulls("object_id")
                differs = receipts.filter(pl.col("object_id") != pl.col("submission_id"))
                self._struck = dict(differs.select("submission_id", "object_id").iter_rows())
            path = self._object(self._struck.get(submission_id, submission_id))
        return path

    def content(self, submission_id: str) -> bytes:
        """The bytes kept of a submission.

        Raises:
            FileNotFoundError: none were kept.
        """
        return self.path(submission_id).read_bytes()

    def keep(self, content: bytes, object_id: str | None = None) -> str:
        """Write bytes once; returns their sha256, which may be given. Durable only after ``commit``.

        A receipt is written after its bytes: what a crash left half written has none, and is written again.
        """
        name = object_id or hashlib.sha256(content).hexdigest()
        path = f"{self._objects}/{name[:2]}/{name}"
        try:
            descriptor = os.open(path, _NEW, 0o644)
        except FileExistsError:
            if Path(path).read_bytes() != content:
                self._replace(Path(path), content)
            return name
        except FileNotFoundError:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, _NEW, 0o644)
        try:
            # plain calls: this runs once a file, and file objects and a rename double its cost
            if os.write(descriptor, content) != len(content):
                self._replace(Path(path), content)
        finally:
            os.close(descriptor)
        return name

    @staticmethod
    def _replace(path: Path, content: bytes) -> None:
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.replace(path)

    def commit(self, receipts: pl.DataFrame, refusals: pl.DataFrame) -> None:
        """Write receipts, and the refusals among them first: a receipt without bytes always has its reason."""
        if receipts.is_empty():
            return
        name = hashlib.sha256("".join(sorted(receipts["receipt_id"])).encode()).hexdigest()[:16]
        if refusals.height:
            write_batch(self.folder / "refusals", refusals, name)
        os.sync()  # one for the batch: every byte is on disk before a receipt says so
        write_batch(self.folder / "receipts", receipts, name)
        self._struck = None

    def _object(self, object_id: str) -> Path:
        return self._objects / object_id[:2] / object_id
