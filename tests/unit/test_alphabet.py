"""Names in the order of the Vietnamese alphabet, which neither code points nor a plain ASCII folding give."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from orchestration.review_page.alphabet import alphabet_key

IN_ORDER = [
    "Phường Cửa Bắc", "Phường Cửa Nam", "Phường Đông A", "Phường Hưng Lộc", "Phường Lộc Hạ", "Phường Lộc Hòa",
    "Phường Lộc Vượng", "Phường Nam Phong", "Phường Năng Tĩnh", "Tổ 2", "Tổ 10", "Xã Mỹ Hà", "Xã Mỹ Phúc",
]  # fmt: skip


def test_units_stand_as_in_a_dictionary() -> None:
    mixed = [*IN_ORDER[7:], *IN_ORDER[:7]]
    assert sorted(mixed, key=alphabet_key) == IN_ORDER
    # a, then the five tones in their order, then ă and â
    assert sorted(["ấ", "ạ", "á", "ã", "ả", "à", "a", "ă"], key=alphabet_key) == [
        "a",
        "à",
        "ả",
        "ã",
        "á",
        "ạ",
        "ă",
        "ấ",
    ]


@given(st.text("aăâdđeêơưàảãáạẳứ 12AĐ.", max_size=12))
def test_the_form_of_unicode_does_not_matter(name: str) -> None:
    assert alphabet_key(unicodedata.normalize("NFD", name)) == alphabet_key(name)
