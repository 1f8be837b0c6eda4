"""How the comments of a slip begin: a workbook that comes back with them says nothing its sender wrote."""

from __future__ import annotations

from quality.return_slip.verdict_words import SEVERITY, SIGN

BESIDE = "Liên quan mục"
_BEGINNINGS = (*(f"{SIGN[s]} {SEVERITY[s]} (mục " for s in SEVERITY), f"{BESIDE} ")


def of_a_slip(comment: str) -> bool:
    """Is this a comment a slip puts on a cell? Its words are looked at by the guard, whoever wrote them."""
    return comment.lstrip().startswith(_BEGINNINGS)
