"""Personal data that is written with digits or signs: everything patterns.yml describes."""

from __future__ import annotations

import re
from typing import NamedTuple

from quality.personal_data.folding import fold
from quality.personal_data.number_checks import CHECKS, Found
from quality.personal_data.patterns import contexts_in, patterns, patterns_without_digits

_LOOK_BACK = 40
_LOOK_ON = 20
_DIGIT = re.compile(r"\d")


class Span(NamedTuple):
    """Something personal in a text: its kind and its place."""

    kind: str
    start: int
    end: int


def find_numbers(text: str, typed: str, around: frozenset[str]) -> list[Span]:
    """Spans of ``text`` (normalised) that a pattern matches, first pattern first; spans never overlap.

    Args:
        text: normalised text.
        typed: how the file typed the cell (s, n, d, b, e).
        around: contexts that the label of its row or column speaks of.
    """
    folded = fold(text)
    taken: list[Span] = []
    for pattern in patterns() if _DIGIT.search(text) else patterns_without_digits():
        for match in pattern.regex.finditer(text):
            start, end = match.span()
            if any(start < other.end and other.start < end for other in taken):
                continue
            before = folded[max(0, start - _LOOK_BACK) : start]
            context = around | contexts_in(before)
            if pattern.needs and not pattern.needs & context:
                continue
            if pattern.unless & context:
                continue
            found = Found(match[0], before, text[end : end + _LOOK_ON], context, typed)
            if pattern.check is None or CHECKS[pattern.check](found):
                taken.append(Span(pattern.kind, start, end))
    return taken
