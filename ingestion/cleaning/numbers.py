"""Numbers as Vietnamese offices write them: dot (or space) for thousands, comma for decimals.

The type of the field decides how a text is read, never a guess: "1,234" is 1.234 and so not a
count. Rules H1, H2 and H5 of the forms.
"""

from __future__ import annotations

import math
import re

from ingestion.cleaning.reading import MISSING, Reading
from ingestion.cleaning.unicode_text import bare_key, cell_text

# what is compared is the bare key: a column of numbers holds no other words these could be
_ZERO_WORDS = frozenset(
    ("khong", "k", "ko", "khong co", "khong phat sinh", "khong xay ra", "khong de xay ra", "chua phat sinh")
)
_DASHES = re.compile(r"[-–—−]{1,3}")
_ELLIPSIS = re.compile(r"…|[….]{2,}")
_MINUS = re.compile(r"^[-–—−] ?(?=[0-9])")
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+)(?:,[0-9]+)?")
_PLAIN = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?")
_AMOUNT_AND_WORDS = re.compile(r"([-+]?[0-9][0-9., ]*?)[.,;:]* ?((?:[^\W0-9_]|%)[^0-9]*)?")
_BOUNDS = {
    "hon": "gt", "tren": "gt", ">": "gt",
    "it nhat": "ge", "toi thieu": "ge", ">=": "ge", "≥": "ge",
    "duoi": "lt", "gan": "lt", "chua den": "lt", "chua toi": "lt", "<": "lt",
    "khong qua": "le", "toi da": "le", "<=": "le", "≤": "le",
}  # fmt: skip
_BOUND = re.compile(rf"({'|'.join(sorted(_BOUNDS, key=len, reverse=True))})(?<=[^a-z]) ?(.+)|"
                    rf"({'|'.join(b for b in _BOUNDS if b[0].isalpha())}) (.+)")  # fmt: skip
_SCALES = {"nghin": 1_000, "ngan": 1_000, "trieu": 1_000_000}
_RATIO = re.compile(r"([0-9][0-9. ]*?) ?/ ?([0-9][0-9. ]*)")
_PERCENT = frozenset({"%", "phan tram"})
_RAISED = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209f]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_NO_RATIO = "ô này chỉ ghi một số, không ghi hai số cách nhau bằng dấu gạch chéo"
_IS_RAISED = "có chữ số viết nhỏ lệch dòng (số mũ hoặc dấu chú thích), không rõ là số nào"


def read_number(
    kind: str, raw: str, field_type: str, words: frozenset[str] = frozenset(), *, ratio: bool = False
) -> Reading:
    """A number of ``field_type`` (count, decimal, percent) from a cell of ``kind``.

    Args:
        kind: of the cell (n, s, d, b, e).
        raw: its text.
        field_type: decides what is a number here.
        words: bare keys of the words that may stand behind the number: "84 vụ" where cases are counted.
        ratio: the field is a part of a declared whole, so "69/70" is read: 69, of 70.

    A bound ("hơn 20 nghìn") keeps its qualifier.
    """
    if kind == "n":
        return _checked(float(raw), field_type)
    if kind == "d":  # typed as 3-4 or 69/70, made a day by Excel: refused, not guessed
        return Reading(rule_id="CELL-05")
    if kind in ("b", "e"):
        return Reading(rule_id="VAL-01")
    text = bare_key(cell_text(raw)).translate(_FULL_WIDTH)
    words |= _PERCENT if field_type == "percent" else frozenset()
    if not text or _ELLIPSIS.fullmatch(text):
        return MISSING
    dash = bool(_DASHES.fullmatch(text))
    if dash or text.rstrip(".,;") in _ZERO_WORDS:
        return Reading(number=0.0, qualifier="eq", rule_id="VAL-08" if dash else None)
    if _RAISED.search(text):
        return Reading(rule_id="VAL-09", detail=_IS_RAISED)
    if both := _RATIO.fullmatch(_without_words(text, words)):
        return _ratio(both[1], both[2], field_type) if ratio else Reading(rule_id="VAL-09", detail=_NO_RATIO)
    return _amount_or_bound(text, field_type, words)


def _amount_or_bound(text: str, field_type: str, words: frozenset[str]) -> Reading:
    bound = _BOUND.fullmatch(text)
    qualifier = _BOUNDS[bound[1] or bound[3]] if bound else "eq"
    found = _AMOUNT_AND_WORDS.fullmatch(_MINUS.sub("-", (bound[2] or bound[4]) if bound else text))
    if not found:
        return Reading(rule_id="VAL-01")
    digits, word = found[1], (found[2] or "").strip(" .,;:")
    first, _, rest = word.partition(" ")
    factor = _SCALES.get(first, 1)
    value = _amount(digits)
    if value is None or (rest if factor > 1 else word) not in words | {""}:
        return Reading(rule_id="VAL-01")
    if field_type == "count" and (digits.startswith("+") or (factor == 1 and "," in digits)):
        return Reading(rule_id="VAL-02")  # "1,000" is one, or a thousand written the English way: not ours to guess
    reading = _checked(value * factor, field_type)
    if bound and reading.number is not None:
        return reading._replace(qualifier=qualifier, rule_id="VAL-10")
    return reading


def _without_words(text: str, words: frozenset[str]) -> str:
    digits = text.rstrip(" .,;:")
    for word in words:
        if word and digits.endswith(" " + word):
            return digits[: -len(word)].rstrip()
    return digits


def _ratio(part: str, whole: str, field_type: str) -> Reading:
    numbers = [_amount(text) for text in (part, whole)]
    if numbers[0] is None or numbers[1] is None:
        return Reading(rule_id="VAL-01")
    return _checked(numbers[0], field_type)._replace(whole=numbers[1])


def _amount(text: str) -> float | None:
    if _THOUSANDS.fullmatch(text):
        return float(text.replace(".", "").replace(" ", "").replace(",", "."))
    if _PLAIN.fullmatch(text):
        return float(text.replace(",", "."))
    return None


def _checked(value: float, field_type: str) -> Reading:
    if not math.isfinite(value) or abs(value) >= 1e14:
        return Reading(rule_id="VAL-01")
    if field_type == "count" and not value.is_integer():
        return Reading(rule_id="VAL-02")
    return Reading(number=value, qualifier="eq")
