"""Text as people typed it -> one spelling: composed accents, plain spaces, the right Đ."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACES = re.compile(r"\s+")


@cache
def tidy(text: str) -> str:
    """NFC, Ð (U+00D0) as Đ, no zero-width characters, single spaces, none around."""
    # zero-width characters first: one between a letter and its accent keeps them apart
    composed = unicodedata.normalize("NFC", text.translate(_ZERO_WIDTH)).replace("\u00d0", "Đ")
    return _SPACES.sub(" ", composed).strip()


@cache
def cell_text(text: str) -> str:
    """Tidy text without the apostrophe typed in front to make a spreadsheet keep it as text."""
    return tidy(text).lstrip("'’‘`´").lstrip()


@cache
def match_key(text: str) -> str:
    """What two spellings of the same words share: tidy, lower case, the tone on either vowel (hoà, hòa)."""
    decomposed = unicodedata.normalize("NFD", tidy(text).casefold())
    base: list[str] = []
    tones: list[str] = []
    words: list[str] = []
    for char in decomposed + " ":
        if char == " ":
            words.append("".join(base) + "".join(sorted(tones)))
            base, tones = [], []
        elif char in "\u0300\u0301\u0303\u0309\u0323":  # the five tone marks: kept, but at the end of the word
            tones.append(char)
        else:
            base.append(char)
    return unicodedata.normalize("NFC", " ".join(words).strip())


@cache
def bare_key(text: str) -> str:
    """``text`` without any accent, lower case: what is left of words typed without a Vietnamese keyboard.

    Many words share one bare key ("hoà", "hóa", "hoa"): a way to recognise a heading among few, never a value.
    """
    decomposed = unicodedata.normalize("NFD", tidy(text).casefold()).replace("đ", "d")
    return "".join(char for char in decomposed if not unicodedata.combining(char))
