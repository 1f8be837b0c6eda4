"""Vietnamese dates, choices, codes and spellings, as cells really hold them."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.vn import mst

from ingestion.cleaning.clean_batch import _choices
from ingestion.cleaning.codes import code_key, read_code
from ingestion.cleaning.dates_and_choices import read_choice, read_date, read_text
from ingestion.cleaning.reading import MISSING, Reading
from ingestion.cleaning.unicode_text import match_key, tidy
from quality.contracts.registry import forms, header

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằấểễộờứỳỵĐÂÔ 0123456789.,-%/", max_size=30)


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
        ("s", "1/7/2025", date(2025, 7, 1), None),
        ("s", "01-07-2025", date(2025, 7, 1), None),
        ("s", "01.07.2025.", date(2025, 7, 1), None),
        ("s", "01 / 07 / 2025", date(2025, 7, 1), None),
        ("s", "ngày 01 tháng 7 năm 2025", date(2025, 7, 1), None),
        ("s", "Ngày 1 tháng 07 năm 2025.", date(2025, 7, 1), None),
        ("s", "ngay 01 thang 7 nam 2025", date(2025, 7, 1), None),
        ("s", "ngày 01/7/2025", date(2025, 7, 1), None),
        ("s", "'01/7/2025", date(2025, 7, 1), None),
        ("s", "ngày 31 tháng 6 năm 2025", None, "VAL-09"),
        ("s", "ngày 1 tháng 7 năm 25", None, "VAL-09"),
        ("s", "7/2025", None, "VAL-09"),
        ("s", "01072025", None, "VAL-09"),
        ("n", "45640.5", date(2024, 12, 14), "VAL-11"),
        ("s", "45640", date(2024, 12, 14), "VAL-11"),
        ("n", "2024", None, "VAL-09"),
        ("n", "99999", None, "VAL-09"),
        ("s", "tháng 12", None, "VAL-09"),
        ("n", "45640", date(2024, 12, 14), "VAL-11"),
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


def test_a_year_of_two_digits_is_refused_in_words() -> None:
    assert "bốn chữ số" in str(read_date("s", "14/12/24").detail)


def test_a_code_keeps_its_leading_zero() -> None:
    assert read_text(" 0600123456 ").text == "0600123456"
    assert read_code("s", " '0600123456 ").text == "0600123456"


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [("n", "13681", "13681"), ("s", "13681.0", "13681"), ("s", "13681,00", "13681"), ("s", "CQ – 001", "CQ-001"),
     ("s", "CQ\u2011001", "CQ-001"), ("s", "2024.1", "2024.1"), ("s", "TH 12", "TH 12"), ("s", "00123", "00123")],
)  # fmt: skip
def test_codes_as_spreadsheets_spoil_them(kind: str, text: str, code: str) -> None:
    assert read_code(kind, text) == Reading(text=code)


@given(st.integers(min_value=0, max_value=10**9 - 1).map(lambda n: f"{n:09d}"))
def test_a_tax_code_gets_its_zero_back_only_when_the_check_digit_fits(digits: str) -> None:
    reading = read_code("n", digits, tax_code=True)
    assert (reading.rule_id == "TAX-01") == mst.is_valid("0" + digits)
    assert reading.text == ("0" + digits if reading.rule_id else digits)
    assert read_code("n", digits) == Reading(text=digits)


def test_ways_to_write_one_code_have_one_key() -> None:
    assert len({code_key(c) for c in ("CQ-001", "cq 001", "CQ - 001", "CQ–001", "CQ.001")}) == 1
    assert code_key("CQ-010") != code_key("CQ-001")


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


@given(VIETNAMESE)
def test_tidy_settles(text: str) -> None:
    for form in ("NFC", "NFD"):
        spelled = unicodedata.normalize(form, text)
        assert tidy(tidy(spelled)) == tidy(spelled)


@given(st.text(max_size=40) | VIETNAMESE)
def test_composition_does_not_matter(text: str) -> None:
    assert match_key(unicodedata.normalize("NFD", text)) == match_key(unicodedata.normalize("NFC", text))


def test_tidy_is_idempotent_behind_zero_width() -> None:
    assert tidy("a\u200b\u0301") == "á" == tidy(tidy("a\u200b\u0301"))
