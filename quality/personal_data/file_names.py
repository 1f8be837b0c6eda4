"""Names of files as senders give them: what is personal in one is masked before it is written anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from quality.personal_data.allowed import Allowed
from quality.personal_data.bare_patterns import may_hold_numbers
from quality.personal_data.folding import fold, normalise
from quality.personal_data.mask import DOT
from quality.personal_data.name_spans import find_names
from quality.personal_data.number_spans import find_numbers
from quality.personal_data.scan import may_hold_names

_JOINTS = str.maketrans("_+", "  ")
_WORD_JOINTS = re.compile(r"(?<=[^\W\d_])[-.](?=[^\W\d_])")


class _Read(NamedTuple):
    """A name as it is searched; ``worded`` with spaces between words, for the names of people."""

    stem: str
    suffix: str
    spaced: str
    worded: str


def safe_names(names: Sequence[str], senders: Sequence[str], allowed: Allowed) -> list[str]:
    """``safe_name`` of each of ``names``: only those that may hold anything are looked at one by one."""
    read = [_read(name, sender) for name, sender in zip(names, senders, strict=True)]
    spaced = pl.Series([name.spaced for name in read], dtype=pl.String)
    worded = pl.Series([name.worded for name in read], dtype=pl.String)
    suspect = may_hold_numbers(spaced, pl.Series(list(map(fold, spaced)), dtype=pl.String))
    suspect |= may_hold_names(worded, pl.Series(list(map(fold, worded)), dtype=pl.String))
    asked = zip(names, senders, suspect, strict=True)
    return [safe_name(name, allowed, sender) if looked_at else name for name, sender, looked_at in asked]


def safe_name(name: str, allowed: Allowed, sender_code: str) -> str:
    """``name`` with everything personal in it masked; names without anything stay as they are.

    Args:
        name: the name at the source; joints (``Nguyen_Van_An``) count as spaces.
        allowed: names that are public.
        sender_code: code of the sending unit, which may look like a number of a person (a tax code).
    """
    if not any(c.isalpha() for c in name):
        return name
    return _safe(name, allowed, sender_code)


@lru_cache(maxsize=4096)
def _safe(name: str, allowed: Allowed, sender_code: str) -> str:
    read = _read(name, sender_code)
    hidden = list(read.stem)
    for span in (*find_numbers(read.spaced, "s", frozenset()), *find_names(read.worded, allowed)):
        for place in range(span.start, span.end):
            hidden[place] = DOT if hidden[place].isalnum() else hidden[place]
    return "".join(hidden) + read.suffix if DOT in hidden else name


def _read(name: str, sender_code: str) -> _Read:
    plain = normalise(name)
    stem, dot, suffix = plain.rpartition(".")
    stem = stem or plain
    spaced = stem.translate(_JOINTS).replace(sender_code, DOT * len(sender_code)) if sender_code else stem
    # between words every joint is a space ("nguyen-van-an"); an address or a link needs its own
    return _Read(stem, f".{suffix}" if dot and stem != plain else "", spaced, _WORD_JOINTS.sub(" ", spaced))
