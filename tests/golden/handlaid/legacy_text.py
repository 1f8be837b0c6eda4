"""Vietnamese as it was typed before Unicode: the TCVN3 and the VNI way, and Windows-1258."""

from __future__ import annotations

import unicodedata
from typing import Any

_TONES = {"\u0300": 0, "\u0309": 1, "\u0303": 2, "\u0301": 3, "\u0323": 4}
# huyền, hỏi, ngã, sắc, nặng of each vowel in a TCVN3 font
_TCVN3 = {
    "a": "µ¶·¸¹", "ă": "»¼½¾Æ", "â": "ÇÈÉÊË", "e": "ÌÎÏÐÑ", "ê": "ÒÓÔÕÖ", "i": "×ØÜÝÞ", "o": "ßáâãä", "ô": "åæçèé",
    "ơ": "êëìíî", "u": "ïñòóô", "ư": "õö÷øù", "y": "úûüýþ",
}  # fmt: skip
_TCVN3_PLAIN = dict(zip("ăâêôơưđĂÂÊÔƠƯĐ", "¨©ª«¬\u00ad®¡¢£¤¥¦§", strict=True))
# the same tones as VNI writes them after the vowel
_VNI_TONE = "øûõùï"
_VNI_TONE_ON = {"ă": "èúüéë", "â": "àåãáä", "ê": "àåãáä", "ô": "àåãáä"}
_VNI_BASE = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "ô", "ư": "ö"}
_VNI_MARK = {"ă": "ê", "â": "â", "ê": "â", "ô": "â"}
_VNI_WHOLE = {"ì": "ì", "ỉ": "æ", "ĩ": "ó", "í": "í", "ị": "ò", "ỵ": "î", "đ": "ñ", "Đ": "Ñ"}


def _split(letter: str) -> tuple[str, int | None]:
    tone = None
    rest = ""
    for part in unicodedata.normalize("NFD", letter):
        if part in _TONES:
            tone = _TONES[part]
        else:
            rest += part
    return unicodedata.normalize("NFC", rest), tone


def tcvn3(text: str) -> str:
    """``Thành phố Nam Định`` -> ``Thµnh phè Nam §Þnh``."""
    out = ""
    for letter in unicodedata.normalize("NFC", text):
        vowel, tone = _split(letter)
        out += _TCVN3_PLAIN.get(vowel, vowel) if tone is None else _TCVN3[vowel.lower()][tone]
    return out


def vni(text: str) -> str:
    """``Thành phố Nam Định`` -> ``Thaønh phoá Nam Ñònh``."""
    out = ""
    for letter in unicodedata.normalize("NFC", text):
        vowel, tone = _split(letter)
        low = vowel.lower()
        if letter.lower() in _VNI_WHOLE:
            typed = _VNI_WHOLE[letter.lower()]
        else:
            mark = _VNI_MARK.get(low, "") if tone is None else _VNI_TONE_ON.get(low, _VNI_TONE)[tone]
            typed = _VNI_BASE.get(low, low) + mark
        out += typed.upper() if letter.isupper() else typed
    return out


def cp1258(text: str) -> bytes:
    """Windows-1258: letters with their hat or horn, the tone as a mark of its own."""
    marks = {n: t for t, n in _TONES.items()}
    parts = [_split(letter) for letter in unicodedata.normalize("NFC", text)]
    return "".join(vowel + (marks[tone] if tone is not None else "") for vowel, tone in parts).encode("cp1258")


def in_rows(rows: list[list[Any]], way: Any) -> list[list[Any]]:
    return [[way(value) if isinstance(value, str) else value for value in row] for row in rows]
