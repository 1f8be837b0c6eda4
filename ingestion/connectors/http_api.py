"""Channel: an HTTP interface of a partner system. The token decides who sent a file.

What is agreed with a partner: ``GET <url>`` with ``Authorization: Bearer <token>`` answers a page
``{"items": [{"id", "name", "href", "etag", "size"}], "next": url or null}``; ``GET href`` answers
the bytes, with the same ETag. Status 429 and 503 may say ``Retry-After``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from ingestion.connectors.offer import Offer
from ingestion.connectors.source_errors import (
    CutShortError,
    NotReachableError,
    RefusedBySourceError,
    SourceError,
    StrangeAnswerError,
)
from ingestion.connectors.source_model import HttpApi, Sender, secret

_PASSES = {408, 425, 429, 500, 502, 503, 504}
_MAX_PAGES = 10_000  # a "next" that leads in a circle ends here


class HttpFolder:
    """Offers of an HTTP interface, one listing a token."""

    def __init__(self, source: HttpApi) -> None:
        self._source = source
        self._client = httpx.Client(timeout=source.timeout_seconds, follow_redirects=False)

    def offers(self) -> Iterator[Offer]:
        """Every item of every sender's listing, page by page."""
        for sender in self._source.senders:
            login = {"Authorization": f"Bearer {secret(self._source.name, self._source.token_envs[sender.place])}"}
            for item in self._items(urljoin(self._source.url, sender.place), login):
                yield self._offer(item, sender, login)

    def _items(self, url: str | None, login: dict[str, str]) -> Iterator[dict[str, Any]]:
        seen: set[str] = set()
        while url:
            if url in seen or len(seen) >= _MAX_PAGES:
                raise StrangeAnswerError(self._source.name, f"pages lead in a circle at {url}", "Tell the partner.")
            seen.add(url)
            response = self._get(url, login)
            try:
                page = response.json()
                items, following = list(page["items"]), page.get("next")
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                advice = "Half a page is not taken. Tell the partner."
                raise StrangeAnswerError(self._source.name, f"{url} answered no page of items", advice) from error
            yield from items
            url = self._own(urljoin(url, following)) if following else None

    def _offer(self, item: dict[str, Any], sender: Sender, login: dict[str, str]) -> Offer:
        try:
            number, name, href = str(item["id"]), str(item["name"]), str(item["href"])
        except (KeyError, TypeError) as error:
            raise StrangeAnswerError(
                self._source.name, f"an item without id, name or href: {item}", "Tell the partner."
            ) from error
        etag = str(item.get("etag") or "")
        return Offer(
            f"{sender.place}|{number}|{etag}", sender, name.replace("\\", "/").rsplit("/", 1)[-1],
            self._reader(self._own(urljoin(self._source.url, href)), login, etag, item.get("size")),
        )  # fmt: skip

    def _reader(self, url: str, login: dict[str, str], etag: str, size: int | None) -> Callable[[], bytes]:
        def read() -> bytes:
            response = self._get(url, login)
            now = response.headers.get("ETag", "").removeprefix("W/").strip('"')
            if etag and now and now != etag.removeprefix("W/").strip('"'):
                raise CutShortError(
                    self._source.name, f"{url} changed while it was listed", "It is read at the next pull."
                )
            if size is not None and len(response.content) != size:
                seen = f"{url}: {size} bytes announced, {len(response.content)} came"
                raise CutShortError(self._source.name, seen, "It is read again at the next pull.")
            return response.content

        return read

    def _own(self, url: str) -> str:
        # a token is shown to the interface it was given for, and to nobody a page may point to
        if urlsplit(url)[:2] != urlsplit(self._source.url)[:2]:
            raise StrangeAnswerError(self._source.name, f"a link leads to another server: {url}", "Tell the partner.")
        return url

    def _get(self, url: str, login: dict[str, str]) -> httpx.Response:
        with _translated(self._source, url):
            response = self._client.get(url, headers=login)
        if response.is_success:
            return response
        if response.status_code in _PASSES:
            wait = response.headers.get("Retry-After", "")
            error = NotReachableError(self._source.name, f"{url}: status {response.status_code}", "It is tried again.")
            error.retry_after_seconds = float(wait) if wait.isdigit() else None
            raise error
        advice = "Check the token and what it may read."
        raise RefusedBySourceError(self._source.name, f"{url}: status {response.status_code}", advice)


def connect(source: HttpApi) -> HttpFolder:
    """The interface; nothing is asked yet."""
    return HttpFolder(source)


@contextmanager
def _translated(source: HttpApi, url: str) -> Iterator[None]:
    try:
        yield
    except SourceError:
        raise
    except httpx.RemoteProtocolError as error:  # closed in the middle of a body
        raise CutShortError(source.name, f"{url}: {error}", "It is read again.") from error
    except httpx.TransportError as error:
        advice = "It is tried again; if it stays so, ask the partner."
        raise NotReachableError(source.name, f"{url}: {error or type(error).__name__}", advice) from error
