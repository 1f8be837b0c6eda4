"""Names of files as senders give them: what is personal in one is masked before it is written anywhere."""

from __future__ import annotations

import re
from functools import lru_cache

from quality.personal_data.allowed import Allowed
from quality.personal_data.folding import normalise
from quality.personal_data.mask import DOT
from quality.personal_data.name_spans import find_names
from quality.personal_data.number_spans import find_numbers

_JOINTS = str.maketrans("_+", "  ")
_WORD_JOINTS = re.compile(r"(?<=[^\W\d_])[-.](?=[^\W\d_])")


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
    plain = normalise(name)
    stem, dot, suffix = plain.rpartition(".")
    stem = stem or plain
    hidden = list(stem)
    spaced = stem.translate(_JOINTS).replace(sender_code, DOT * len(sender_code)) if sender_code else stem
    # between words every joint is a space ("nguyen-van-an"); an address or a link needs its own
    for span in (*find_numbers(spaced, "s", frozenset()), *find_names(_WORD_JOINTS.sub(" ", spaced), allowed)):
        for place in range(span.start, span.end):
            hidden[place] = DOT if hidden[place].isalnum() else hidden[place]
    return "".join(hidden) + (f".{suffix}" if dot and stem != plain else "") if DOT in hidden else name
