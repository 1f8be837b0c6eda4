"""What the row-by-row loop knows of quarterly F01: its fields, how a cell is read, and the rules between fields."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime

Value = float | str | date | None
Values = dict[str, Value]

_KINDS = {
    "Xã/phường/thị trấn": "ward_commune", "Cơ quan": "agency", "Tổ chức đoàn thể": "mass_org",
    "Doanh nghiệp": "enterprise", "Cơ sở giáo dục": "school", "Công an": "police",
    "Thường trực Ban Chỉ đạo 138": "city_sc138",
}  # fmt: skip
_PERIODS = {"Tháng": "month", "Quý": "quarter", "6 tháng": "half_year", "9 tháng": "nine_months", "Năm": "year"}
_FRAMES = {"Kỳ hành chính (15/12 - 14/12)": "nd09", "Năm dương lịch (01/01 - 31/12)": "calendar"}

# header fields: text, or the choices, or date / count
HEADER: dict[str, object] = {
    "form_code": "text", "form_version": "text", "submitter_kind": _KINDS, "submitter_code": "text",
    "submitter_name": "text", "area_code": "text", "report_year": "count", "period_type": _PERIODS,
    "period_frame": _FRAMES, "period_start": "date", "period_end": "date", "submission_no": "count",
    "corrects_submission": "count", "correction_reason": "text", "prepared_on": "date",
    "secrecy": {"Không mật": "not_secret"},
}  # fmt: skip
_UNITS = {
    "residential_areas_total": "khu dân cư", "households": "hộ", "population": "người", "models_taken_part": "mô hình",
    "models_new": "mô hình", "models_stopped": "mô hình", "model_sites": "điểm", "zalo_groups": "nhóm",
    "zalo_members": "thành viên", "residential_areas_with_zalo": "khu dân cư", "propaganda_sessions": "buổi",
    "propaganda_participants": "lượt người", "tips_received": "tin", "tips_useful": "tin", "tips_due": "tin",
    "tips_resolved": "tin", "security_teams": "tổ", "security_team_members": "người", "weapons_handed_in": "chiếc",
    "ammunition_handed_in": "viên", "fireworks_kg": "kg", "fire_safety_groups": "nhóm", "public_fire_points": "điểm",
    "fires": "vụ", "security_cameras": "mắt", "at_risk_youth_managed": "người",
}  # fmt: skip
NUMBERS = tuple(_UNITS)
_AT_LEAST_ONE = {"residential_areas_total", "households", "submission_no"}
_ZERO_WORDS = {"không", "khong", "k", "không có", "không phát sinh"}
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
_PLAIN = re.compile(r"-?\d+([.,]\d+)?")
_BOUND = re.compile(r"(hơn|trên|ít nhất|tối thiểu|dưới|không quá|tối đa)\s+(.+)", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SCALE = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000}


def read_cell(name: str, raw: object) -> tuple[Value, str | None]:
    """Value of a field as typed in a cell, and the rule that has something to say of it."""
    if raw is None or raw == "":
        return None, None
    kind = HEADER.get(name, "decimal" if name == "fireworks_kg" else "count")
    if kind == "date":
        return _date(raw)
    if kind in ("count", "decimal"):
        return _number(name, str(kind), raw)
    text = _tidy(str(raw))
    if isinstance(kind, dict):
        by_key = {label.casefold(): value for label, value in kind.items()}
        value = by_key.get(text.casefold())
        rule = "SEC-01" if name == "secrecy" else "VAL-06"
        return value, None if value is not None else rule
    return text or None, None


def _tidy(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.translate(_ZERO_WIDTH)).replace("\u00d0", "Đ")
    return " ".join(composed.split())


def _date(raw: object) -> tuple[Value, str | None]:
    if isinstance(raw, datetime):
        return raw.date(), None
    if isinstance(raw, date):
        return raw, None
    text = _tidy(str(raw))
    try:
        if match := _ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3])), None
        if match := _DAY.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1])), None
    except ValueError:
        return None, "VAL-09"
    return None, "VAL-09"


def _number(name: str, kind: str, raw: object) -> tuple[Value, str | None]:
    if isinstance(raw, (datetime, date)):
        return None, "CELL-05"
    if isinstance(raw, bool):
        return None, "VAL-01"
    if isinstance(raw, (int, float)):
        return _in_range(name, kind, float(raw), None)
    text = _tidy(str(raw))
    if text in ("", "...", "…", ".."):
        return None, None
    if text in ("-", "–", "—", "−"):
        return 0.0, "VAL-08"
    if text.casefold() in _ZERO_WORDS:
        return 0.0, None
    return _typed(name, kind, text)


def _typed(name: str, kind: str, text: str) -> tuple[Value, str | None]:
    bound = _BOUND.fullmatch(text)
    digits = bound[2] if bound else text
    digits = digits.removesuffix(" " + _UNITS.get(name, "")).rstrip()
    factor = 1
    for word, scale in _SCALE.items():
        if digits.endswith(word):
            digits, factor = digits.removesuffix(word).rstrip(), scale
    if _THOUSANDS.fullmatch(digits):
        value = float(digits.replace(".", "").replace(",", "."))
    elif _PLAIN.fullmatch(digits):
        value = float(digits.replace(",", "."))
    else:
        return None, "VAL-01"
    if kind == "count" and factor == 1 and "," in digits:
        return None, "VAL-02"
    return _in_range(name, kind, value * factor, "VAL-10" if bound else None)


def _in_range(name: str, kind: str, value: float, rule: str | None) -> tuple[Value, str | None]:
    if kind == "count" and not value.is_integer():
        return None, "VAL-02"
    if value < (1 if name in _AT_LEAST_ONE else 0):
        return None, "VAL-03"
    if name == "population" and not 1_000 <= value <= 250_000:
        return value, "VAL-04"
    return value, rule


def _rule(expression: str) -> tuple[tuple[str, ...], Callable[[Values], bool | None]]:
    names = tuple(n for n in re.findall(r"[a-z_]+", expression) if n in _UNITS or n in HEADER)
    code = compile(expression, expression, "eval")

    def holds(values: Values) -> bool | None:
        used = {n: values.get(n) for n in names}
        return None if None in used.values() else bool(eval(code, {}, used))  # noqa: S307 — the rules below

    return names, holds


RULES = {
    "F00-H04": _rule("prepared_on >= period_end"),
    "F01-E01": _rule("models_new <= models_taken_part"),
    "F01-Q01": _rule("models_taken_part >= 1"),
    "F01-Q02": _rule("model_sites >= models_taken_part"),
    "F01-E02": _rule("(zalo_groups == 0) == (zalo_members == 0)"),
    "F01-Q03": _rule("zalo_members >= 2 * zalo_groups"),
    "F01-Q04": _rule("zalo_groups <= 3 * residential_areas_total"),
    "F01-Q05": _rule("zalo_members <= 1.5 * population"),
    "F01-E03": _rule("residential_areas_with_zalo <= residential_areas_total"),
    "F01-Q06": _rule("residential_areas_with_zalo <= zalo_groups"),
    "F01-E04": _rule("propaganda_sessions > 0 or propaganda_participants == 0"),
    "F01-Q07": _rule("propaganda_participants >= propaganda_sessions"),
    "F01-E05": _rule("tips_useful <= tips_received"),
    "F01-E06": _rule("tips_resolved <= tips_due"),
    "F01-Q09": _rule("security_teams <= residential_areas_total"),
    "F01-Q10": _rule("security_team_members >= 3 * security_teams"),
    "F01-Q11": _rule("fire_safety_groups * 5 <= households * 1.2"),
}
