"""Names of many files at once: what a quick look leaves out holds nothing that the long one would mask."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.personal_data import file_names
from quality.personal_data.allowed import Allowed, allowed
from quality.personal_data.bare_patterns import may_hold_numbers, without_surroundings
from quality.personal_data.file_names import safe_name, safe_names
from quality.personal_data.folding import fold, normalise
from quality.personal_data.number_spans import find_numbers
from quality.personal_data.patterns import Pattern, patterns
from tests.personal_data.corpus import corpus

_NOBODY: Allowed = allowed(None)
_SENDER = "13633"


def test_a_name_is_masked_alone_and_among_others_alike() -> None:
    said = list(dict.fromkeys(text.said for case in corpus(2) for text in case.texts))
    names = [name for text in said for name in (f"{text}.xlsx", f"bao_cao_{text.replace(' ', '_')}_{_SENDER}.csv")]
    masked = safe_names(names, [_SENDER] * len(names), _NOBODY)
    assert [(n, m) for n, m in zip(names, masked, strict=True) if m != safe_name(n, _NOBODY, _SENDER)] == []
    assert sum(m != n for n, m in zip(names, masked, strict=True)) > len(names) / 4


def test_ordinary_names_are_not_looked_at_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(*_: object) -> str:
        raise AssertionError

    monkeypatch.setattr(file_names, "safe_name", look)
    names = ["bao-cao-000123.csv", "BC quý I năm 2024.xlsx", "mau_F01_lan2.json", "F01_2024-Q1.xlsx", "000123"]
    assert safe_names(names, [_SENDER] * 5, _NOBODY) == names
    for name in (
        "bao cao 0912 345 678.csv",
        "Nguyễn Văn Bình.xlsx",
        "STK 123456789.xlsx",
        "dt0912345.xlsx",
        "số ² ٣.csv",
    ):
        with pytest.raises(AssertionError):
            safe_names([name], [_SENDER], _NOBODY)


@pytest.mark.parametrize("pattern", patterns(), ids=lambda p: p.id)
@settings(deadline=None, max_examples=5)
@given(st.data())
def test_what_a_pattern_matches_is_suspect(pattern: Pattern, data: st.DataObject) -> None:
    text = normalise(data.draw(st.from_regex(without_surroundings(pattern.regex.pattern))))
    if pattern.regex.search(text):
        assert pl.Series([text]).str.contains(without_surroundings(pattern.regex.pattern))[0] or not text.isascii()
    if find_numbers(text, "s", frozenset()):
        assert may_hold_numbers(pl.Series([text]), pl.Series([fold(text)]))[0]


def test_a_pattern_loses_what_stands_around_it_and_nothing_else() -> None:
    written = r"(?i)(?<![\w/.(])\bsinh(?: (?!năm )\d{4}| ngày)\)?(?=[)(]x(?:y)|$)[^()\]\b](?-i:A)\(?"
    assert without_surroundings(written) == r"(?i)sinh(?: \d{4}| ngày)\)?[^()\]\b](?-i:A)\(?"
