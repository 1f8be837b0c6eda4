"""Codes: texts that look like numbers, as spreadsheets and people spoil them."""

from __future__ import annotations

import re
from functools import cache

from stdnum.vn import mst

from ingestion.cleaning.reading import MISSING, Reading
from ingestion.cleaning.unicode_text import bare_key, cell_text

_DASHES = re.compile(r" ?[-‐‑‒–—−] ?")
_WHOLE = re.compile(r"([0-9]+)[.,]0+")
_TAX_CODE_WITHOUT_ZERO = re.compile(r"[0-9]{9}(-[0-9]{3})?")
_BETWEEN = re.compile(r"[^a-z0-9]+")


def read_code(kind: str, raw: str, *, tax_code: bool = False) -> Reading:
    """A code as its register writes it, as far as its text alone can tell.

    One kind of dash without spaces around it; a code stored as a number ("13681.0") without its decimals.
    A tax code of nine digits gets back the zero a number cell dropped when its check digit then fits (TAX-01).
    """
    text = _DASHES.sub("-", cell_text(raw))
    if not text:
        return MISSING
    if whole := _WHOLE.fullmatch(text):
        text = whole[1]
    if tax_code and _TAX_CODE_WITHOUT_ZERO.fullmatch(text) and mst.is_valid("0" + text):
        return Reading(text="0" + text, rule_id="TAX-01", detail="0" + text)
    return Reading(text=text)


@cache
def code_key(code: str) -> str:
    """What two ways of writing a code share: "CQ - 001", "cq001" and "CQ-001"."""
    return _BETWEEN.sub("", bare_key(code))
