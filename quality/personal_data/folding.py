"""One spelling to search in: composed, plain spaces and digits; folded: lower case without accents, same length."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# for character classes: [A-Z] knows no Á
CAPITALS = "A-ZĐÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴ"
_DROPPED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t"), " ")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212"), "-")
_TABLE = str.maketrans({**_DROPPED, **_SPACES, **_DASHES, 0xD0: "Đ", 0xFF20: "@", 0xFF0E: "."})
_WIDE_DIGITS = str.maketrans({0xFF10 + n: str(n) for n in range(10)})
# a digit read as a letter: "O912 345 67l" (scanned or typed without care)
_MISREAD_RUN = re.compile(r"(?<![^\W\d_])[0-9OoIl|]+(?:[ .\-][0-9OoIl|]+)*(?![^\W\d_])")
_MISREAD = str.maketrans("OoIl|", "00111")
_LEAST_DIGITS = 6


@cache
def normalise(text: str) -> str:
    """NFC, no invisible characters, plain spaces, dashes and digits; inside a number O and l are digits."""
    if text.isascii():
        plain = text.translate(_SPACES)
    else:
        plain = unicodedata.normalize("NFC", text.translate(_TABLE)).translate(_WIDE_DIGITS)
    return _MISREAD_RUN.sub(_as_digits, plain)


def _as_digits(run: re.Match[str]) -> str:
    text = run[0]
    return text.translate(_MISREAD) if sum(c.isdigit() for c in text) >= _LEAST_DIGITS else text


def _folding() -> dict[int, str]:
    table: dict[int, str] = {ord("đ"): "d", ord("Đ"): "d"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if len(base) == 1 and base.isascii():
            table[code] = base
    return table


_FOLDING = _folding()


def fold(text: str) -> str:
    """Lower case, no accents, as many characters as before (of normalised text), so that places stay the same."""
    folded = text.translate(_FOLDING)
    lower = folded.lower()
    return lower if len(lower) == len(folded) else "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


def has_accent(word: str) -> bool:
    """Whether a word is written with a Vietnamese letter or accent."""
    return not word.isascii()
