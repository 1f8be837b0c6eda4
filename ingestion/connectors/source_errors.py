"""What can go wrong between a source and us, told apart by the one question that matters: try again?"""

from __future__ import annotations


class SourceError(Exception):
    """A source could not be pulled from. ``source`` names it, ``advice`` says what to do first."""

    retryable = False

    def __init__(self, source: str, seen: str, advice: str) -> None:
        super().__init__(f"{source}: {seen}. {advice}")
        self.source, self.seen, self.advice = source, seen, advice


class NotReachableError(SourceError):
    """No answer, a broken connection, a server that is busy: passes by itself, so it is tried again."""

    retryable = True
    retry_after_seconds: float | None = None  # what the server asked for


class CutShortError(SourceError):
    """Fewer bytes than announced: the file is not taken; the next try reads it whole."""

    retryable = True


class RefusedBySourceError(SourceError):
    """Wrong password, unknown host key, no permission: trying again would only lock the account."""


class StrangeAnswerError(SourceError):
    """The source answered something else than was agreed: somebody has to look."""
