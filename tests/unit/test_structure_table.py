"""What a reader of another basis is told beside a figure: lower bound, estimate, refusal, not comparable."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.cli.structure_table import note_text, value_text

PLAIN: dict[str, Any] = {
    "value": 12.0, "lower_bound": 12.0, "is_partial": False, "is_estimated": False, "refusal_vi": None,
    "not_comparable_vi": None, "never_reported_vi": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "value", "note"),
    [
        ({}, "12", ""),
        ({"is_partial": True, "never_reported_vi": "Xã Đại An"}, "≥ 12", "Số tối thiểu: chưa có báo cáo của Xã Đại An."),
        ({"is_partial": True}, "≥ 12", "Số chưa đủ: còn báo cáo chưa nhận."),
        ({"is_estimated": True}, "≈ 12", "Số ước tính theo tỷ lệ chia đã khai báo."),
        ({"value": None, "is_partial": True, "refusal_vi": "Không tách được."}, "—", "Không tách được."),
        ({"not_comparable_vi": "Không so sánh được: thiếu."}, "12", "Không so sánh được: thiếu."),
        ({"is_partial": True, "lower_bound": None, "never_reported_vi": "Xã Đại An"}, "12", "Chưa trọn địa bàn: chưa có báo cáo của Xã Đại An."),
    ],
)  # fmt: skip
def test_words_beside_a_figure(change: dict[str, Any], value: str, note: str) -> None:
    row = PLAIN | change
    assert value_text(row) == value
    assert note_text(row) == note
