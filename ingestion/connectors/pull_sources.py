"""Pulls from every source of the city: what is new at a source is handed to landing, in batches.

At least once and idempotent: a key is remembered after its bytes are safe; a pull cut anywhere is
done again and gives the same landing. A source that fails costs its own files, never the others'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

import polars as pl
import tenacity

from ingestion.connectors import drop_folder, replay
from ingestion.connectors.fetched import Fetched
from ingestion.connectors.offer import Channel, Offer
from ingestion.connectors.source_errors import NotReachableError, SourceError
from ingestion.connectors.source_model import DropFolder, Source, SourcesError, read_sources
from ingestion.landing.arrival import Arrival
from ingestion.shapes import RECEIPT
from ingestion.workspace import Workspace

BATCH_FILES = 200  # bytes held in memory at a time
ATTEMPTS = 3
LONGEST_WAIT_SECONDS = 60.0

Result = TypeVar("Result")
Receive = Callable[[Iterable[Arrival]], pl.DataFrame]


@dataclass(frozen=True)
class Pulled:
    """What one pull from one source gave: new receipts, files nobody sent, and why it stopped (None: it did not)."""

    source: str
    owner: str
    backup: str
    receipts: pl.DataFrame  # shape RECEIPT
    strays: list[str] = field(default_factory=list)
    error: str | None = None
    retryable: bool = False


def pull_kind(workspace: Workspace, kind: str, receive: Receive) -> list[Pulled]:
    """Pull from every enabled source that serves senders of ``kind``.

    Args:
        workspace: its register names the sources.
        kind: kind of submitter; files of other kinds are left for their own pull.
        receive: landing; keeps a batch and gives its new receipts (shape RECEIPT).

    Raises:
        SourcesError: ``sources.yml`` cannot be used.
    """
    sources = [s for s in read_sources(workspace.register) if s.enabled and kind in s.kinds]
    return [_pull_source(workspace, source, kind, receive) for source in sources]


@dataclass(frozen=True)
class State:
    """What a source answers now: how many files it offers, or why it does not."""

    files: int = 0
    error: str | None = None


def state_of(workspace: Workspace, source: Source) -> State:
    """Ask a source for its listing, once; nothing is fetched or kept."""
    try:
        if isinstance(source, DropFolder):
            folder = workspace.home / source.path
            if not folder.is_dir():
                return State(error=f"{source.name}: no folder {folder}")
            return State(sum(len(drop_folder.waiting_files(folder, kind)) for kind in source.kinds))
        return State(sum(1 for _ in connect(source).offers()))
    except (SourceError, SourcesError) as error:
        return State(error=str(error))


def waiting_keys(workspace: Workspace, source: Source) -> list[str]:
    """What lies at a source to be taken: names that change when a file changes. Nothing is fetched or kept.

    A folder of this machine keeps what was taken, so it names everything in it; any other source names what
    was not taken yet.

    Raises:
        SourceError: the source does not answer, or refuses us.
        SourcesError: its secret is not set.
    """
    if isinstance(source, DropFolder):
        folder = workspace.home / source.path
        files = [p for kind in source.kinds for p in drop_folder.waiting_files(folder, kind)]
        return [f"{p.relative_to(folder)}\t{p.stat().st_size}\t{p.stat().st_mtime_ns}" for p in files]
    taken = Fetched(workspace.table("fetched")).keys(source.name)
    offers = connect(source).offers()
    return [o.key for o in offers if o.sender is not None and o.sender.kind in source.kinds and o.key not in taken]


def _pull_source(workspace: Workspace, source: Source, kind: str, receive: Receive) -> Pulled:
    fetched = Fetched(workspace.table("fetched"))
    taken = fetched.keys(source.name)
    if isinstance(source, DropFolder):
        folder = workspace.home / source.path
        opened: list[str] = []
        # landing is the truth: without it, what was taken before is forgotten too
        before = taken if any((workspace.landing / "receipts").glob("*.parquet")) else ()
        receipts = receive(
            replay.pull(folder, kind, workspace.arrivals, source.settle_seconds, taken=before, take=opened)
        )
        fetched.add(source.name, opened)
        return Pulled(
            source.name, source.owner, source.backup, receipts, [p.name for p in drop_folder.stray_files(folder)]
        )
    new = [pl.DataFrame(schema=RECEIPT)]
    strays: list[str] = []
    try:
        offers = iter(_patiently(lambda: list(connect(source).offers())))
        while batch := list(islice((o for o in offers if o.key not in taken), BATCH_FILES)):
            strays += [o.source_name for o in batch if o.sender is None]
            mine = [o for o in batch if o.sender is not None and o.sender.kind == kind]
            new.append(receive(_arrivals(source, mine)))
            fetched.add(source.name, [o.key for o in mine])
    except (SourceError, SourcesError) as error:
        retryable = isinstance(error, SourceError) and error.retryable
        return Pulled(source.name, source.owner, source.backup, pl.concat(new), strays, str(error), retryable)
    return Pulled(source.name, source.owner, source.backup, pl.concat(new), strays)


def _arrivals(source: Source, offers: list[Offer]) -> Iterator[Arrival]:
    for offer in offers:
        if offer.sender is not None:
            content = _patiently(offer.read)
            sender, now = offer.sender, datetime.now(UTC)
            yield Arrival(source.channel, sender.kind, sender.unit, offer.source_name, content, now)


def connect(source: Source) -> Channel:
    """A connection to a source that is not a folder of this machine.

    The libraries of a channel are loaded only where the city uses it.
    """
    match source.channel:
        case "sftp":
            from ingestion.connectors import sftp

            return sftp.connect(source)
        case "s3":
            from ingestion.connectors import s3_bucket

            return s3_bucket.connect(source)
        case "webdav":
            from ingestion.connectors import webdav

            return webdav.connect(source)
        case "http_api":
            from ingestion.connectors import http_api

            return http_api.connect(source)
        case "mailbox":
            from ingestion.connectors import mailbox

            return mailbox.connect(source)
        case _:
            raise SourcesError(f"{source.name}: channel {source.channel} is no remote one")


def _wait(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after_seconds if isinstance(error, NotReachableError) else None
    backoff = tenacity.wait_exponential_jitter(initial=0.5, max=8)(state)
    return min(asked if asked is not None else backoff, LONGEST_WAIT_SECONDS)


def _patiently(step: Callable[[], Result]) -> Result:
    """Do ``step`` again where that can help, never where it cannot."""
    retrying = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(ATTEMPTS),
        wait=_wait,
        retry=tenacity.retry_if_exception(lambda e: isinstance(e, SourceError) and e.retryable),
        reraise=True,
    )
    return retrying(step)
