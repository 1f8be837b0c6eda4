"""What labels say of a cell: those of its own row and column, and the key of a JSON document; no other ones."""

from __future__ import annotations

import polars as pl

from quality.personal_data.allowed import allowed
from quality.personal_data.closed_schema import personal_cells
from quality.personal_data.labels import labels_around
from quality.personal_data.shape import TEXT


def _texts(*cells: tuple[str, str, int, int, str]) -> pl.DataFrame:
    rows = [(file, "cell", "Báo cáo", place, row, col, "s", text) for file, place, row, col, text in cells]
    return pl.DataFrame(rows, schema=TEXT, orient="row")


def test_labels_are_left_in_the_row_and_above_in_the_column() -> None:
    texts = _texts(
        ("a", "C1", 1, 3, "Số tài khoản"), ("a", "A2", 2, 1, "Điện thoại"), ("a", "B3", 3, 2, "CCCD"),
        ("a", "C2", 2, 3, "3649123"), ("a", "D2", 2, 4, "Hộ chiếu"), ("b", "A2", 2, 1, "BHXH"), ("b", "C2", 2, 3, "3649123"),
    )  # fmt: skip
    around = labels_around(texts.filter(pl.col("text") == "3649123"), texts)
    assert around == {("a", "Báo cáo", "C2"): {"phone", "bank"}, ("b", "Báo cáo", "C2"): {"insurance"}}


def test_a_key_is_the_label_of_its_value() -> None:
    texts = _texts(
        ("a", "/values/so_dien_thoai", 0, 1, "12 34 56"), ("a", "/values/households", 0, 2, "123456"),
        ("b", "/lines/0/so_dien_thoai", 1, 1, "65 43 21"), ("b", "/", 0, 1, "x"),
    )  # fmt: skip
    found = personal_cells(texts, {}, allowed(None))
    assert found.select("submission_id", "cell", "label_kind").rows() == [
        ("a", "/values/so_dien_thoai", "phone"),
        ("b", "/lines/0/so_dien_thoai", "phone"),
    ]
