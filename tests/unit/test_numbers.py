"""Vietnamese numbers, as cells really hold them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.cleaning.numbers import read_number
from quality.issues.catalogue import catalogue

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằấểễộờứỳỵĐÂÔ 0123456789.,-%/", max_size=30)
_CASES = frozenset({"vu"})


@pytest.mark.parametrize(
    ("kind", "text", "field_type", "number", "qualifier", "rule"),
    [
        ("n", "84", "count", 84, "eq", None),
        ("n", "20.0", "count", 20, "eq", None),
        ("n", "12.5", "decimal", 12.5, "eq", None),
        ("s", "20.000", "count", 20000, "eq", None),
        ("s", "1.234", "count", 1234, "eq", None),
        ("s", "1.234.567", "count", 1234567, "eq", None),
        ("s", "1,234", "count", None, None, "VAL-02"),
        ("s", "1,234", "decimal", 1.234, "eq", None),
        ("s", "1.23", "count", None, None, "VAL-02"),
        ("n", "12.5", "count", None, None, "VAL-02"),
        ("s", "12,5", "decimal", 12.5, "eq", None),
        ("s", "0,125", "decimal", 0.125, "eq", None),
        ("s", "1.234,5", "decimal", 1234.5, "eq", None),
        ("s", "12,5%", "percent", 12.5, "eq", None),
        ("s", "12,5 %", "percent", 12.5, "eq", None),
        ("s", "100%", "percent", 100, "eq", None),
        ("s", "84 vụ", "count", 84, "eq", None),
        ("s", "84 VỤ", "count", 84, "eq", None),
        ("s", unicodedata.normalize("NFD", "84 vụ"), "count", 84, "eq", None),
        ("s", "84 người", "count", None, None, "VAL-01"),
        ("s", " 15\u00a0", "count", 15, "eq", None),
        ("s", "1\u200b5", "count", 15, "eq", None),
        ("s", "Không", "count", 0, "eq", None),
        ("s", unicodedata.normalize("NFD", "KHÔNG"), "count", 0, "eq", None),
        ("s", "khong", "count", 0, "eq", None),
        ("s", "không phát sinh", "count", 0, "eq", None),
        ("s", "K", "count", 0, "eq", None),
        ("s", "0", "count", 0, "eq", None),
        ("s", "-", "count", 0, "eq", "VAL-08"),
        ("s", "–", "decimal", 0, "eq", "VAL-08"),
        ("s", "…", "count", None, None, None),
        ("s", "...", "count", None, None, None),
        ("s", "", "count", None, None, None),
        ("s", "  ", "count", None, None, None),
        ("s", "-12,5", "decimal", -12.5, "eq", None),
        ("s", "−12", "decimal", -12, "eq", None),
        ("s", "hơn 20 nghìn", "count", 20000, "gt", "VAL-10"),
        ("s", "Hơn 20 nghìn vụ", "count", 20000, "gt", "VAL-10"),
        ("s", "trên 20.000", "count", 20000, "gt", "VAL-10"),
        ("s", "ít nhất 3", "count", 3, "ge", "VAL-10"),
        ("s", "dưới 5", "count", 5, "lt", "VAL-10"),
        ("s", "không quá 5", "count", 5, "le", "VAL-10"),
        ("s", "1,5 triệu", "count", 1500000, "eq", None),
        ("s", "khoảng 15", "count", None, None, "VAL-01"),
        ("s", "hơn", "count", None, None, "VAL-01"),
        ("s", "mười hai", "count", None, None, "VAL-01"),
        ("s", "69/70", "count", None, None, "VAL-09"),
        ("s", "20 000", "count", 20000, "eq", None),
        ("s", "20\u00a0000", "count", 20000, "eq", None),
        ("s", "1\u202f234\u202f567,5", "decimal", 1234567.5, "eq", None),
        ("s", "12 34", "count", None, None, "VAL-01"),
        ("s", "１２．５００", "count", 12500, "eq", None),
        ("s", "１５", "count", 15, "eq", None),
        ("s", "10²", "count", None, None, "VAL-09"),
        ("s", "5¹", "count", None, None, "VAL-09"),
        ("s", "'15", "count", 15, "eq", None),
        ("s", "’0", "count", 0, "eq", None),
        ("s", "15.", "count", 15, "eq", None),
        ("s", "84 vụ;", "count", 84, "eq", None),
        ("s", "84 vụ.", "count", 84, "eq", None),
        ("s", "84 vu", "count", 84, "eq", None),
        ("s", "84vụ", "count", 84, "eq", None),
        ("s", "20 nghìn vụ", "count", 20000, "eq", None),
        ("s", "84 vụ trở lên", "count", None, None, "VAL-01"),
        ("s", "- 12", "decimal", -12, "eq", None),
        ("s", "–12,5", "decimal", -12.5, "eq", None),
        ("s", "+12,5", "decimal", 12.5, "eq", None),
        ("s", "+12", "count", None, None, "VAL-02"),
        ("s", "(12)", "decimal", None, None, "VAL-01"),
        ("s", "---", "count", 0, "eq", "VAL-08"),
        ("s", "…..", "count", None, None, None),
        ("s", "Không.", "count", 0, "eq", None),
        ("s", "không để xảy ra", "count", 0, "eq", None),
        ("s", "ko", "count", 0, "eq", None),
        ("s", "không rõ", "count", None, None, "VAL-01"),
        ("s", "gần 20 nghìn", "count", 20000, "lt", "VAL-10"),
        ("s", "chưa đến 5", "count", 5, "lt", "VAL-10"),
        ("s", "HON 20.000 VU", "count", 20000, "gt", "VAL-10"),
        ("s", ">20.000", "count", 20000, "gt", "VAL-10"),
        ("s", "≥ 3", "count", 3, "ge", "VAL-10"),
        ("s", "<= 5", "count", 5, "le", "VAL-10"),
        ("s", "hơn20", "count", None, None, "VAL-01"),
        ("s", "khoảng 20 nghìn", "count", None, None, "VAL-01"),
        ("s", "20k", "count", None, None, "VAL-01"),
        ("s", "1/2/3", "count", None, None, "VAL-01"),
        ("s", "٣", "count", None, None, "VAL-01"),
        ("s", "1.23.456", "count", None, None, "VAL-01"),
        ("s", "1,234,567", "count", None, None, "VAL-01"),
        ("s", "Thµnh phè Nam §Þnh", "count", None, None, "VAL-01"),
        ("d", "2024-02-01", "count", None, None, "CELL-05"),
        ("b", "TRUE", "count", None, None, "VAL-01"),
        ("e", "#REF!", "count", None, None, "VAL-01"),
        ("n", "inf", "decimal", None, None, "VAL-01"),
        ("n", "nan", "decimal", None, None, "VAL-01"),
        ("n", "1e300", "decimal", None, None, "VAL-01"),
    ],
)
def test_numbers(
    kind: str, text: str, field_type: str, number: float | None, qualifier: str | None, rule: str | None
) -> None:
    reading = read_number(kind, text, field_type, _CASES)
    assert (reading.number, reading.qualifier, reading.rule_id) == (number, qualifier, rule)
    assert (reading.text, reading.date) == (None, None)


@pytest.mark.parametrize(
    ("text", "number", "whole"),
    [("69/70", 69, 70), ("69 / 70", 69, 70), ("69/70 vụ", 69, 70), ("1.069/1.170", 1069, 1170), ("70/69", 70, 69)],
)
def test_a_ratio_cell_of_a_part_gives_both_numbers(text: str, number: float, whole: float) -> None:
    reading = read_number("s", text, "count", _CASES, ratio=True)
    assert (reading.number, reading.whole, reading.rule_id) == (number, whole, None)


def test_a_date_in_a_ratio_column_is_refused_not_guessed() -> None:
    reading = read_number("d", "2024-12-05", "count", ratio=True)
    assert (reading.number, reading.whole, reading.rule_id) == (None, None, "CELL-05")
    assert "69/70" in catalogue()["CELL-05"].action_vi


@given(st.integers(min_value=0, max_value=10**9))
def test_a_count_written_the_vietnamese_way_reads_back(number: int) -> None:
    text = f"{number:,}".replace(",", ".")
    for typed in (text, f"{text} vụ", f" {text}\u00a0"):
        assert read_number("s", typed, "count", _CASES).number == number


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_count_cell_is_never_a_fraction(value: float) -> None:
    reading = read_number("n", repr(value), "count")
    assert reading.number is None or reading.number.is_integer()
    assert (reading.number is None) == (reading.rule_id is not None)


@given(
    VIETNAMESE | st.from_regex(r"(hơn |dưới )?-?[0-9]{1,4}([.,][0-9]{1,4}){0,3}( nghìn| triệu| vụ|%)?", fullmatch=True)
)
def test_a_count_text_is_never_a_fraction(text: str) -> None:
    reading = read_number("s", text, "count", _CASES)
    assert reading.number is None or reading.number.is_integer()


@pytest.mark.parametrize("text", ["1,000", "20,000", "12,0"])
def test_a_comma_in_a_count_is_asked_about_not_guessed(text: str) -> None:
    assert read_number("s", text, "count").rule_id == "VAL-02"


def test_a_leading_zero_is_no_thousands_group() -> None:
    assert read_number("s", "0.125", "decimal").number == 0.125
    assert read_number("s", "00.123", "count").rule_id == "VAL-02"


def test_a_bound_does_not_hide_an_error() -> None:
    assert read_number("s", "hơn 12,5", "count").rule_id == "VAL-02"
    assert read_number("s", "hơn 12,5 nghìn", "count") == (12500.0, None, None, "gt", "VAL-10", None, None)


def test_a_percent_sign_of_a_decimal_field_stands_next_to_the_number() -> None:
    assert read_number("s", "-12,5%", "decimal", frozenset({"%"})).number == -12.5
    assert read_number("s", "-12,5 %", "decimal", frozenset({"%"})).number == -12.5
