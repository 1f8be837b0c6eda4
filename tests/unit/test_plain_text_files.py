"""Two readings of one text file: what is read together, as columns, is to the letter what is read file by file."""

from __future__ import annotations

import json
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingestion.parsing import parse_chunk as parsing
from ingestion.parsing.parse_chunk import ParsedBatch, Received, parse_chunk
from ingestion.parsing.plain_files import LONGEST, TOGETHER, read_plain
from ingestion.parsing.unfold import unfolded
from tests.unit.words_apart import same

_NOTHING = read_plain([])


def _named(contents: list[bytes], suffix: str) -> list[Received]:
    return [Received(f"{n:02}", f"bao-cao-{n}.{suffix}", content) for n, content in enumerate(contents)]


def _by_one(files: list[Received]) -> ParsedBatch:
    with patch.object(parsing, "read_plain", lambda _, fold: _NOTHING):
        return parse_chunk(files)


def _check(contents: list[bytes], suffix: str) -> set[int]:
    """Both readings say the same; returns which of the files are plain."""
    files = _named(contents, suffix)
    same(parse_chunk(files), _by_one(files))
    twice = _named([*contents, *contents], suffix)  # so that two at least have the same words
    same(unfolded(parse_chunk(twice, fold=True)), parse_chunk(twice))
    return set(read_plain(files).opened)


def _csv(rows: list[list[str]], count: str, total: str, *, end: str = "\n", mark: str = "\ufeff") -> bytes:
    lines = [["_row_count", "", "", "", count], ["_control_total", "", "", "", total], *rows]
    return (mark + "".join(";".join(line) + end for line in lines)).encode()


_ROWS = [
    ["", "STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"],
    ["form_code", "", "Mẫu số", "", "F01", ""],
    ["secrecy", "", "Độ mật", "", "Không mật", ""],
    ["households", "", "Số hộ (thôn, xóm)", "hộ", "3299", "a, b"],
    ["fireworks_kg", "", "Pháo", "kg", "1.234,5", ""],
    ["q1_plan_date", "", "Ngày", "", "17/03/2024", "  "],
]
_GOOD = _csv(_ROWS, "6", "4533,5")
_HOUSEHOLDS = (_GOOD.index(b"3299") + 0.5) / len(_GOOD)
_LIST = _csv([*_ROWS[:3], ["_stt", "unit_code", "x"], ["1", "13633", "4"], ["2", "13636", "5", "", "7"]], "6", "7")
_DOCUMENT = {
    "form_code": "F01", "note": "Số liệu", "values": {"households": 3299, "fireworks_kg": 1.5, "q1_plan": True, "fires": None},
    "lines": [{"unit_code": "13633", "members": 2}, {"unit_code": "13636", "members": ""}, {}],
}  # fmt: skip
_GOOD_JSON = json.dumps(_DOCUMENT, ensure_ascii=False, indent=1).encode()

_TEXTS = st.one_of(
    st.text(st.sampled_from("aĐổ ẩ,\t.-_0159\u00a0\u200b\u0661\U0001f600"), max_size=8),
    st.sampled_from(
        ["secrecy", "_stt", "_row_count", "_control_total", "households", "12", "-3", "0", "12,5", "1.234", "1 234", " 7 ",
         "999999999999", "123456789012345", "9" * 20, "1.5.2", "\u0663", "17/03/2024", "hơn 20", "\ufeff", "x" * 300]
    ),
)  # fmt: skip
_GRIDS = st.lists(st.lists(_TEXTS, max_size=6), max_size=7)
_STATED = st.sampled_from(["", " ", "0", "2", "3", " 4 ", "5", "12", "12,50", "-", "một"])


@settings(deadline=None, max_examples=40)
@given(_GRIDS, _STATED, _STATED, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff", "\ufeff\ufeff"]))
@example(_ROWS, "6", "4533,5", "\r\n", "")
@example([["secrecy"], ["a", "", "", "", "9" * 30], ["b", "", "", "", "0,1"]], "3", "1", "\n", "")
@example([["a", "", "", "", "1"], ["secrecy", "", "", "", "2"], ["secrecy", "", "", "", "4"]], "3", "4", "\n", "")
@example([[" ", "\u2003"], ["x"], ["\t "], [""]], "2", "", "\n", "")
@example([["a,b"], ["c,d"], ["e,f;g"]], "3", "", "\n", "")
@example([["a", "", "", "", n] for n in ("1" + "0" * 28, "6", "6")], "3", "1" + "0" * 26 + "20", "\n", "")
def test_csv_files_are_read_alike(rows: list[list[str]], count: str, total: str, end: str, mark: str) -> None:
    _check([_csv(rows, count, total, end=end, mark=mark), _GOOD], "csv")


_WIDE = b";" * 3000 + b"x"
_PIECES = st.sampled_from(
    [b"", b";", b"\n", b"\r", b"\r\n", b'"', b"'", b",", b"\t", b"\x00", b"\x0b", b"\x1c", b"\x85", b"\xff", b"\xc2", b" ",
     b"\xc2\x85", b"\xe2\x80\xa8", b"_x0001_", b"_x000", b"_stt", b"secrecy", b"\n;;;;\n", b"\n\n", _WIDE, b"9", b",5",
     b"_row_count;;;;1", b"\nabc,1\n", b"{", b"}", b"[", b"]", b":", b"null", b"1e999", b"-0.0", b"\\u0001", b"\\b", b"\\f", b"\\\\f", b"\x7f", b"\\ud800",
     b'"a":1,', b'"a" :1,"a":2,', b'{"b":1}', b"<", b"\xef\xbb\xbf", b"12345678901234567890"]
)  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(["csv", "lists", "json"]), st.floats(0, 1), st.integers(0, 12), _PIECES)
@example("csv", 0.0, 3, b"")
@example("csv", 0.99, 0, _WIDE)
@example("csv", _HOUSEHOLDS, 0, b"\n" + b";" * 800 + b"\n")
@example("csv", 0.99, 0, b"\n" + b"x;" * 700 + b"\n")
@example("csv", _HOUSEHOLDS, 1, b"\r")
@example("json", 1.5 / len(_GOOD_JSON), 0, b'"a" :1,"a":2,')
@example("json", 0.0, 0, b"\xef\xbb\xbf")
def test_what_is_written_oddly_is_read_alike(kind: str, where: float, cut: int, piece: bytes) -> None:
    good = {"csv": _GOOD, "lists": _LIST, "json": _GOOD_JSON}[kind]
    at = int(where * len(good))
    spoiled = good[:at] + piece + good[at + cut :]
    plain = _check([good, spoiled, good.replace(b"3299", b"3300")], "json" if kind == "json" else "csv")
    assert {0, 2} <= plain, "an odd file beside them spoils no other"


_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64),
    st.floats(allow_nan=False),
    _TEXTS,
    st.just([1]),
    st.just({"a": 1}),
)
_NAMES = st.sampled_from(["households", "form_code", "values", "lines", "số hộ", "A", "a/b", "x:y", ""])


@settings(deadline=None, max_examples=40)
@given(
    st.dictionaries(_NAMES, _VALUES, max_size=4),
    st.dictionaries(_NAMES, _VALUES, max_size=4),
    st.lists(st.dictionaries(_NAMES, _VALUES, max_size=2), max_size=3),
    st.booleans(),
)
@example({}, {}, [], True)
@example({"note": "12:30"}, {"households": "a\": 1"}, [{}, {"a": 10**19}], True)  # fmt: skip
def test_documents_are_read_alike(
    top: dict[str, object], values: dict[str, object], lines: list[dict[str, object]], ascii_only: bool
) -> None:
    document = top | {"values": values, "lines": lines}
    _check([json.dumps(document, ensure_ascii=ascii_only).encode(), _GOOD_JSON], "json")


@pytest.mark.parametrize("said", ["\x01", "\b", "\f", "_x0001_"])
def test_control_characters_are_found(said: str) -> None:
    rows = [*_ROWS, ["fires", "", "", "", said]]
    for content, suffix in (
        (_csv(rows, "7", "4533,5"), "csv"),
        (json.dumps(_DOCUMENT | {"note": said}).encode(), "json"),
        (json.dumps(_DOCUMENT | {"note": said}, ensure_ascii=False).encode(), "json"),
    ):
        _check([content], suffix)
        assert parse_chunk(_named([content], suffix)).findings["rule_id"].to_list() == ["CELL-04"]


@pytest.mark.parametrize(
    ("content", "suffix", "rules"),
    [
        (_GOOD, "csv", []),
        (_LIST, "csv", []),
        (_csv(_ROWS, "7", "4533,5"), "csv", ["CSV-02"]),
        (_csv(_ROWS, "6", "4533,6", end="\r\n", mark=""), "csv", ["CSV-03"]),
        (_csv([*_ROWS, [";;;;"], [" ", ""]], "6", ""), "csv", []),
        (_GOOD_JSON, "json", []),
        (json.dumps(_DOCUMENT | {"note": "lúc 12:30"}).encode(), "json", []),
    ],
)
def test_what_programs_write_is_plain(content: bytes, suffix: str, rules: list[str]) -> None:
    read = read_plain(_named([content], suffix))
    assert set(read.opened) == {0}
    assert read.findings["rule_id"].to_list() == rules


def test_what_the_gate_refuses_is_not_read() -> None:
    files = [
        Received("a", "bao-cao.xlsx", _GOOD),
        Received("b", "bao-cao.csv", _GOOD_JSON),
        Received("c", "x.csv", _GOOD),
    ]
    assert set(read_plain(files).opened) == {2}


def test_files_are_read_in_groups_that_fit_in_memory() -> None:
    row = "a;" + "x" * 98 + "\n"
    long = _GOOD + row.encode() * ((LONGEST - len(_GOOD)) // len(row))
    files = _named([long] * (TOGETHER // len(long) + 2) + [long + row.encode() * 2], "csv")
    with patch.object(pl.Series, "cast", autospec=True, side_effect=pl.Series.cast) as cast:
        read = read_plain(files)
    assert set(read.opened) == set(range(len(files) - 1)), "a long file is read alone, by the other reading"
    groups = [len(call.args[0]) for call in cast.call_args_list if call.args[0].dtype == pl.Binary]
    assert len(groups) == 2
    assert read.cells["submission_id"].n_unique() == len(files) - 1
