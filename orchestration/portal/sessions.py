"""Who is signed in, and how often anybody may try: kept in memory, so a restart signs everybody out."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestration.portal.desk import Answer

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 8 * 3600
KEPT_ANSWERS = 8
_MOST_SESSIONS = 2000


@dataclass
class Session:
    """One browser of one unit; ``csrf`` is in every form it is given."""

    unit_code: str
    kind: str
    token_id: str
    since: float
    seen: float
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    answers: OrderedDict[str, Answer] = field(default_factory=OrderedDict)

    def keep(self, answer: Answer) -> str:
        """Keep an answer for its page; the oldest goes. Returns the name of the page."""
        name = secrets.token_hex(8)
        self.answers[name] = answer
        while len(self.answers) > KEPT_ANSWERS:
            self.answers.popitem(last=False)
        return name


class Sessions:
    """Sessions by a random name that only the browser's cookie holds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: OrderedDict[str, Session] = OrderedDict()

    def begin(self, unit_code: str, kind: str, token_id: str) -> str:
        """A new session; returns its name."""
        name, now = secrets.token_urlsafe(32), self._clock()
        self._open[name] = Session(unit_code, kind, token_id, now, now)
        while len(self._open) > _MOST_SESSIONS:
            self._open.popitem(last=False)
        return name

    def find(self, name: str | None) -> Session | None:
        """The session of that name unless it is over."""
        session, now = self._open.get(name or ""), self._clock()
        if session is None:
            return None
        if now - session.seen > IDLE_SECONDS or now - session.since > LONGEST_SECONDS:
            self.end(name)
            return None
        session.seen = now
        return session

    def end(self, name: str | None) -> None:
        """Forget a session."""
        self._open.pop(name or "", None)


class Rate:
    """At most ``limit`` times in ``seconds``, for each key."""

    def __init__(self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._seconds, self._clock = limit, seconds, clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Count one more for the key, unless that is one too many."""
        now = self._clock()
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while times and now - times[0] > self._seconds:
            times.popleft()
        while len(self._times) > _MOST_SESSIONS:
            self._times.popitem(last=False)
        if len(times) >= self._limit:
            return False
        times.append(now)
        return True

    def forget(self, key: str) -> None:
        """Who succeeded begins anew: many may sign in behind one address."""
        self._times.pop(key, None)
