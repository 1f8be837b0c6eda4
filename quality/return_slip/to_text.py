"""A slip as plain text, to be sent as the body of an e-mail."""

from __future__ import annotations

import textwrap

from quality.return_slip import verdict_words as words
from quality.return_slip.first_sheet import place_words
from quality.return_slip.slip import Slip

_WIDTH = 96


def slip_subject(slip: Slip) -> str:
    """Subject of the letter."""
    head = slip.head
    what = f"mẫu {head.form_code}, {words.period(head).partition(' (')[0]}" if head.period_id else head.source_name
    return f"[BCĐ 138] {words.verdict(slip).partition(' – ')[0].capitalize()}: báo cáo {what}"


def slip_text(slip: Slip) -> str:
    """The letter: head, then every line with its place, what is wrong and what to do."""
    out = [slip_subject(slip), "", "PHIẾU KẾT QUẢ KIỂM TRA BÁO CÁO", slip.head.committee_name]
    if slip.head.note:
        out.append(f"({slip.head.note})")
    out.append("")
    for key, text in words.head_rows(slip):
        out.append(_wrapped(f"{key + ':':<14}", text))
    for number, line in enumerate(slip.lines, start=1):
        out += ["", f"{number}. [{words.label(line)}] {place_words(line)} ({', '.join(line.rule_ids)})"]
        said = (("Đang ghi:", line.value_seen), ("Vấn đề:", line.message), ("Cách xử lý:", line.action))
        out += [_wrapped(f"   {key:<12}", sentence) for key, sentence in said if sentence]
        if line.explanation:
            out.append(_wrapped("   Giải trình: ", line.explanation))
    out += ["", "Mở tệp Excel kèm theo để xem từng ô được đánh dấu và ghi giải trình."]
    return "\n".join(out) + "\n"


def _wrapped(key: str, text: str) -> str:
    indent = " " * len(key)
    parts = text.splitlines() or [""]
    first = textwrap.fill(parts[0], _WIDTH, initial_indent=key, subsequent_indent=indent, break_long_words=False)
    rest = [textwrap.fill(p, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ") for p in parts[1:]]
    return "\n".join([first, *rest])
