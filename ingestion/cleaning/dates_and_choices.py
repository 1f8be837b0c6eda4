"""Dates, choices from a list, and plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ingestion.cleaning.reading import MISSING, Reading
from ingestion.cleaning.unicode_text import match_key, tidy

_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def read_date(kind: str, raw: str) -> Reading:
    """A date: a real date cell, or text in the order day, month, year (ISO dates of programs too)."""
    text = tidy(raw)
    if not text:
        return MISSING
    if kind == "d":
        text = text[:10]  # a date cell may carry a time of day
    if kind in ("s", "d"):
        iso, local = _ISO.fullmatch(text), _DAY_MONTH_YEAR.fullmatch(text)
        try:
            if iso:
                return Reading(date=date(int(iso[1]), int(iso[2]), int(iso[3])))
            if local:
                return Reading(date=date(int(local[3]), int(local[2]), int(local[1])))
        except ValueError:
            return Reading(rule_id="VAL-09", detail="không có ngày này trong lịch")
    return Reading(rule_id="VAL-09", detail="không phải ngày tháng dạng ngày/tháng/năm")


def read_choice(raw: str, choices: Mapping[str, str]) -> Reading:
    """One of ``choices`` (stored value by match key of its label); anything else is rule VAL-06."""
    text = tidy(raw)
    if not text:
        return MISSING
    value = choices.get(match_key(text))
    return Reading(text=value) if value is not None else Reading(rule_id="VAL-06")


def read_text(raw: str) -> Reading:
    """Text or a code, spelled one way; a number typed into a code keeps its digits."""
    text = tidy(raw)
    return Reading(text=text) if text else MISSING
