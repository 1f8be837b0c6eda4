"""What a channel hands over: a file still at its source, told apart from the ones taken before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from ingestion.connectors.source_model import Sender


@dataclass(frozen=True)
class Offer:
    """One file at a source. ``key`` changes when the file changes; ``read`` fetches its bytes whole."""

    key: str
    sender: Sender | None  # None: it lies where no sender's files lie
    source_name: str  # name at the source: data, never used as a path
    read: Callable[[], bytes]


class Channel(Protocol):
    """A connection to one source. Nothing is ever moved or deleted there."""

    def offers(self) -> Iterator[Offer]:
        """Every complete file there, in a stable order.

        Raises:
            SourceError: the source cannot be listed or read.
        """
