"""The sheet “Kết quả kiểm tra”: the verdict, one line a root cause with a link to its cell, room to explain."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from quality.return_slip import verdict_words as words
from quality.return_slip.cell_text import plain
from quality.return_slip.looks import Looks
from quality.return_slip.place_order import row_and_column
from quality.return_slip.slip import Slip, SlipLine

SHEET_NAME = "Kết quả kiểm tra"
ANSWER_COLUMN = 7  # 1-based: where the unit explains
KEY_COLUMN = 9  # 1-based, narrow and outside the print: which questions the answer in this row is about
KEY_MARK = "kho138:"
HEADINGS = ("TT", "Mức", "Vị trí", "Đang ghi", "Vấn đề", "Cách xử lý", "Giải trình của đơn vị", "Quy tắc")
_WIDTHS = (5, 12, 17, 17, 46, 38, 34, 11, 2)
_NOT_NEEDED = {"error": "Phải sửa; giải trình không thay cho sửa.", "quarantine": "Thường trực sẽ liên hệ."}
_FOOT = (
    "Ô có khung đỏ liền là LỖI, khung vàng đứt là CẦN GIẢI TRÌNH, khung xám gạch chéo là GIỮ LẠI; "
    "đưa chuột vào ô để xem ghi chú. "
    "Trong cột giải trình không ghi họ tên, số điện thoại, số căn cước hay địa chỉ của bất kỳ ai. "
    "Phiếu do phần mềm lập, không thay cho văn bản của Ban Chỉ đạo."
)


def write_first_sheet(book: Any, look: Looks, slip: Slip, titles: Mapping[str, str]) -> None:
    """Add the sheet to ``book``; ``titles`` are the sender's sheets a link can go to."""
    sheet = book.add_worksheet(SHEET_NAME)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    row = _head(sheet, look, slip)
    sheet.write_row(row, 0, HEADINGS, look("head"))
    sheet.repeat_rows(row)
    for number, line in enumerate(slip.lines, start=1):
        row += 1
        _line(sheet, look, row, number, line, titles)
    if not slip.lines:
        row += 1
        sheet.merge_range(row, 0, row, 7, "Không có vấn đề nào.", look("centre"))
    sheet.merge_range(row + 2, 0, row + 2, 7, _FOOT, look("foot"))
    sheet.set_row(row + 2, 32)
    _print(sheet, slip, row + 2)


def _head(sheet: Any, look: Looks, slip: Slip) -> int:
    sheet.merge_range(0, 0, 0, 3, plain(slip.head.committee_name.upper()), look("office"))
    sheet.merge_range(1, 0, 1, 7, "PHIẾU KẾT QUẢ KIỂM TRA BÁO CÁO", look("slip_title"))
    sheet.set_row(1, 26)
    row = 2
    if slip.head.note:
        sheet.merge_range(row, 0, row, 7, plain(slip.head.note), look("small"))
        row += 1
    tone = "error" if slip.head.verdict != "accepted" else "query" if slip.lines else "none"
    for key, text in words.head_rows(slip):
        sheet.merge_range(row, 0, row, 1, key, look("key"))
        sheet.merge_range(row, 2, row, 7, "", look("value"))
        sheet.write_string(row, 2, plain(text), look(f"verdict_{tone}" if key == "Kết quả" else "value"))
        sheet.set_row(row, 15.5 * max(1, math.ceil(len(text) / 165)) + 1.5)
        row += 1
    return row + 1


def _line(sheet: Any, look: Looks, row: int, number: int, line: SlipLine, titles: Mapping[str, str]) -> None:
    sheet.write_number(row, 0, number, look("centre"))
    done = line.answered or line.accepted
    tone = look("centre") if done else look("centre", line.severity)
    sheet.write_string(row, 1, f"{words.sign(line)} {words.label(line)}", tone)
    where = place_words(line)
    if line.sheet is not None and line.sheet in titles and line.cells and row_and_column(line.cells[0]):
        quoted = titles[line.sheet].replace("'", "''")
        sheet.write_url(row, 2, f"internal:'{quoted}'!{line.cells[0]}", look("link"), plain(where))
    else:
        sheet.write_string(row, 2, plain(where), look("cell"))
    sheet.write_string(row, 3, plain(line.value_seen or ""), look("cell"))
    sheet.write_string(row, 4, plain(line.message), look("cell"))
    sheet.write_string(row, 5, plain(line.action), look("cell"))
    if line.may_be_explained:
        sheet.write_string(row, ANSWER_COLUMN - 1, plain(line.explanation or ""), look("answer"))
        if not line.explanation:
            sheet.write_blank(row, ANSWER_COLUMN - 1, None, look("answer"))
        sheet.write_string(row, KEY_COLUMN - 1, KEY_MARK + ";".join(map(str, line.keys)), look("machine"))
    else:
        sheet.write_string(
            row, ANSWER_COLUMN - 1, _NOT_NEEDED.get(line.severity, "Không cần giải trình."), look("no_answer")
        )
    sheet.write_string(row, 7, ", ".join(line.rule_ids), look("centre"))
    sheet.set_row(row, _height(line))


def place_words(line: SlipLine) -> str:
    """Where a line points: sheet and cell, a row and column of a CSV, a pointer of a JSON document."""
    if not line.cells:
        return line.sheet or "Cả tệp"
    first = line.cells[0]
    more = f" (+{len(line.cells) - 1} ô)" if len(line.cells) > 1 else ""
    spot = row_and_column(first)
    if line.sheet in ("csv", "csv (danh mục)") and spot:
        return f"dòng {spot[0] + 1}, cột {spot[1] + 1} ({first}){more}"
    if line.sheet == "json":
        return f"{first}{more}"
    return f"{line.sheet}, ô {first}{more}"


def _height(line: SlipLine) -> float:
    """Points: enough lines for the longest of the wrapped texts, as spreadsheet programs do not always fit rows."""
    texts = (
        (place_words(line), 16),
        (line.value_seen or "", 16),
        (line.message, 44),
        (line.action, 36),
        (line.explanation or "", 32),
    )
    lines = max(sum(max(1, math.ceil(len(part) / width)) for part in text.split("\n")) for text, width in texts)
    return min(400.0, max(2, lines) * 15.5 + 5)


def _print(sheet: Any, slip: Slip, last_row: int) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last_row, KEY_COLUMN - 2)
    sheet.set_footer(f"&L{(slip.head.unit_code or '').replace('&', '&&')}&RTrang &P/&N")
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    sheet.set_selection("A1")
