"""What a cell of the blank workbook accepts: drop-downs, whole numbers, dates, with Vietnamese messages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from quality.contracts.form_model import Form, FormField
from quality.contracts.registry import header
from quality.contracts.units_of_measure import label_vi

_BIG = 10**12
VALIDATED = frozenset({"VAL-01", "VAL-02", "VAL-03", "VAL-06", "VAL-07", "VAL-09"})  # what the boxes below stand for
PERIOD_VI = {"month": "tháng", "quarter": "quý", "half_year": "6 tháng", "nine_months": "9 tháng", "year": "năm"}
KIND_VI = {c.value: c.label_vi for f in header().fields() if f.name == "submitter_kind" for c in f.choices}


def label_of(field: FormField, value: str) -> str:
    """Vietnamese label of a stored value of an enum field."""
    return next(c.label_vi for c in field.choices if c.value == value)


def of_field(form: Form, field: FormField) -> dict[str, Any] | None:
    """Xlsxwriter data validation of a field, None where any text will do."""
    rule: dict[str, Any]
    if field.type in ("enum", "yes_no"):
        rule = {"validate": "list", "source": _choices(form, field)}
    elif field.type == "count":
        rule = {"validate": "integer"} | _between(field)
    elif field.type in ("decimal", "percent"):
        rule = {"validate": "decimal"} | _between(field)
    elif field.type == "date":
        first, last = datetime(1900, 1, 2, tzinfo=UTC), datetime(2100, 12, 31, tzinfo=UTC)
        rule = {
            "validate": "date",
            "criteria": "between",
            "minimum": first.replace(tzinfo=None),
            "maximum": last.replace(tzinfo=None),
        }
    elif field.max_length is not None:
        rule = {"validate": "length", "criteria": "<=", "value": field.max_length}
    else:
        return None
    # a warning, not a stop: the pipeline decides, and a pasted value never meets this box anyway
    return rule | {
        "error_type": "warning",
        "error_title": "Kiểm tra lại số liệu",
        "error_message": _expected(field)[:250],
        "input_title": field.label_vi[:30],
        "input_message": (field.note_vi or _expected(field))[:250],
    }


def _between(field: FormField) -> dict[str, Any]:
    low = field.min if field.min is not None else (0 if field.type == "percent" else -_BIG)
    high = field.max if field.max is not None else (100 if field.type == "percent" else _BIG)
    return {"criteria": "between", "minimum": low, "maximum": high}


def _choices(form: Form, field: FormField) -> list[str]:
    if field.type == "yes_no":
        return ["Có", "Không"]
    due: dict[str, set[str]] = {
        "submitter_kind": set(form.submitter_kinds()),
        "period_type": {r.period_type for r in form.reporting},
        "period_frame": {r.period_frame.lower() for r in form.reporting},
    }
    wanted = due.get(field.name)
    # Excel allows 255 characters in a typed list
    labels = [c.label_vi for c in field.choices if wanted is None or c.value in wanted]
    return labels if len(",".join(labels)) <= 255 else [c.value for c in field.choices]


def _expected(field: FormField) -> str:
    unit = label_vi(field.unit)
    if field.type in ("enum", "yes_no"):
        return "Chọn một giá trị trong danh sách."
    if field.type == "count":
        return f"Ghi số nguyên{f' ({unit})' if unit else ''}; không phát sinh ghi 0."
    if field.type in ("decimal", "percent"):
        return f"Ghi số{f' ({unit})' if unit else ''}; phần thập phân sau dấu phẩy."
    if field.type == "date":
        return "Ghi ngày/tháng/năm."
    return f"Tối đa {field.max_length} ký tự; không ghi họ tên, số điện thoại."
