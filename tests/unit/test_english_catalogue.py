"""Every text a page can show has its English: those of the contracts, of states that are rare, of periods."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import orchestration
from orchestration.review_page.both_languages import both_languages
from orchestration.review_page.english import English
from orchestration.review_page.headline import change_words
from orchestration.review_page.kind_page import _SENT_VI
from orchestration.review_page.row_words import in_words, period_words
from orchestration.wording import KIND_VI, NOT_SHOWN_VI, PHASING_VI, STATE_VI, state_text
from quality.contracts.registry import indicators, themes

NAMES = {i.name_vi: i.name_en for i in indicators().values()}
ENGLISH = English(NAMES, ("Phường Quang Trung",))


def without_english(texts: Any) -> list[str]:
    return sorted({text for text in texts if text and ENGLISH.say(text) is None})


def test_what_the_contracts_say() -> None:
    kinds = indicators().values()
    assert without_english(d.definition_vi for i in kinds for d in (i, *i.earlier)) == []
    assert without_english(i.unit_vi for i in kinds) == []
    assert without_english(t.title_vi for t in themes()) == []


def test_words_of_states_kinds_and_periods() -> None:
    states = ("met", "missed", "on_track", "behind", "not_assessable", "no_target", "not_due")
    parts = ["Y", "H1", "H2", "N9", *(f"Q{n}" for n in range(1, 5)), *(f"M{n:02}" for n in range(1, 13))]
    assert without_english([*KIND_VI.values(), *STATE_VI.values(), *NOT_SHOWN_VI.values(), *_SENT_VI.values()]) == []
    assert without_english(map(state_text, states)) == []
    assert without_english(period_words(f"ND09:2024-{part}") for part in parts) == []
    assert without_english([period_words("SCHOOL_YEAR:2024-Y")]) == []


ROW = {
    "indicator_code": "x", "name_vi": "Số vụ", "unit_vi": "vụ", "previous_year": 2023, "base_year": 2024, "target_year": 2025,
    "previous_value": 5.0, "base_value": 12.0, "display_value_vi": "12", "change": 7.0, "change_pct": 140.0, "comparable": True,
    "not_comparable_reason": None, "target_value": 10.0, "comparator": "at_most", "target_phasing": "linear",
    "to_date_value": 3.0, "to_date_through": date(2025, 6, 14), "expected_to_date": 5.0, "attainment_state": "on_track",
    "units_reported": 20, "units_expected": 21, "lower_bound": 12.0, "upper_bound": 12.0,
}  # fmt: skip
HIDDEN = [
    {},
    {"base_value": None, "display_value_vi": None, "value_state": "suppressed"},
    {"base_value": None, "display_value_vi": None, "value_state": "missing"},
    {"previous_value": None, "previous_value_state": "suppressed", "change": None, "change_state": "suppressed"},
    {"previous_value": None, "change": None, "comparable": False},
    {"change": 0.0}, {"change": -3.0, "change_pct": None}, {"unit_vi": "%"}, {"upper_bound": None, "lower_bound": 11.0},
    {"upper_bound": 15.0},
]  # fmt: skip
TARGETS: list[dict[str, Any]] = [
    {}, {"target_value": None}, {"to_date_value": None},
    {"to_date_value": None, "to_date_value_state": "suppressed"},
    {"target_value": None, "target_value_state": "suppressed", "to_date_value": None, "to_date_value_state": "suppressed",
     "attainment_state": None, "attainment_state_state": "suppressed"},
    {"expected_to_date": None, "attainment_state": "missed"},
    *({"target_phasing": phasing} for phasing in PHASING_VI),
]  # fmt: skip


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_a_row_says_in_every_state(hidden: dict[str, Any]) -> None:
    said = []
    for target in TARGETS:
        words = in_words(ROW | hidden | target, [])
        said += [
            text for name, text in words.items() if name.endswith(("_vi", "_words")) and name != "name_vi" and text
        ]
    said.append(change_words(ROW | hidden))
    assert without_english(said) == []


def test_why_two_years_are_not_compared_is_said_in_english_whatever_the_models_say() -> None:
    models = Path(orchestration.__file__).parents[1] / "dbt_project"
    files = ("models/marts/indicator_actual_vs_target.sql", "macros/territory_reason_vi.sql")
    said = [text for file in files for text in re.findall(r"then\s+'([^']{12,})'", (models / file).read_text("utf-8"))]
    said = [text for text in said if not text.isascii()]
    assert len(said) > 12
    rows = [ROW | {"comparable": False, "not_comparable_reason": text} for text in said]
    rows.append(ROW | {"comparable": False, "not_comparable_reason": "Năm chưa kết thúc: số mới tính đến 14/06/2025, không so với"
                       " cả năm trước"})  # fmt: skip
    assert without_english(map(change_words, rows)) == []


def test_a_text_without_english_is_told_by_whoever_makes_the_pages() -> None:
    made = both_languages({"a.html": '<html lang="vi"><p>Câu chưa ai dịch</p></html>'}, ENGLISH)
    assert made.untranslated == ["Câu chưa ai dịch"]
