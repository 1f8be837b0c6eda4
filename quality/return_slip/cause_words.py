"""Sentences of slip lines that stand for several issues, as an official would write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from quality.contracts.registry import forms, header

_NAMED = 6  # more names than this are counted, not read

_MANY = {
    "COL-01": "Biểu mẫu thiếu {n} chỉ tiêu (dòng hoặc cột đã bị xóa): {names}.",
    "COL-02": "Có {n} dòng hoặc cột lạ không thuộc biểu mẫu: {names}. Số liệu ở đó không được tính.",
    "COL-03": "Có {n} chỉ tiêu không thuộc kỳ báo cáo này nhưng đã ghi số liệu: {names}. Số liệu đó không được tính.",
    "VAL-05": "Còn {n} ô bắt buộc để trống: {names}.",
}


@cache
def _labels(form_code: str | None) -> dict[str, str]:
    form = forms().get(form_code or "")
    return {f.name: f.label_vi for one in (header(), form) if one for f in one.fields()}


def label(field: str | None, form_code: str | None) -> str:
    """Label of a field as the form writes it; an unknown row or column keeps its own name."""
    return _labels(form_code).get(field or "", field or "")


def _listed(names: Sequence[str], what: str) -> str:
    shown = "; ".join(names[:_NAMED])
    return shown + (f"; và {len(names) - _NAMED} {what} khác" if len(names) > _NAMED else "")


def many(rule_id: str, own: Sequence[Mapping[str, Any]], form_code: str | None) -> str:
    """One sentence for many findings of one rule about the shape of the file."""
    names = list(dict.fromkeys(label(i["field"], form_code) for i in own))
    return _MANY[rule_id].format(n=len(own), names=_listed(names, "chỉ tiêu"))


def alike(own: Sequence[Mapping[str, Any]]) -> str:
    """The first finding in full, then the other cells that have the same."""
    cells = [i["cell"] for i in own[1:] if i["cell"]]
    return f"{own[0]['message_vi']} Cùng vấn đề này ở {len(cells)} ô khác: {_listed(cells, 'ô')}."


def around(cell: str, own: Sequence[Mapping[str, Any]], field: str | None, form_code: str | None) -> str:
    """Several relations that one cell breaks."""
    named = f" (“{label(field, form_code)}”)" if field else ""
    found = "\n".join(f"– {i['message_vi']}" for i in own)
    return f"Xem lại ô {cell}{named} trước; ô này có mặt trong {len(own)} vấn đề:\n{found}"


def consequences(after: Sequence[Mapping[str, Any]], form_code: str | None) -> str:
    """What a wrong period in the header brings with it."""
    names = list(dict.fromkeys(label(i["field"], form_code) for i in after))
    return (
        f" Vì kỳ báo cáo chưa đúng nên {len(names)} chỉ tiêu khác cũng không khớp với kỳ"
        f" ({_listed(names, 'chỉ tiêu')}); sửa kỳ báo cáo trước, các mục này sẽ được kiểm tra lại."
    )


def values_seen(own: Sequence[Mapping[str, Any]]) -> str | None:
    """Distinct values of several cells, a few of them."""
    seen = list(dict.fromkeys(i["value_seen"] for i in own if i["value_seen"]))
    return "; ".join(seen[:3]) + ("; …" if len(seen) > 3 else "") if seen else None
