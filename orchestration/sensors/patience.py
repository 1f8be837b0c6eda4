"""How long a sensor leaves a failed run alone before it asks for the next one."""

from __future__ import annotations

from datetime import timedelta

FIRST = timedelta(minutes=10)
LONGEST = timedelta(days=1)


def grown_patience(attempts: int) -> timedelta:
    """Four times as long after every attempt (1, 2, …), a day at most: a mended cause is never forgotten."""
    return min(FIRST * float(4 ** min(attempts - 1, 8)), LONGEST)
