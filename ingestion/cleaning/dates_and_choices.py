"""Dates, choices from a list, and plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from ingestion.cleaning.reading import MISSING, Reading
from ingestion.cleaning.unicode_text import bare_key, cell_text, match_key

_DAY_MONTH_YEAR = re.compile(
    r"(?:ngay )?([0-9]{1,2})(?: ?[/.-] ?| thang )([0-9]{1,2})(?: ?[/.-] ?| nam )([0-9]{4}|[0-9]{2})"
)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?: .*)?")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_EXCEL_EPOCH = date(1899, 12, 30)  # of the 1900 date system; a workbook of the other system is refused on opening
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 73_050  # half a century on either side of the reports

_NO_SUCH_DAY = "không có ngày này trong lịch"
_SHORT_YEAR = "năm ghi hai chữ số không rõ là năm nào; ghi đủ bốn chữ số"
_NO_DATE = "không phải ngày tháng dạng ngày/tháng/năm"


def read_date(kind: str, raw: str) -> Reading:
    """A date: a real date cell, or text in the order day, month, year (ISO dates of programs too).

    A date cell that lost its format shows the serial number of the day; it is read and asked about (VAL-11).
    """
    text = bare_key(cell_text(raw)).rstrip(" .,;")
    if not text:
        return MISSING
    if kind in ("n", "s") and (serial := _SERIAL.fullmatch(text)):
        return _of_serial(int(serial[1]))
    if kind not in ("s", "d"):
        return Reading(rule_id="VAL-09", detail=_NO_DATE)
    if iso := _ISO.fullmatch(text):  # a date cell may carry a time of day
        year, month, day = iso.groups()
    elif local := _DAY_MONTH_YEAR.fullmatch(text):
        day, month, year = local.groups()
    else:
        return Reading(rule_id="VAL-09", detail=_NO_DATE)
    if len(year) == 2:
        return Reading(rule_id="VAL-09", detail=_SHORT_YEAR)
    try:
        return Reading(date=date(int(year), int(month), int(day)))
    except ValueError:
        return Reading(rule_id="VAL-09", detail=_NO_SUCH_DAY)


def _of_serial(days: int) -> Reading:
    if not _FIRST_SERIAL <= days <= _LAST_SERIAL:
        return Reading(rule_id="VAL-09", detail=_NO_DATE)
    day = _EXCEL_EPOCH + timedelta(days=days)
    return Reading(date=day, rule_id="VAL-11", detail=f"{day:%d/%m/%Y}")


def read_choice(raw: str, choices: Mapping[str, str]) -> Reading:
    """One of ``choices`` (stored value by match key of its label); anything else is rule VAL-06."""
    text = cell_text(raw)
    if not text:
        return MISSING
    value = choices.get(match_key(text))
    return Reading(text=value) if value is not None else Reading(rule_id="VAL-06")


def read_text(raw: str) -> Reading:
    """Text, spelled one way."""
    text = cell_text(raw)
    return Reading(text=text) if text else MISSING
