"""Legacy fonts are found and converted; correct Unicode is never touched."""

from __future__ import annotations

import re
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.cleaning import legacy_encodings
from ingestion.cleaning.legacy_encodings import candidates, decoded, encoded_vni
from ingestion.cleaning.legacy_text import decode_legacy
from ingestion.cleaning.syllables import is_syllable
from ingestion.shapes import CELL

# words of reports, with every vowel and every tone
WORDS = re.findall(
    r"\w+",
    """thành phố Nam Định tổ dân phố số phường xã Mỹ Lộc Vị Xuyên Cửa Bắc Năng Tĩnh Quang Trung báo cáo phong trào
    toàn dân bảo vệ an ninh quốc nhóm hộ khẩu mô hình lượt người được tuyên truyền nghìn mới dừng kỷ luật ngõ xóm thủy
    thuỷ hoà hòa quý quỹ giữ gìn giếng khuya khuỷu ngoằn oẳng sẵn sàng đẹp đẻ kẽ kẻ lễ bể ỉa chĩa chịu lỗi lỡ lợp lờ
    bướm bưởi cưỡng cử ứng lũ lủng ụ ỳ tỵ tỷ mỹ ý ẩm ẫm ậm ấm ầm ẵm ặc ắc ằng ẽo ẹp é è ê ế ề ể ễ ệ""",
)
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=2, max_size=8).map(" ".join)


def encoded_tcvn3(text: str) -> str:
    back = {v: chr(k) for k, v in legacy_encodings._TCVN3.items() if v != "\u00a0"}
    return "".join(back.get(char, char) for char in text)


def cells(*texts: str, submission_id: str = "x") -> pl.DataFrame:
    rows = [(submission_id, "Báo cáo", f"E{n}", n, 5, "s", text) for n, text in enumerate(texts, start=1)]
    return pl.DataFrame(rows, schema=CELL, orient="row")


@pytest.mark.parametrize("word", WORDS)
def test_words_of_reports_are_syllables(word: str) -> None:
    for spelled in (word, word.upper(), unicodedata.normalize("NFD", word)):
        assert is_syllable(spelled)


@pytest.mark.parametrize(
    "word", ["Thµnh", "Thaønh", "Café", "Müller", "m²", "hoẩch", "các̀", "", "Zalo", "krông", "càc"]
)
def test_other_words_are_none(word: str) -> None:
    assert not is_syllable(word)


@given(SENTENCES)
def test_vni_reads_back(text: str) -> None:
    assert decoded(encoded_vni(text), "VNI") == text
    assert decoded(encoded_vni(text.upper()), "VNI") == text.upper()


@given(SENTENCES)
def test_tcvn3_reads_back(text: str) -> None:
    # capitals with a tone are not in the fonts; all else comes back
    assert decoded(encoded_tcvn3(text.lower()), "TCVN3") == text.lower()


@given(SENTENCES, st.sampled_from(["NFC", "NFD"]), st.sampled_from([str, str.upper, str.title]))
def test_correct_unicode_is_never_taken_for_legacy(text: str, form: str, case: object) -> None:
    spelled = unicodedata.normalize(form, case(text))  # type: ignore[operator]
    assert candidates(spelled) == []
    assert decode_legacy(cells(spelled, spelled)).cells.equals(cells(spelled, spelled))


@given(st.text(alphabet=st.characters(max_codepoint=0x2FFF), max_size=30))
def test_a_text_with_letters_of_unicode_stays(text: str) -> None:
    odd = text + " được"
    assert decode_legacy(cells(odd, odd)).cells["text"].to_list() == [odd, odd]


@pytest.mark.parametrize(
    "text",
    ["Hòa Bình", "Ðô thành", "«Zalo an ninh»", "25 m² và 3 m³", "5 °C ± 1", "Café Müller", "São Paulo", "naïve", "½",
     "kế hoạch", "Bình­ yên", "không có"],
)  # fmt: skip
def test_what_stays_as_it_is(text: str) -> None:
    assert decode_legacy(cells(text, text)).cells["text"].to_list() == [text, text]


@pytest.mark.parametrize(
    ("typed", "encoding", "read"),
    [
        ("Thµnh phè Nam §Þnh", "TCVN3", "Thành phố Nam Định"),
        ("NG¦êI LËP BIÓU", "TCVN3", "NGƯỜI LẬP BIỂU"),
        ("ph­êng Quang Trung tr­íc", "TCVN3", "phường Quang Trung trước"),
        ("Ph\u00adêng Thèng NhÊt", "TCVN3", "Phường Thống Nhất"),
        ("Tæ d©n phè sè 5, kh«ng ph¸t sinh", "TCVN3", "Tổ dân phố số 5, không phát sinh"),
        ("Thaønh phoá Nam Ñònh", "VNI", "Thành phố Nam Định"),
        ("COÂNG AN PHÖÔØNG", "VNI", "CÔNG AN PHƯỜNG"),
        ("Öôùc tính ñeán ngaøy 14/12", "VNI", "Ước tính đến ngày 14/12"),
    ],
)
def test_what_is_converted_and_said(typed: str, encoding: str, read: str) -> None:
    found = decode_legacy(cells("Báo cáo quý I", typed))
    assert found.cells["text"].to_list() == ["Báo cáo quý I", read]
    assert found.typed.rows() == [("x", "Báo cáo", "E2", typed)]
    finding = found.findings.row(0, named=True)
    assert (finding["rule_id"], finding["detail"][: len(encoding)]) == ("TEXT-01", encoding)
    assert f"1 ô (ví dụ Báo cáo!E2: “{read}”)" == finding["expected"]


def test_a_text_that_could_be_either_follows_its_file() -> None:
    legacy = decode_legacy(cells("Thµnh phè Nam §Þnh", "phè"))
    assert legacy.cells["text"].to_list() == ["Thành phố Nam Định", "phố"]
    mixed = decode_legacy(cells("Thµnh phè Nam §Þnh", "phè", "Số hộ dân"))
    assert mixed.cells["text"].to_list() == ["Thành phố Nam Định", "phè", "Số hộ dân"]


def test_one_odd_word_is_no_font() -> None:
    assert decode_legacy(cells("§Þnh")).findings.is_empty()


def test_files_do_not_decide_for_each_other() -> None:
    both = pl.concat([cells("Thµnh phè Nam §Þnh"), cells("phè", submission_id="y")])
    assert decode_legacy(both).cells["text"].to_list() == ["Thành phố Nam Định", "phè"]
