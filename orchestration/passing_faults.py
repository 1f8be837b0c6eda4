"""Which failures of a step pass by themselves, and the retry they get. Every other failure is final.

A register with a fault, a failed test, a full disk or a wrong password would fail again: a person has to
change something first. A lock, a busy file or a connection that broke passes in seconds.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import dagster as dg

MOST_RETRIES = 3
FIRST_WAIT_SECONDS = 10.0

_PASSING_NUMBERS = {errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.ESTALE, errno.ETIMEDOUT, errno.ETXTBSY}
# DuckDB, also through dbt: a process that was killed is still letting go of the file
_PASSING_WORDS = ("could not set lock on file", "database is locked", "conflicting lock is held")


class Attempt(Protocol):
    """What is needed of a step's context."""

    @property
    def retry_number(self) -> int:
        """0 for the first try."""


def passes_by_itself(error: BaseException) -> bool:
    """Whether the same step may succeed in some seconds without anybody doing anything."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, (ConnectionError, TimeoutError)):
            return True
        if isinstance(seen, OSError) and seen.errno in _PASSING_NUMBERS:
            return True
        if any(words in str(seen).lower() for words in _PASSING_WORDS):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


@contextmanager
def retried_when_it_passes(context: Attempt) -> Iterator[None]:
    """Turn a passing failure of the block into a retry, a little later each time.

    Raises:
        dagster.RetryRequested: the failure passes by itself.
    """
    try:
        yield
    except dg.Failure:
        raise
    except Exception as error:
        if passes_by_itself(error):
            wait = FIRST_WAIT_SECONDS * 2**context.retry_number
            raise dg.RetryRequested(max_retries=MOST_RETRIES, seconds_to_wait=wait) from error
        raise
