"""One text -> everything personal in it; and the cheap question which texts of a batch are worth that."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from quality.personal_data.allowed import Allowed
from quality.personal_data.folding import fold
from quality.personal_data.name_lists import name_words
from quality.personal_data.name_spans import find_names, marks_of_rare_names
from quality.personal_data.number_spans import Span, find_numbers

SHORTEST = 2  # bytes: labels like STK, BKS
_NUMBERS = (
    r"\d(?:\D{0,3}\d){5,}|@|\.com\b|\.me/|\bfb\b|facebook|tiktok|instagram|telegram|nick|\bsinh\b|\bs\.?n\b|\bn\.?s\b|\bntns\b|\by\.?o\.?b\b|\bd\.?o\.?b\b"
    r"|\bzalo(?:\s*[:=]|\s+[a-z][\w.]*\d)|\b[a-z]{2}[-–. ]{0,3}\d{2}[-–. ]{1,3}\d{2}\b"
    r"|[,(]\s*(?:19|20)\d\d\s*[),;]|\(\s*\d+[/.-]\d+[/.-]\d{4}"
    r"|thuong tru|tam tru|cu tru|\btru tai|\btru o|hktt|que quan|nguyen quan|noi o|cho o|so nha|nha so"
    r"|khong[ ,.-]+\w+[ ,.-]+"
    r"|\bngu |\bho khau|\bdkhk|\bhk\b|sinh quan|tru quan"
    r"|(?:song|tro|nha|tru|o) ?(?:tai|o|rieng)?:? ?(?:nha )?(?:so|sn)[ \d]"
    r"|\d\s?[-–.]?\s?[a-z]{1,2}\d?\s?[-–./ ]?\s?\d{3}|\(at\)|\[at\]|\(a\)|dktt|born|bien so|bks|bien kiem soat|bsx"
)


@cache
def _names() -> str:
    words = name_words()
    address = {fold(w).replace("dong_chi", "dong chi") for w in words.honorifics} | set(map(fold, words.ranks))
    either = "|".join(re.escape(w) for w in sorted(words.folded_surnames | address))
    return rf"(?:^|[^a-z])(?:{either})[^a-z]+[a-z]"


def worth_scanning(said: pl.Series, folded: pl.Series) -> pl.Series:
    """Which texts may hold anything personal: a superset of what ``scan`` finds something in.

    Args:
        said: normalised texts.
        folded: the same, folded.
    """
    return folded.str.contains(_NUMBERS) | may_hold_names(said, folded)


def may_hold_names(said: pl.Series, folded: pl.Series) -> pl.Series:
    """Which texts may hold what ``find_names`` finds; see ``worth_scanning``."""
    return folded.str.contains(_names()) | said.str.contains(marks_of_rare_names())


def scan(text: str, typed: str, around: frozenset[str], allowed: Allowed) -> list[Span]:
    """Spans of personal data in ``text`` (normalised): numbers and signs first, then names."""
    spans = find_numbers(text, typed, around)
    if typed in "se":
        names = find_names(text, allowed)
        spans += [n for n in names if not any(n.start < s.end and s.start < n.end for s in spans)]
    return spans
