"""Vietnamese numbers, dates, choices and spellings, as cells really hold them."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.cleaning.clean_batch import _choices
from ingestion.cleaning.dates_and_choices import read_choice, read_date, read_text
from ingestion.cleaning.numbers import read_number
from ingestion.cleaning.reading import MISSING
from ingestion.cleaning.unicode_text import match_key, tidy
from quality.contracts.registry import forms, header

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằấểễộờứỳỵĐÂÔ 0123456789.,-%/", max_size=30)


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
        ("s", "69/70", "count", None, None, "VAL-01"),
        ("s", "1.23.456", "count", None, None, "VAL-01"),
        ("s", "1,234,567", "count", None, None, "VAL-01"),
        ("s", "Thµnh phè Nam §Þnh", "count", None, None, "VAL-01"),
        ("d", "2024-02-01", "count", None, None, "VAL-09"),
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
    reading = read_number(kind, text, field_type, "vụ")
    assert (reading.number, reading.qualifier, reading.rule_id) == (number, qualifier, rule)
    assert (reading.text, reading.date) == (None, None)


@pytest.mark.parametrize(
    ("kind", "text", "day", "rule"),
    [
        ("d", "2024-12-14", date(2024, 12, 14), None),
        ("d", "2024-12-14 10:30:00", date(2024, 12, 14), None),
        ("s", "2024-12-14", date(2024, 12, 14), None),
        ("s", "14/12/2024", date(2024, 12, 14), None),
        ("s", "1/2/2024", date(2024, 2, 1), None),
        ("s", "01-02-2024", date(2024, 2, 1), None),
        ("s", " 1.12.2011 ", date(2011, 12, 1), None),
        ("s", "29/02/2024", date(2024, 2, 29), None),
        ("s", "29/02/2023", None, "VAL-09"),
        ("s", "31/02/2024", None, "VAL-09"),
        ("s", "12/14/2024", None, "VAL-09"),
        ("s", "14/12/24", None, "VAL-09"),
        ("s", "tháng 12", None, "VAL-09"),
        ("n", "45640", None, "VAL-09"),
        ("b", "TRUE", None, "VAL-09"),
        ("s", "", None, None),
        ("s", "\u00a0", None, None),
    ],
)
def test_dates(kind: str, text: str, day: date | None, rule: str | None) -> None:
    reading = read_date(kind, text)
    assert (reading.date, reading.rule_id) == (day, rule)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Hòa bình", "peace"),
        ("hoà  bình", "peace"),
        (unicodedata.normalize("NFD", "HÒA BÌNH"), "peace"),
        ("Hò\u200ba bình", "peace"),
        ("Đông", "east"),
        ("\u00d0ông", "east"),
        ("Hóa bình", None),
        ("Hoa binh", None),
        ("Dông", None),
        ("§«ng", None),
    ],
)
def test_choices_forgive_spelling_and_nothing_else(text: str, value: str | None) -> None:
    reading = read_choice(text, {match_key("Hòa bình"): "peace", match_key("Đông"): "east"})
    assert (reading.text, reading.rule_id) == (value, None if value else "VAL-06")


def test_nothing_typed_is_missing() -> None:
    assert read_choice(" \u200b", {}) == read_text("\u00a0") == read_date("s", " ") == MISSING


@pytest.mark.parametrize("form", [header(), *forms().values()], ids=lambda f: f.code)
def test_every_label_of_every_list_reads_as_its_own_value(form: object) -> None:
    for field in form.fields():  # type: ignore[attr-defined]
        for choice in field.choices:
            for typed in (
                choice.label_vi,
                choice.label_vi.upper(),
                unicodedata.normalize("NFD", choice.label_vi),
                choice.value,
            ):
                assert read_choice(typed, _choices(field)).text == choice.value, field.name


@pytest.mark.parametrize(("text", "value"), [("Có", "yes"), ("có", "yes"), ("x", "yes"), ("Không", "no"), ("K", "no")])
def test_yes_and_no(text: str, value: str) -> None:
    field = next(f for f in forms()["F01"].fields() if f.type == "yes_no")
    assert read_choice(text, _choices(field)).text == value


def test_a_code_keeps_its_leading_zero() -> None:
    assert read_text(" 0600123456 ").text == "0600123456"


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("thuý", "thúy"), ("Hoà Bình", "HÒA BÌNH"), ("khoẻ", "khỏe")]
)
def test_the_tone_may_stand_on_either_vowel(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("hòa", "hóa"), ("hòa", "hoa"), ("đông", "dông"), ("tu", "tư"), ("an", "ân")]
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


@given(st.integers(min_value=0, max_value=10**9))
def test_a_count_written_the_vietnamese_way_reads_back(number: int) -> None:
    text = f"{number:,}".replace(",", ".")
    for typed in (text, f"{text} vụ", f" {text}\u00a0"):
        assert read_number("s", typed, "count", "vụ").number == number


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_count_cell_is_never_a_fraction(value: float) -> None:
    reading = read_number("n", repr(value), "count", "")
    assert reading.number is None or reading.number.is_integer()
    assert (reading.number is None) == (reading.rule_id is not None)


@given(
    VIETNAMESE | st.from_regex(r"(hơn |dưới )?-?[0-9]{1,4}([.,][0-9]{1,4}){0,3}( nghìn| triệu| vụ|%)?", fullmatch=True)
)
def test_a_count_text_is_never_a_fraction(text: str) -> None:
    reading = read_number("s", text, "count", "vụ")
    assert reading.number is None or reading.number.is_integer()


@given(VIETNAMESE)
def test_tidy_settles(text: str) -> None:
    for form in ("NFC", "NFD"):
        spelled = unicodedata.normalize(form, text)
        assert tidy(tidy(spelled)) == tidy(spelled)


@given(st.text(max_size=40) | VIETNAMESE)
def test_composition_does_not_matter(text: str) -> None:
    assert match_key(unicodedata.normalize("NFD", text)) == match_key(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("text", ["1,000", "20,000", "12,0"])
def test_a_comma_in_a_count_is_asked_about_not_guessed(text: str) -> None:
    assert read_number("s", text, "count", "").rule_id == "VAL-02"


def test_a_leading_zero_is_no_thousands_group() -> None:
    assert read_number("s", "0.125", "decimal", "kg").number == 0.125
    assert read_number("s", "00.123", "count", "").rule_id == "VAL-02"


def test_a_bound_does_not_hide_an_error() -> None:
    assert read_number("s", "hơn 12,5", "count", "").rule_id == "VAL-02"
    assert read_number("s", "hơn 12,5 nghìn", "count", "") == (12500.0, None, None, "gt", "VAL-10", None)


def test_a_percent_sign_of_a_decimal_field_stands_next_to_the_number() -> None:
    assert read_number("s", "-12,5%", "decimal", "%").number == -12.5
    assert read_number("s", "-12,5 %", "decimal", "%").number == -12.5


def test_tidy_is_idempotent_behind_zero_width() -> None:
    assert tidy("a\u200b\u0301") == "á" == tidy(tidy("a\u200b\u0301"))
