"""Landing: received bytes, write-once, named by their sha256, and one receipt an arrival.

The only truth that cannot be rebuilt. Bytes are made durable before their receipt is written, so
a receipt always has its bytes; pulling the same arrival again changes nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from ingestion.landing.arrival import Arrival
from ingestion.parquet_table import read_table, write_batch
from ingestion.shapes import RECEIPT


class Landing:
    """The landing folder: ``objects/<first two>/<sha256>`` and ``receipts/*.parquet``."""

    def __init__(self, folder: Path) -> None:
        self._objects = folder / "objects"
        self._receipts = folder / "receipts"

    def receipts(self) -> pl.DataFrame:
        """All receipts (shape RECEIPT), in order of (received_at, receipt_id)."""
        return read_table(self._receipts, RECEIPT).sort("received_at", "receipt_id")

    def content(self, submission_id: str) -> bytes:
        """The bytes named by their sha256.

        Raises:
            FileNotFoundError: they were never received.
        """
        return self.path(submission_id).read_bytes()

    def receive(self, arrivals: Iterable[Arrival]) -> pl.DataFrame:
        """Keep the bytes of ``arrivals`` and write a receipt for each that has none yet.

        Returns:
            The new receipts (shape RECEIPT); empty when everything had arrived before.
        """
        known = set(self.receipts()["receipt_id"])
        rows = []
        for arrival in arrivals:
            submission_id = hashlib.sha256(arrival.content).hexdigest()
            receipt_id = _receipt_id(arrival, submission_id)
            if receipt_id in known:
                continue
            known.add(receipt_id)
            self._keep(submission_id, arrival.content)
            rows.append(
                (
                    receipt_id,
                    submission_id,
                    arrival.channel,
                    arrival.sender_kind,
                    arrival.sender_code,
                    arrival.source_name,
                    len(arrival.content),
                    arrival.received_at,
                )
            )
        new = pl.DataFrame(rows, schema=RECEIPT, orient="row")
        if new.height:
            os.sync()  # one for the batch: every byte is on disk before a receipt says so
            write_batch(self._receipts, new, _batch_name(new))
        return new

    def path(self, submission_id: str) -> Path:
        """Where the bytes of a submission lie."""
        return self._objects / submission_id[:2] / submission_id

    def _keep(self, submission_id: str, content: bytes) -> None:
        path = self.path(submission_id)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.replace(path)


def _receipt_id(arrival: Arrival, submission_id: str) -> str:
    parts = (arrival.channel, arrival.sender_kind, arrival.sender_code, arrival.source_name, submission_id)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _batch_name(receipts: pl.DataFrame) -> str:
    return hashlib.sha256("".join(sorted(receipts["receipt_id"])).encode()).hexdigest()[:16]
