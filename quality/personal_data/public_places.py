"""Whether a person's name is that of a place or an institution: by the register, or by the words before it."""

from __future__ import annotations

import re

from quality.personal_data.allowed import Allowed
from quality.personal_data.name_lists import name_words

_ROLE_REACH = 40
_WORDS = re.compile(r"[^\s\-/]+")  # "GDNN-GDTX" are two
_REACH = 80
_ABBREVIATED = frozenset({"p", "q", "d", "tp", "tx"})
# "ngõ 59 Bùi Huy Đáp", "ngách 3/12 Phan Huy Chú"
_NUMBERED = re.compile(r"\b(?:ngo|ngach|hem|kiet|duong|pho|so|tru so|cong)(?: so)? \d+[a-z]?(?:/\d+)*\s*$")
# "tuyến phố Trần Phú - Bùi Huy Đáp", "ngã tư Trần Phú và Võ Văn Tần"; with accents: Dương and đường differ
_CHAINED = re.compile(
    r"(?i)\b(?:đường|(?<!dân )phố|tuyến|đoạn|góc|ngã (?:tư|ba|năm)|nút giao|giao cắt)\b[^,;:.]*?(?: và| -| –|-|–)\s*$"
    r"|\b(?:đoạn|cụm camera)\s*$"
)
# "Công ty cổ phần Vận tải Hoàng Hà"
_FIRM = re.compile(
    r"\b(?:công ty|cong ty|cty|doanh nghiệp|doanh nghiep|dntn|htx|hợp tác xã|hop tac xa|khách sạn|nhà hàng|cửa hàng|"
    r"tập đoàn|phòng khám|nhà thuốc)\b(?:(?! (?:của|cua|do|ông|ong|bà|anh|chị|là|bị|và|với|có) )[^,;:()])*$"
)


def is_public(text: str, folded: str, start: int, end: int, allowed: Allowed) -> bool:
    """Whether the name at ``start:end`` is public.

    Args:
        text: normalised text.
        folded: the same, folded.
        start: where the name begins.
        end: where it ends.
        allowed: names that are public by the register.
    """
    if allowed.covers(text, folded, start, end):
        return True
    before = folded[max(0, start - _REACH) : start].rstrip(" “\"':-(–")
    names = name_words()
    last = _WORDS.findall(before)[-3:]
    # with accents, where there are any: "cho Nguyễn …" is no market ("chợ")
    written = text[max(0, start - _REACH) : start].lower().rstrip(" “\"':-(–")
    kinds, words = (
        (names.folded_public_before, last) if text.isascii() else (names.public_before, _WORDS.findall(written)[-3:])
    )
    placed = any(" ".join(words[-n:]) in kinds for n in range(1, len(words) + 1))
    if not placed and last and last[-1].rstrip(".") in _ABBREVIATED:
        placed = True
    if not placed:
        said = text[max(0, start - _REACH) : start]
        placed = bool(_NUMBERED.search(before) or _CHAINED.search(said) or _FIRM.search(said.lower()))
    reach = before[-_ROLE_REACH:]
    # "Chủ tịch phường Nguyễn Văn Ba": the ward of an office, the name of who holds it
    return placed and not any(re.search(rf"\b{role}\b", reach) for role in names.roles)
