"""The signature block is told from figures: every name under it, never a figure above it."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.parsing.cells import address, kind_and_text
from ingestion.parsing.signature_block import signature_block
from ingestion.shapes import CELL

TABLE = [
    ["BÁO CÁO PHONG TRÀO"],
    ["STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"],
    [1, "Số nhóm", "nhóm", 12],
    [2, "Số thành viên", "người", 340],
]
SIGNED = [
    [],
    [None, None, None, "Nam Định, ngày 10 tháng 01 năm 2025"],
    [None, "NGƯỜI LẬP BIỂU", None, "THỦ TRƯỞNG ĐƠN VỊ"],
    [None, "(Ký, ghi rõ họ tên)", None, "(Ký tên, đóng dấu)"],
    [],
    [None, "Họ Tên Một", None, "Họ Tên Hai"],
]


def cells(rows: list[list[object]], sheet: str = "Báo cáo") -> pl.DataFrame:
    made = [
        ("x", sheet, address(r, c), r, c, *kind_and_text(value))
        for r, row in enumerate(rows, start=1)
        for c, value in enumerate(row, start=1)
        if value is not None
    ]
    return pl.DataFrame(made, schema=CELL, orient="row")


def block(rows: list[list[object]]) -> set[str]:
    return set(signature_block(cells(rows))["cell"])


def test_the_block_is_everything_from_the_day_down() -> None:
    assert block(TABLE + SIGNED) == {"D6", "B7", "D7", "B8", "D8", "B10", "D10"}


def test_a_sheet_without_signatures_has_no_block() -> None:
    assert block(TABLE) == set()


@pytest.mark.parametrize(
    "heading",
    [
        "NGƯỜI LẬP BIỂU",
        "Người lập biểu",
        unicodedata.normalize("NFD", "Người lập biểu"),
        "nguoi lap bieu",
        "Thủ trưởng đơn vị",
        "KT. CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN",
        "PHÓ CHỦ TỊCH",
        "GIÁM ĐỐC",
        "HIỆU TRƯỞNG",
        "TRƯỞNG CÔNG AN PHƯỜNG",
        "Nơi nhận:",
        "Người lập biểu: Họ Tên Một",
    ],
)
def test_headings_of_every_kind_of_office(heading: str) -> None:
    assert block([*TABLE, [], [None, heading], [], [None, "Họ Tên Một"]]) == {"B6", "B8"}


@pytest.mark.parametrize("text", ["Chủ tịch xã đã ký 2 kế hoạch", "Giám đốc Công an tỉnh khen", "Tổ trưởng tổ dân phố"])
def test_titles_inside_a_sentence_are_no_heading(text: str) -> None:
    assert block([*TABLE, [None, text]]) == set()


def test_a_heading_above_figures_cuts_nothing_off() -> None:
    assert block([[None, "NGƯỜI LẬP BIỂU"], *TABLE]) == set()


def test_hidden_field_ids_below_keep_a_row_in_the_table() -> None:
    assert block([[None, "NGƯỜI LẬP BIỂU"], ["zalo_groups", 1, "Số nhóm", "nhóm", "không"]]) == set()


def test_serial_numbers_printed_down_the_first_column_are_no_figures() -> None:
    rows = [["STT", "Mã", "Số điểm"], [1, "MH-01", 4], [2, "NGƯỜI LẬP BIỂU"], [3, "Họ Tên Một"], [4], [5]]
    assert block(rows) == {"B3", "B4"}


@given(st.integers(0, 12), st.integers(0, 6))
def test_no_figure_is_ever_in_the_block(at: int, gap: int) -> None:
    rows = [*TABLE, *([[]] * gap)]
    rows = [*rows[: at % (len(rows) + 1)], *SIGNED, *rows[at % (len(rows) + 1) :]]
    numbers = {
        c for c, kind, col in cells(rows).select("cell", "kind", "col_no").iter_rows() if kind == "n" and col > 1
    }
    assert not block(rows) & numbers
