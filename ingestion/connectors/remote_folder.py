"""Folder-like sources (folder, SFTP, S3, WebDAV): list, wait until files stand still, read whole.

The first two folders below the root are the sender (``<kind>/<unit code>/…``) unless the source
lists its senders' folders. The channel's own file gives a file system and the translation of its errors.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from fsspec import AbstractFileSystem

from ingestion.connectors.offer import Offer
from ingestion.connectors.source_errors import CutShortError
from ingestion.connectors.source_model import Sender, Source
from quality.contracts.vocabulary import SUBMITTER_KINDS

_HALF_WRITTEN = (".part", ".tmp", ".crdownload", ".filepart", ".uploading")


class Entry(NamedTuple):
    """A file as the listing shows it; ``stamp`` is whatever changes when it is written to."""

    path: str
    size: int
    stamp: str


class RemoteFolder:
    """Offers of a folder-like source.

    Args:
        source: its settings.
        files: the file system, connected.
        root: folder (or bucket and prefix) below which everything lies.
        translate: context that turns the library's errors into ``SourceError``.
        atomic: True where a file appears whole (S3): no second look is needed, and a folder exists
            only while something lies in it.
        fetch: bytes of a listed path, where the file system cannot read every name it lists.
    """

    def __init__(
        self,
        source: Source,
        files: AbstractFileSystem,
        root: str,
        translate: Callable[[], AbstractContextManager[None]],
        *,
        atomic: bool,
        fetch: Callable[[str], bytes] | None = None,
    ) -> None:
        self._source, self._files, self._root = source, files, root.rstrip("/")
        self._translate, self._atomic, self._fetch = translate, atomic, fetch or files.cat_file

    def offers(self) -> Iterator[Offer]:
        """Files that stand still, by path."""
        first = self._list()
        if first and not self._atomic and self._source.settle_seconds:
            time.sleep(self._source.settle_seconds)
            # a file that is still growing, or went away, is left for the next pull
            first = sorted(set(first) & set(self._list()))
        for entry in first:
            inside = entry.path.removeprefix(self._root).lstrip("/")
            key = f"{inside}|{entry.size}|{entry.stamp}"
            yield Offer(key, self._sender(inside), inside.rsplit("/", 1)[-1], self._reader(entry))

    def _list(self) -> list[Entry]:
        with self._translate():
            if not self._atomic:
                self._files.info(self._root or "/")  # a listing of a folder that is not there is empty
            found: dict[str, dict[str, Any]] = self._files.find(self._root or "/", detail=True)
        entries = [Entry(path, int(info["size"] or 0), _stamp(info)) for path, info in found.items()]
        return sorted(e for e in entries if _complete(e.path.rsplit("/", 1)[-1]))

    def _sender(self, inside: str) -> Sender | None:
        if self._source.senders:
            places = ((s.place.strip("/"), s) for s in self._source.senders)  # "/" is the root itself
            below = [(len(place), s) for place, s in places if not place or inside.startswith(place + "/")]
            # the deepest folder decides
            return max(below, key=lambda found: found[0], default=(0, None))[1]
        kind, _, rest = inside.partition("/")
        unit, slash, _ = rest.partition("/")
        known = next((k for k in SUBMITTER_KINDS if k == kind), None)
        return Sender(place=f"{kind}/{unit}", kind=known, unit=unit) if known and slash else None

    def _reader(self, entry: Entry) -> Callable[[], bytes]:
        def read() -> bytes:
            with self._translate():
                content: bytes = self._fetch(entry.path)
            if len(content) != entry.size:
                seen = f"{entry.path} has {entry.size} bytes, {len(content)} came"
                raise CutShortError(self._source.name, seen, "It is read again at the next pull.")
            return content

        return read


def _complete(name: str) -> bool:
    return not name.startswith((".", "~$")) and not name.lower().endswith(_HALF_WRITTEN)


def _stamp(info: dict[str, Any]) -> str:
    for name in ("etag", "ETag", "mtime", "modified", "LastModified", "last_modified"):
        if info.get(name) is not None:
            return str(info[name]).strip('"')
    return ""
