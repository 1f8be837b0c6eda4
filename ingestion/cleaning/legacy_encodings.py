"""Text typed with a font from before Unicode (TCVN3: .VnTime; VNI: VNI-Times), as the words its writer saw.

Both show Vietnamese through Latin-1 letters: TCVN3 has a letter for each vowel and tone ("Thµnh phè"),
VNI writes the vowel and then a letter for its mark ("Thaønh phoá").
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal

from ingestion.cleaning.syllables import is_syllable
from ingestion.cleaning.unicode_text import tidy

Encoding = Literal["TCVN3", "VNI"]

_TCVN3 = {ord(k): v for k, v in json.loads(Path(__file__).with_name("tcvn3.json").read_text(encoding="utf-8")).items()}

# VNI for Windows: what stands behind a vowel; the order of the vowels is that of the marks
_VNI_MARKS = {
    "à á ả ã ạ": "aø aù aû aõ aï", "â ầ ấ ẩ ẫ ậ": "aâ aà aá aå aã aä", "ă ằ ắ ẳ ẵ ặ": "aê aè aé aú aü aë",
    "è é ẻ ẽ ẹ": "eø eù eû eõ eï", "ê ề ế ể ễ ệ": "eâ eà eá eå eã eä", "ì í ỉ ĩ ị": "ì í æ ó ò",
    "ò ó ỏ õ ọ": "oø où oû oõ oï", "ô ồ ố ổ ỗ ộ": "oâ oà oá oå oã oä", "ơ ờ ớ ở ỡ ợ": "ô ôø ôù ôû ôõ ôï",
    "ù ú ủ ũ ụ": "uø uù uû uõ uï", "ư ừ ứ ử ữ ự": "ö öø öù öû öõ öï", "ỳ ý ỷ ỹ ỵ": "yø yù yû yõ î", "đ": "ñ",
}  # fmt: skip
_VNI: dict[str, str] = {}
for _letters, _written in _VNI_MARKS.items():
    for _letter, _code in zip(_letters.split(), _written.split(), strict=True):
        # capitals, and a capital with the small mark of a half-pressed shift key
        _VNI |= {_code: _letter, _code.upper(): _letter.upper(), _code.capitalize(): _letter.upper()}
        if len(_code) == 2:
            _VNI[_code[0] + _code[1].upper()] = _letter
_VNI_PAIRS = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

# what separates words in text that is otherwise Latin-1: ASCII without letters, spaces, typographic punctuation
_BETWEEN = re.compile("[\u0000-@\\[-`{-\u007f\u00a0\u2010-\u2027\u202f\u20ac]+")
_OUTSIDE = re.compile("[^\u0000-\u00ff\u2010-\u2027\u202f\u20ac]")
_TCVN3_U = "\u00ad"
_SHOUTED = re.compile(r"[A-Z]{2,}")


def decoded(text: str, encoding: Encoding) -> str:
    """``text`` of a legacy font as Unicode (NFC).

    TCVN3 has no capitals with a tone: its capital fonts (.VnTimeH) show small letters as capitals, so what was
    typed with one comes out in small letters. In a word whose other letters are capitals they are capitals.
    """
    if encoding == "VNI":
        return _VNI_PAIRS.sub(lambda match: _VNI[match[0]], text)
    return " ".join(_capitals(word, word.translate(_TCVN3)) for word in text.split(" "))


def _capitals(typed: str, word: str) -> str:
    letters = "".join(char for char in typed if char.isascii() and char.isalpha())
    return word.upper() if _SHOUTED.fullmatch(letters) else word


@cache
def legacy_words(text: str, encoding: Encoding) -> int:
    """How much says that ``text`` is Vietnamese only when it is read in ``encoding``: words; 0 when it need not be.

    0 too when any word would be none even so, or when the text has a letter that only Unicode has: correct
    Unicode is never taken for a legacy text, foreign words ("Café", "m²") neither.
    """
    if text.isascii() or _OUTSIDE.search(text):
        return 0
    odd = 0
    for word in _BETWEEN.split(text):
        if word.isascii():
            continue
        if not is_syllable(decoded(word, encoding)):
            return 0
        # TCVN3 has its ư where Latin-1 has the soft hyphen: no slip of the keyboard, "Ph\u00adêng" says as much as two
        odd += 0 if is_syllable(tidy(word)) else 1 + (_TCVN3_U in word.strip(_TCVN3_U))
    return odd


def candidates(text: str) -> list[tuple[int, Encoding]]:
    """Encodings that explain ``text``, the one that explains most first."""
    both: tuple[Encoding, ...] = ("TCVN3", "VNI")
    return sorted(((n, e) for e in both if (n := legacy_words(text, e))), reverse=True)


def encoded_vni(text: str) -> str:
    """``text`` (NFC) as VNI would store it: what the table is proved with."""
    back = {letter: code for code, letter in _VNI.items() if code in _canonical_codes()}
    return "".join(back.get(char, char) for char in text)


@cache
def _canonical_codes() -> frozenset[str]:
    small = [code for written in _VNI_MARKS.values() for code in written.split()]
    return frozenset(turn(code) for code, turn in product(small, (str.lower, str.upper)))
