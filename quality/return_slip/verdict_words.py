"""The verdict, what to do and by when, and the period, in the words of an office."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from quality.return_slip.slip import Slip, SlipHead, SlipLine

_OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")
SEVERITY = {"quarantine": "GIỮ LẠI", "error": "LỖI", "query": "CẦN GIẢI TRÌNH"}
SIGN = {"quarantine": "■", "error": "✖", "query": "?"}  # told apart on a black-and-white print too
_ANSWERED, _ACCEPTED = "ĐÃ GIẢI TRÌNH", "ĐÃ CHẤP NHẬN"
_PARTS = {"Y": "Năm", "H1": "6 tháng đầu năm", "H2": "6 tháng cuối năm", "N1": "9 tháng"}
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


def label(line: SlipLine) -> str:
    """What a line wants: its severity, or that its question was explained, or that the explanation was accepted."""
    if line.accepted or line.answered:
        return _ACCEPTED if line.accepted else _ANSWERED
    return SEVERITY[line.severity]


def sign(line: SlipLine) -> str:
    """The sign in front of the label."""
    return "✓" if line.accepted or line.answered else SIGN[line.severity]


def verdict(slip: Slip) -> str:
    """One line: what became of the file."""
    errors, queries = slip.count("error"), slip.count("query")
    checked = slip.head.received_at is None
    if slip.head.verdict == "quarantined":
        return "SẼ BỊ GIỮ LẠI nếu gửi" if checked else "GIỮ LẠI – chưa được xử lý, chưa tính vào số liệu"
    if slip.head.verdict == "returned":
        asks = f"{errors} lỗi phải sửa" + (f", {queries} mục cần giải trình" if queries else "")
        return f"CHƯA ĐẠT – {asks}" if checked else f"TRẢ LẠI – {asks}; số liệu chưa được tính"
    if not queries and slip.lines:
        return "ĐÃ NHẬN – các mục hỏi đã được giải trình"
    if queries:
        return f"{'ĐẠT' if checked else 'ĐÃ NHẬN'} – còn {queries} mục cần giải trình"
    return "ĐẠT – không có vấn đề" if checked else "ĐÃ NHẬN – không có vấn đề"


def what_to_do(slip: Slip) -> str:
    """What the unit does next, in two or three sentences."""
    if slip.head.verdict == "quarantined":
        return "Chưa cần gửi lại ngay. Xem từng mục dưới đây và liên hệ Thường trực Ban Chỉ đạo 138 để được hướng dẫn."
    where = (
        "ngay trong tệp này (các ô được đánh dấu) hoặc trong tệp gốc"
        if slip.head.file_format == "xlsx"
        else "trong tệp gốc"
    )
    mend = (
        f"Sửa hết các mục LỖI {where} rồi gửi lại; giữ nguyên số Lần gửi"
        " vì báo cáo bị trả lại chưa được tính là một lần gửi."
    )
    explain = (
        "Với mục CẦN GIẢI TRÌNH: nếu số liệu sai thì sửa; nếu đúng thì ghi lý do vào cột “Giải trình của đơn vị”"
        " rồi gửi lại chính tệp này."
    )
    if slip.head.verdict == "returned":
        return f"{mend} {explain}" if slip.count("query") else mend
    if slip.count("query"):
        change = " Nếu sửa số liệu đã được nhận thì tăng Lần gửi lên 1 và ghi lý do đính chính."
        return explain + ("" if slip.head.received_at is None else change)
    return "Không phải làm gì thêm."


def period(head: SlipHead) -> str:
    """``Quý I năm 2024 (từ 15/12/2023 đến 14/03/2024)``."""
    if head.period_id is None:
        window = (
            f"{head.period_start:%d/%m/%Y} – {head.period_end:%d/%m/%Y}"
            if head.period_start and head.period_end
            else ""
        )
        return f"không xác định được{f' (tệp ghi {window})' if window else ''}"
    words = period_name(head.period_id)
    if head.period_start and head.period_end:
        words += f" (từ {head.period_start:%d/%m/%Y} đến {head.period_end:%d/%m/%Y})"
    return words


def period_name(period_id: str) -> str:
    """``Quý I năm 2024`` for ``ND09:2024-Q1``."""
    year, _, part = period_id.partition(":")[2].partition("-")
    name = _PARTS.get(part) or (
        f"Quý {_ROMAN.get(part[1:], part[1:])}" if part.startswith("Q") else f"Tháng {int(part[1:])}"
    )
    return f"{name} {year}" if part == "Y" or "năm" in name else f"{name} năm {year}"


def received(head: SlipHead) -> str:
    """Moment of receipt on the office's clock."""
    if head.received_at is None:
        return "chưa gửi (đơn vị tự kiểm tra)"
    return f"{head.received_at.astimezone(_OFFICE):%H:%M ngày %d/%m/%Y}"


def reply_by(head: SlipHead) -> str:
    """The day by which an answer is wanted."""
    return f"hết ngày {head.reply_by:%d/%m/%Y}" if head.reply_by else "–"


def head_rows(slip: Slip) -> list[tuple[str, str]]:
    """Label and text of the head, the same in the workbook and in the letter."""
    head = slip.head
    unit = " – ".join(x for x in (head.unit_name, head.unit_code and f"mã {head.unit_code}") if x)
    form = " – ".join(x for x in (head.form_code and f"Mẫu {head.form_code}", head.form_title) if x)
    again = f", lần gửi {head.revision_no}" if head.revision_no else ""
    rows = [
        ("Đơn vị gửi", unit or "không xác định được"),
        ("Biểu mẫu", form or "không nhận ra được"),
        ("Kỳ báo cáo", period(head) + again),
        ("Tệp đã gửi", head.source_name),
        ("Nhận lúc", received(head)),
        ("Kết quả", verdict(slip)),
        ("Việc cần làm", what_to_do(slip)),
    ]
    return [*rows, ("Hạn trả lời", reply_by(head))] if head.reply_by else rows
