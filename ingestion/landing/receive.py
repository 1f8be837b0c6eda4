"""What arrives -> receipts: looked at in memory first, kept only when nothing in it must stay out.

Batches are bounded by files and by bytes. What was known before (the same bytes, kept, refused or
erased) gets a receipt of its own and is not read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import polars as pl

from ingestion.landing.arrival import Arrival
from ingestion.landing.inspect_batch import Inspected, inspect_batch
from ingestion.landing.landing import Landing
from ingestion.old_layouts.sheet_reports import SheetReports, with_sheet_reports
from ingestion.parsing.parse_batch import ParsedBatch, Received
from ingestion.shapes import RECEIPT, REFUSAL
from quality.personal_data.allowed import Allowed
from quality.personal_data.file_names import safe_names

BATCH_FILES = 6_000  # with the bytes, bounds memory: the cells of one batch at a time
BATCH_BYTES = 40 * 2**20

Told = Callable[[list[str], ParsedBatch], None]
# receipts of new files and what they hold -> reports of their sheets
Reports = Callable[[pl.DataFrame, ParsedBatch], SheetReports]


class _New(NamedTuple):
    arrival: Arrival
    submission_id: str
    receipt_id: str
    source_name: str


def receive(
    landing: Landing,
    arrivals: Iterable[Arrival],
    allowed: Allowed,
    tell: Told | None = None,
    reports: Reports | None = None,
) -> pl.DataFrame:
    """Receive ``arrivals``; pulling the same arrival again changes nothing.

    Args:
        landing: where receipts, refusals and bytes go.
        arrivals: what came, read one by one.
        allowed: names that are public by the register.
        tell: called once a batch, after its receipts are written, with the ids of its new files and what was parsed
            of those that are kept, so that nobody has to parse them again.
        reports: finds the sheets of older layouts that are reports of their own.

    Returns:
        The new receipts (shape RECEIPT); empty when everything had arrived before.
    """
    receipts = landing.receipts()
    known = set(receipts["receipt_id"])
    objects: dict[str, str | None] = dict(receipts.select("submission_id", "object_id").iter_rows())
    # erased here or, by the list beside a backup, before this landing knew of it: no byte is kept again
    objects |= {sid: None for sid in landing.tombstones()["submission_id"] if sid not in objects}
    written = [pl.DataFrame(schema=RECEIPT)]
    for batch in _new(arrivals, known, allowed):
        fresh = {new.submission_id: new for new in batch if new.submission_id not in objects}
        looked = inspect_batch(
            [Received(sid, new.arrival.source_name, new.arrival.content) for sid, new in fresh.items()], allowed
        )
        refused = set(looked.refusals["submission_id"])
        for submission_id, new in fresh.items():
            if submission_id in refused:
                objects[submission_id] = None
            elif submission_id in looked.struck:
                objects[submission_id] = landing.keep(looked.struck[submission_id])
            else:
                objects[submission_id] = landing.keep(new.arrival.content, submission_id)
        rows = [(*_receipt(new), objects[new.submission_id]) for new in batch]
        received, parsed, ids = pl.DataFrame(rows, schema=RECEIPT, orient="row"), looked.parsed, list(fresh)
        if reports and fresh:
            of_sheets = reports(received.filter(pl.col("submission_id").is_in(ids)), parsed)
            received = pl.concat([received, of_sheets.receipts])
            parsed = with_sheet_reports(parsed, of_sheets)
            ids += of_sheets.sheets["submission_id"].to_list()
        written.append(received)
        landing.commit(received, _refusals(looked, fresh))
        if tell and fresh:
            tell(ids, parsed)
    return pl.concat(written)


def receipt_id(arrival: Arrival, source_name: str, submission_id: str) -> str:
    """Names an arrival: the same file by the same sender under the same name is the same arrival."""
    parts = (arrival.channel, arrival.sender_kind, arrival.sender_code, source_name, submission_id)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _new(arrivals: Iterable[Arrival], known: set[str], allowed: Allowed) -> Iterator[list[_New]]:
    for batch in _batches(arrivals):
        senders = [arrival.sender_code for arrival in batch]
        new = []
        for arrival, name in zip(batch, safe_names([a.source_name for a in batch], senders, allowed), strict=True):
            submission_id = hashlib.sha256(arrival.content).hexdigest()
            one = _New(arrival, submission_id, receipt_id(arrival, name, submission_id), name)
            if one.receipt_id not in known:
                known.add(one.receipt_id)
                new.append(one)
        if new:
            yield new


def _batches(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    batch: list[Arrival] = []
    size = 0
    for arrival in arrivals:
        batch.append(arrival)
        size += len(arrival.content)
        if len(batch) == BATCH_FILES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _receipt(new: _New) -> tuple[object, ...]:
    arrival = new.arrival
    sender = (arrival.channel, arrival.sender_kind, arrival.sender_code)
    return (new.receipt_id, new.submission_id, *sender, new.source_name, len(arrival.content), arrival.received_at)


def _refusals(looked: Inspected, fresh: dict[str, _New]) -> pl.DataFrame:
    """The refusals of a batch with what its channel knows of each file (shape REFUSAL)."""
    if looked.refusals.is_empty():
        return pl.DataFrame(schema=REFUSAL)
    names = ["submission_id", "channel", "sender_kind", "sender_code", "source_name", "size_bytes", "received_at"]
    rows = [_receipt(fresh[sid])[1:] for sid in looked.refusals["submission_id"].unique(maintain_order=True)]
    senders = pl.DataFrame(rows, schema={n: RECEIPT[n] for n in names}, orient="row")
    return looked.refusals.join(senders, on="submission_id").select(REFUSAL.names())
