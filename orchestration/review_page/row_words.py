"""One figure of a page in words: years, change, target, progress, coverage and what it is made of."""

from __future__ import annotations

from orchestration.review_page.headline import change_words
from orchestration.wording import (
    PHASING_VI,
    Row,
    attainment_text,
    has_target,
    is_hidden,
    not_shown,
    shown,
    target_text,
    vietnamese,
)
from quality.return_slip.verdict_words import period_name


def in_words(row: Row, parts: list[Row]) -> Row:
    """The row with its words (``…_vi``, ``…_words``); ``parts`` are what it is made of: units, or cells of files."""
    judged = has_target(row)
    return row | {
        "previous_vi": shown(row, "previous_value"),
        "base_vi": _with_minus(row["display_value_vi"]) or not_shown(row.get("value_state")),
        "change_vi": _change(row),
        "target_vi": target_text(row),
        "state_vi": attainment_text(row) if judged else "",
        "to_date_vi": f"{vietnamese(row['to_date_value'])} đến {vietnamese(row['to_date_through'])}"
        if judged and row["to_date_value"] is not None else "",
        "coverage_words": _coverage(row),
        "target_words": _target_words(row) if judged else "",
        "parts": [_part(part) for part in parts],
    }  # fmt: skip


def _with_minus(text: str | None) -> str:
    """The same sign as in the column beside it, which a line never ends behind."""
    return f"−{text[1:]}" if text and text.startswith("-") else text or ""


def _part(part: Row) -> Row:
    """A unit's part of a figure, or a cell it was read from; the whole file where it is whether that came in time."""
    cell = part.get("cell")
    return part | {
        "contribution_vi": vietnamese(part.get("contribution")),
        "period_vi": period_words(part.get("period_id")),
        "place_vi": f"{part['sheet']}!{cell}" if cell else "cả tệp" if part.get("source_name") else "—",
        "text_vi": part.get("raw_text") or "—",
    }


def _change(row: Row) -> str:
    if is_hidden(row, "change"):
        return not_shown("suppressed")
    if row["base_value"] is None:
        return "—"
    if not row["comparable"] or row["change"] is None:
        return "—" if row["previous_value"] is None else change_words(row)
    if not row["change"]:
        return "0"
    text = f"{'+' if row['change'] > 0 else '−'}{vietnamese(abs(row['change']))}"
    if row["unit_vi"] == "%":
        return f"{text} điểm"
    return f"{text} ({vietnamese(row['change_pct'], decimals=1)}%)" if row["change_pct"] is not None else text


def _coverage(row: Row) -> str:
    if is_hidden(row, "base_value"):
        return "Số nhỏ hoặc số có thể suy ra số nhỏ, được giữ kín để không nhận ra cá nhân."
    if row["base_value"] is None:
        return "Chưa tính được vì còn thiếu số liệu."
    said = (
        f"{vietnamese(row['units_reported'])} trên {vietnamese(row['units_expected'])} đơn vị phải báo cáo đã báo cáo."
    )
    if row["lower_bound"] is not None and row["lower_bound"] != row["upper_bound"]:
        most = (
            "chưa ước được mức cao nhất"
            if row["upper_bound"] is None
            else f"nhiều nhất {vietnamese(row['upper_bound'])}"
        )
        said += f" Khi đủ báo cáo, số này ít nhất {vietnamese(row['lower_bound'])}, {most}."
    if row["base_value"] is not None and row["previous_value"] is not None and not row["comparable"]:
        said += f" Năm {row['base_year']} {change_words(row)}."
    return said


def _target_words(row: Row) -> str:
    """The target, how it is spread over the year, and how far it is."""
    phasing = PHASING_VI.get(row["target_phasing"] or "year_end", row["target_phasing"])
    said = f"{target_text(row)}, phân kỳ: {phasing}."
    if is_hidden(row, "to_date_value"):
        return f"{said} Số đã thực hiện trong năm không công bố."
    if row["to_date_value"] is None:
        return f"{said} Chưa có số liệu trong năm để so."
    reached = f"Đến {vietnamese(row['to_date_through'])} đã thực hiện {vietnamese(row['to_date_value'])}"
    wanted = f", mức cần có là {vietnamese(row['expected_to_date'])}" if row["expected_to_date"] is not None else ""
    return f"{said} {reached}{wanted}: {attainment_text(row)}."


def period_words(period_id: str | None) -> str:
    """A period by its name, “Quý IV năm 2024”; a school year is told from a year: it ends in the year of its name."""
    if not period_id:
        return ""
    frame, _, rest = period_id.partition(":")
    year, _, part = rest.partition("-")
    if frame == "SCHOOL_YEAR" and part == "Y":
        return f"Năm học {int(year) - 1}–{year}"
    return period_name(period_id)
