"""Reading an uploaded form in memory: bounded in bytes and time, and never spooled to a file on disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

MOST_BYTES = 20 * 2**20
BODY_SECONDS = 120.0
_AROUND_THE_FILE = 16 * 1024  # boundaries and the other fields


class TooLargeError(ValueError):
    """The body is larger than a report may be."""


class BadUploadError(ValueError):
    """The body is no form of ours, or did not come in time."""


class _InMemory(MultiPartParser):
    spool_max_size = MOST_BYTES + _AROUND_THE_FILE  # a file that rolled over would lie in the system's temporary folder


async def uploaded_form(request: Request) -> FormData:
    """The fields and the one file of a multipart body.

    Raises:
        TooLargeError: more than ``MOST_BYTES`` are announced or come.
        BadUploadError: it is no multipart form, holds more than one file, or takes too long.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise BadUploadError
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > MOST_BYTES + _AROUND_THE_FILE:
        raise TooLargeError
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _InMemory(request.headers, _bounded(request), max_files=1, max_fields=4).parse()
    except (MultiPartException, TimeoutError) as error:
        raise BadUploadError from error


async def _bounded(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MOST_BYTES + _AROUND_THE_FILE:
            raise TooLargeError
        yield chunk
