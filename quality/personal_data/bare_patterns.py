"""The patterns without what must stand around a match: whatever they miss, the patterns miss too.

Belongs here: patterns that a search for many texts at once (polars, Rust) understands, made from ``patterns.yml`` and
``contexts.yml``, and the question they answer. What a text holds is said by ``find_numbers`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import polars as pl

from quality.personal_data.patterns import contexts, patterns

_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<?[=!]|\(|\)|.", re.DOTALL)
_AROUND = frozenset({r"\b", r"\B", "^", "$"})
# characters of which Python and Rust say the same: a letter, a digit, a space or neither
_ORDINARY = r"^[ -~•·–À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]*$"


def without_surroundings(pattern: str) -> str:
    """``pattern`` without edges of words and lines and without what it looks for before and behind a match."""
    kept: list[str] = []
    groups: list[bool] = []  # whether each open group is left out
    for piece in _PIECE.findall(pattern):
        if piece.startswith("("):
            groups.append(piece != "(" or (bool(groups) and groups[-1]))
            kept += [] if groups[-1] else [piece]
        elif piece == ")":
            kept += [] if groups.pop() else [piece]
        elif piece not in _AROUND and not (groups and groups[-1]):
            kept.append(piece)
    return "".join(kept)


def may_hold_numbers(said: pl.Series, folded: pl.Series) -> pl.Series:
    """Which texts that stand alone may hold what ``find_numbers`` finds.

    Args:
        said: normalised texts.
        folded: the same, folded.
    """
    called = said.str.contains(_any(p.regex.pattern for p in patterns() if p.needs)) & folded.str.contains(
        _any(contexts()[name].pattern for name in sorted(frozenset().union(*(p.needs for p in patterns()))))
    )
    return (
        called
        | said.str.contains(_any(p.regex.pattern for p in patterns() if not p.needs))
        | ~said.str.contains(_ORDINARY)
    )


def _any(wanted: Iterable[str]) -> str:
    return _either(tuple(wanted))


@cache
def _either(wanted: tuple[str, ...]) -> str:
    return "|".join(f"(?:{without_surroundings(pattern)})" for pattern in wanted)
