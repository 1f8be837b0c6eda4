"""Formats of a slip workbook: the blank form's own look, and three marks told apart without colour."""

from __future__ import annotations

from typing import Any

_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
# base looks of the sender's own sheets, as in the blank form
BASE: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "label": {"text_wrap": True, "border": 1},
    "head": {"bold": True, "align": "center", "text_wrap": True, "border": 1, "bg_color": "#D9E2EC"},
    "title": {"bold": True, "font_size": 13},
    "center": {"border": 1, "text_wrap": True, "align": "center"},
    "group": {"bold": True, "bg_color": "#F0F4F8"},
    "number": {"border": 1, "num_format": "#,##0.####", "align": "right"},
    "plain": {"border": 1, "num_format": "0", "align": "center"},
    "date": {"border": 1, "num_format": "dd/mm/yyyy", "align": "center"},
    "input": {"border": 1, "num_format": "@", "align": "center"},
    "id": {"font_color": "#999999", "font_size": 8},
}
# fill and border: a red full frame, a yellow dashed frame, a grey hatched one
MARK: dict[str, dict[str, Any]] = {
    "error": {"bg_color": "#F8C9C4", "border": 5, "border_color": "#B42318", "bold": True},
    "query": {"bg_color": "#FFE9A8", "border": 8, "border_color": "#9A6700"},
    "quarantine": {"pattern": 14, "fg_color": "#8C8C8C", "bg_color": "#E4E4E4", "border": 6, "border_color": "#444444"},
}
SHEET: dict[str, dict[str, Any]] = {
    "office": {"bold": True, "align": "center"},
    "slip_title": {"bold": True, "font_size": 15, "align": "center"},
    "small": {"italic": True, "font_size": 10, "align": "center", "font_color": "#555555"},
    "key": {"bold": True, "valign": "top"},
    "value": {"text_wrap": True, "valign": "top"},
    "verdict_error": {"bold": True, "font_color": "#B42318", "font_size": 12},
    "verdict_query": {"bold": True, "font_color": "#7A5200", "font_size": 12},
    "verdict_none": {"bold": True, "font_color": "#1A6B3C", "font_size": 12},
    "cell": {"border": 1, "text_wrap": True, "valign": "top"},
    "centre": {"border": 1, "text_wrap": True, "valign": "top", "align": "center"},
    "link": {"border": 1, "text_wrap": True, "valign": "top", "font_color": "#0B57A4", "underline": 1},
    "answer": {"border": 8, "text_wrap": True, "valign": "top", "bg_color": "#FFFBE6", "locked": False},
    "no_answer": {
        "border": 1,
        "text_wrap": True,
        "valign": "top",
        "italic": True,
        "font_color": "#777777",
        "bg_color": "#F2F2F2",
    },
    "machine": {"font_color": "#BBBBBB", "font_size": 6},
    "foot": {"text_wrap": True, "italic": True, "font_size": 10, "valign": "top"},
}


class Looks:
    """Formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str | None], Any] = {}

    def __call__(self, base: str, mark: str | None = None) -> Any:
        """The format of a base look, with the mark of a severity over it."""
        if (base, mark) not in self._made:
            style = _FONT | (BASE.get(base) or SHEET[base]) | (MARK[mark] if mark else {})
            self._made[base, mark] = self._book.add_format(style)
        return self._made[base, mark]
