"""Channel of the demonstration: the drop folder, with the moments of arrival read from a manifest.

The only connector that may set ``received_at`` itself. ``arrivals.csv`` (path below the drop folder,
received_at) says when each file came; a file it does not list came now.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from ingestion.connectors import drop_folder
from ingestion.landing.arrival import Arrival


def read_manifest(manifest: Path) -> dict[str, datetime]:
    """Moment of arrival by path below the drop folder; empty when there is no manifest."""
    if not manifest.exists():
        return {}
    rows = pl.read_csv(manifest, infer_schema=False).select(
        "path", pl.col("received_at").str.to_datetime("%+", time_zone="UTC")
    )
    return dict(rows.iter_rows())


def pull(
    drop: Path,
    sender_kind: str,
    manifest: Path,
    settle_seconds: float = 0,
    taken: Container[str] = (),
    take: list[str] | None = None,
) -> Iterator[Arrival]:
    """Waiting files of one kind of sender that stand still, each at the moment the manifest gives it.

    Args:
        drop: the shared folder.
        sender_kind: only files of such senders.
        manifest: ``arrivals.csv``.
        settle_seconds: see ``drop_folder.standing_files``.
        taken: keys of files (``drop_folder.untouched_key``) that landing holds: not opened again.
        take: gets the keys of the files that were opened.
    """
    moments = read_manifest(manifest)
    now = datetime.now(UTC)
    for path in drop_folder.standing_files(drop, sender_kind, settle_seconds):
        key = drop_folder.untouched_key(path, drop, now)
        if key in taken:
            continue
        if key and take is not None:
            take.append(key)
        received_at = moments.get(path.relative_to(drop).as_posix(), now)
        yield Arrival(drop_folder.CHANNEL, sender_kind, path.parent.name, path.name, path.read_bytes(), received_at)
