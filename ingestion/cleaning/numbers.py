"""Numbers as Vietnamese offices write them: dot for thousands, comma for decimals.

The type of the field decides how a text is read, never a guess: "1,234" is 1.234 and so not a
count. Rules H1 and H2 of the forms.
"""

from __future__ import annotations

import math
import re

from ingestion.cleaning.reading import MISSING, Reading
from ingestion.cleaning.unicode_text import match_key, tidy

_ZERO_WORDS = frozenset(map(match_key, ("không", "khong", "k", "không có", "không phát sinh")))
_DASHES = frozenset("-–—−")
_ELLIPSIS = frozenset(("...", "…", ".."))
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
_PLAIN = re.compile(r"-?\d+([.,]\d+)?")
_BOUNDS = {
    "hơn": "gt",
    "trên": "gt",
    "ít nhất": "ge",
    "tối thiểu": "ge",
    "dưới": "lt",
    "không quá": "le",
    "tối đa": "le",
}
_BOUND = re.compile(rf"({'|'.join(_BOUNDS)})\s+(.+)", re.IGNORECASE)
_SCALED = re.compile(r"(.+?)\s*(nghìn|ngàn|triệu)", re.IGNORECASE)
_SCALE = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000}


def read_number(kind: str, raw: str, field_type: str, unit_vi: str) -> Reading:
    """A number of ``field_type`` (count, decimal, percent) from a cell of ``kind``.

    "84 vụ" is read when "vụ" is the unit of the field; a bound ("hơn 20 nghìn") keeps its qualifier.
    """
    if kind == "n":
        return _checked(float(raw), field_type)
    if kind == "d":
        return Reading(rule_id="VAL-09", detail="đây là ngày tháng, không phải số (Excel có thể đã tự đổi)")
    if kind in ("b", "e"):
        return Reading(rule_id="VAL-01")
    text = tidy(raw)
    if not text or text in _ELLIPSIS:
        return MISSING
    if text in _DASHES or match_key(text) in _ZERO_WORDS:
        return Reading(number=0.0, qualifier="eq", rule_id="VAL-08" if text in _DASHES else None)
    bound = _BOUND.fullmatch(text)
    digits, factor = _stripped(bound[2] if bound else text, field_type, unit_vi)
    value = _amount(digits)
    if value is None:
        return Reading(rule_id="VAL-01")
    if field_type == "count" and factor == 1 and "," in digits:
        return Reading(rule_id="VAL-02")  # "1,000" is one, or a thousand written the English way: not ours to guess
    reading = _checked(value * factor, field_type)
    if bound and reading.number is not None:
        return reading._replace(qualifier=_BOUNDS[bound[1].lower()], rule_id="VAL-10")
    return reading


def _stripped(text: str, field_type: str, unit_vi: str) -> tuple[str, int]:
    """The digits without the unit behind them, and the factor of a scale word ("20 nghìn")."""
    if field_type == "percent" or unit_vi == "%":
        text = text.removesuffix("%").rstrip()
    elif unit_vi and text.lower().endswith(" " + unit_vi.lower()):
        text = text[: -len(unit_vi)].rstrip()
    factor = 1
    if scaled := _SCALED.fullmatch(text):
        text, factor = scaled[1], _SCALE[scaled[2].lower()]
    return text.replace("−", "-"), factor


def _amount(text: str) -> float | None:
    if _THOUSANDS.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(text):
        return float(text.replace(",", "."))
    return None


def _checked(value: float, field_type: str) -> Reading:
    if not math.isfinite(value) or abs(value) >= 1e14:
        return Reading(rule_id="VAL-01")
    if field_type == "count" and not value.is_integer():
        return Reading(rule_id="VAL-02")
    return Reading(number=value, qualifier="eq")
