"""Figures and states in the words of Vietnamese offices, the same in the command and on the pages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

Row = dict[str, Any]

KIND_VI = {
    "ward_commune": "Xã, phường", "agency": "Cơ quan", "mass_org": "Đoàn thể", "enterprise": "Doanh nghiệp",
    "school": "Nhà trường", "police": "Công an", "city_sc138": "Thường trực BCĐ 138",
}  # fmt: skip
# states of the ledger in which something is still owed
STATE_VI = {
    "late": "quá hạn", "expected": "đang chờ, chưa quá hạn", "returned": "bị trả lại", "empty": "gửi mẫu trống",
    "received": "đang giữ lại để xác minh",
}  # fmt: skip
_ATTAINMENT_VI = {
    "met": "đạt",
    "missed": "không đạt",
    "on_track": "đúng tiến độ",
    "behind": "chậm tiến độ",
    "not_assessable": "chưa đủ số liệu",
    "no_target": "không có chỉ tiêu",
    "not_due": "chưa đến hạn",
}
PHASING_VI = {"linear": "chia đều", "year_end": "tính vào cuối năm", "milestones": "theo mốc"}
_COMPARATOR = {"at_least": "≥", "at_most": "≤"}


def vietnamese(value: Any, *, decimals: int = 2) -> str:
    """A value as Vietnamese offices write it: 20.432; 12,5; 31/12/2024; a dash for none."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, (int, float, Decimal)):
        text = f"{float(value):,.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text.replace(",", " ").replace(".", ",").replace(" ", ".")
    return str(value)


def target_text(row: Row) -> str:
    """The target with its comparator: "≥ 200"; why it is not there where an edition for readers says so."""
    if row["target_value"] is None:
        return not_shown(row.get("target_value_state"))
    return f"{_COMPARATOR.get(row['comparator'], '')} {vietnamese(row['target_value'])}".strip()


def state_text(state: str | None) -> str:
    """Vietnamese words of an attainment state."""
    return _ATTAINMENT_VI.get(state or "", "—")


NO_FIGURE_VI = "—"
# why a figure is not there (``value_state`` of an edition); a figure that is there, zero too, is its number
NOT_SHOWN_VI = {
    "suppressed": "không công bố", "missing": "chưa có số liệu", "not_applicable": "không áp dụng",
    "no_data": "chưa có số liệu", "not_due": "chưa đến kỳ",
}  # fmt: skip


def not_shown(state: str | None) -> str:
    """What stands in the place of a figure that is not there; a dash where the edition does not say why."""
    return NO_FIGURE_VI if state is None else NOT_SHOWN_VI.get(state, NO_FIGURE_VI)


def shown(row: Row, column: str, state: str | None = None) -> str:
    """The figure of a column, or why it is not there, as ``state`` (or else ``<column>_state``) says."""
    if row[column] is None:
        return not_shown(row.get(state or f"{column}_state"))
    return vietnamese(row[column])


def is_hidden(row: Row, column: str) -> bool:
    """Whether the edition keeps back the figure of a column: it is there, and this reader is not shown it."""
    return row.get("value_state" if column == "base_value" else f"{column}_state") == "suppressed"


def has_target(row: Row) -> bool:
    """Whether a target was set, shown or hidden."""
    return row["target_value"] is not None or is_hidden(row, "target_value")


def attainment_text(row: Row) -> str:
    """How a figure stands to its target, in words."""
    if is_hidden(row, "attainment_state"):
        return not_shown("suppressed")
    return state_text(row["attainment_state"])
