"""Vietnamese numbers, dates, choices and spellings, as cells really hold them."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.cleaning.dates_and_choices import read_choice, read_date
from ingestion.cleaning.numbers import read_number
from ingestion.cleaning.unicode_text import match_key, tidy


@pytest.mark.parametrize(
    ("kind", "text", "field_type", "number", "qualifier", "rule"),
    [
        ("n", "84", "count", 84, "eq", None),
        ("s", "20.000", "count", 20000, "eq", None),
        ("s", "1.234", "count", 1234, "eq", None),
        ("s", "1,234", "count", None, None, "VAL-02"),
        ("s", "1,234", "decimal", 1.234, "eq", None),
        ("n", "12.5", "count", None, None, "VAL-02"),
        ("s", "12,5", "decimal", 12.5, "eq", None),
        ("s", "1.234,5", "decimal", 1234.5, "eq", None),
        ("s", "12,5%", "percent", 12.5, "eq", None),
        ("s", "84 vụ", "count", 84, "eq", None),
        ("s", "84 người", "count", None, None, "VAL-01"),
        ("s", " 15\u00a0", "count", 15, "eq", None),
        ("s", "Không", "count", 0, "eq", None),
        ("s", "K", "count", 0, "eq", None),
        ("s", "-", "count", 0, "eq", "VAL-08"),
        ("s", "…", "count", None, None, None),
        ("s", "  ", "count", None, None, None),
        ("s", "-12,5", "decimal", -12.5, "eq", None),
        ("s", "hơn 20 nghìn", "count", 20000, "gt", "VAL-10"),
        ("s", "không quá 5", "count", 5, "le", "VAL-10"),
        ("s", "khoảng 15", "count", None, None, "VAL-01"),
        ("s", "mười hai", "count", None, None, "VAL-01"),
        ("s", "69/70", "count", None, None, "VAL-01"),
        ("d", "2024-02-01", "count", None, None, "VAL-09"),
        ("b", "TRUE", "count", None, None, "VAL-01"),
        ("n", "inf", "decimal", None, None, "VAL-01"),
        ("n", "nan", "decimal", None, None, "VAL-01"),
        ("n", "1e300", "decimal", None, None, "VAL-01"),
    ],
)
def test_numbers(
    kind: str, text: str, field_type: str, number: float | None, qualifier: str | None, rule: str | None
) -> None:
    reading = read_number(kind, text, field_type, "vụ")
    assert (reading.number, reading.qualifier, reading.rule_id) == (number, qualifier, rule)


@pytest.mark.parametrize(
    ("kind", "text", "day", "rule"),
    [
        ("d", "2024-12-14", date(2024, 12, 14), None),
        ("d", "2024-12-14 10:30:00", date(2024, 12, 14), None),
        ("s", "14/12/2024", date(2024, 12, 14), None),
        ("s", "1.12.2011", date(2011, 12, 1), None),
        ("s", "31/02/2024", None, "VAL-09"),
        ("s", "tháng 12", None, "VAL-09"),
        ("n", "45640", None, "VAL-09"),
        ("s", "", None, None),
    ],
)
def test_dates(kind: str, text: str, day: date | None, rule: str | None) -> None:
    reading = read_date(kind, text)
    assert (reading.date, reading.rule_id) == (day, rule)


def test_choices_forgive_spelling_and_nothing_else() -> None:
    choices = {match_key("Hòa bình"): "peace"}
    assert read_choice("hoà  bình", choices).text == "peace"
    assert read_choice(unicodedata.normalize("NFD", "HÒA BÌNH"), choices).text == "peace"
    assert read_choice("Hóa bình", choices).rule_id == "VAL-06"
    assert read_choice("Hoa binh", choices).rule_id == "VAL-06"


@given(st.integers(min_value=0, max_value=10**12))
def test_a_count_written_the_vietnamese_way_reads_back(number: int) -> None:
    assert read_number("s", f"{number:,}".replace(",", "."), "count", "").number == number


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_count_is_never_a_fraction(value: float) -> None:
    reading = read_number("n", repr(value), "count", "")
    assert reading.number is None or reading.number.is_integer()
    assert (reading.number is None) == (reading.rule_id is not None)


@given(st.text(max_size=40))
def test_tidy_settles_and_composition_does_not_matter(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert match_key(unicodedata.normalize("NFD", text)) == match_key(unicodedata.normalize("NFC", text))
