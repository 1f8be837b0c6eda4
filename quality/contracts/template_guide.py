"""The sheet "Hướng dẫn" of every blank workbook: how to fill it in, in a ward official's words."""

from __future__ import annotations

import math
from typing import Any

from quality.contracts.form_model import Form
from quality.contracts.template_conditions import in_words
from quality.contracts.template_validation import KIND_VI, PERIOD_VI

_WHILE_TYPING = "Khi đang điền: ô chuyển màu đỏ là LỖI phải sửa, màu vàng là số liệu cần kiểm tra, giải trình"
_WIDTH = 76  # fits an upright page as it is
_ADVICE = (
    "Điền đủ các ô màu vàng có dấu *; không phát sinh ghi 0. Ô để trống được hiểu là CHƯA CÓ số liệu, không phải 0.",
    "Chỉ ghi chữ số vào ô số liệu, ví dụ 1.250 hoặc 12,5. Giải thích ghi ở cột Ghi chú.",
    "Số trong kỳ tính từ ngày đến ngày ghi ở phần chung; số hiện có (mô hình, nhóm, tổ...) tính đến ngày cuối kỳ.",
    "Tuyệt đối KHÔNG ghi họ tên, số điện thoại, số căn cước, địa chỉ hoặc tài khoản của bất kỳ ai. Chỉ ghi số lượng.",
    "Chỉ gửi tài liệu KHÔNG MẬT. Tài liệu có độ mật sẽ bị giữ lại, không được xử lý.",
    "Không xóa, chèn dòng hoặc cột; không đổi tên trang tính.",
    "Gửi lại bản đã sửa: tăng số Lần gửi lên 1, ghi số lần gửi được đính chính và lý do.",
)


def write_guide(sheet: Any, look: dict[str, Any], form: Form) -> None:
    """Fill the guide sheet of ``form``."""
    sheet.set_column(0, 0, _WIDTH)
    sheet.write(0, 0, f"Hướng dẫn điền mẫu {form.code}", look["title"])
    for row, sentence in enumerate((*_deadlines(form), *_ADVICE), start=1):
        _write(sheet, row, f"{row}. {sentence}", look["text"])
    row = len(_deadlines(form)) + len(_ADVICE) + 2
    _write(sheet, row, _WHILE_TYPING, look["section"])
    for severity, message, action in in_words(form):
        row += 1
        kind = "LỖI" if severity == "error" else "CẦN GIẢI TRÌNH"
        _write(sheet, row, f"{kind}: {message} {action}", look["text"])
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write(sheet: Any, row: int, sentence: str, look: Any) -> None:
    sheet.set_row(
        row, 16.5 * math.ceil(len(sentence) / (_WIDTH - 6)) + 2
    )  # programs do not all fit rows to wrapped text
    sheet.write_string(row, 0, sentence, look)


def _deadlines(form: Form) -> list[str]:
    lines = []
    for due in form.reporting:
        who = ", ".join(KIND_VI[k] for k in due.submitter_kinds)
        part = f" (chỉ kỳ thứ {', '.join(map(str, due.sub_periods))} trong năm)" if due.sub_periods else ""
        lines.append(
            f"{who}: báo cáo {PERIOD_VI[due.period_type]}{part}, "
            f"gửi trong {due.deadline_working_days} ngày làm việc sau ngày cuối kỳ."
        )
    return lines
