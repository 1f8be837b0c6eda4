"""How a figure was made, in two Vietnamese sentences, from the marts alone."""

from __future__ import annotations

from typing import Any

from orchestration.wording import vietnamese

Row = dict[str, Any]
_NUMERATOR = "numerator"


def how_it_was_made(figure: Row, definition: Row, cells: list[Row], place: str) -> str:
    """First sentence: the value, what was added up, from whom, over which days."""
    files = {c["submission_id"] for c in cells if c["submission_id"]}
    units = {c["unit_code"] for c in cells}
    forms = sorted({c["form_code"] for c in cells if c["form_code"]})
    until = figure["data_to"] if figure["status"] == "to_date" else figure["period_end"]
    window = f"từ {vietnamese(figure['period_start'])} đến {vietnamese(until)}"
    value = with_unit(figure["value"], definition)
    source = (
        f"{_count(len(files), 'báo cáo')}{f' mẫu {_listed(forms)}' if forms else ''} của {_count(len(units), 'đơn vị')}"
    )
    name = definition["name_vi"]
    if figure["status"] == "not_applicable":
        return f"Năm {figure['report_year']}, không tính “{name}” của {place} ({source} đã nhận)."
    if figure["value"] is None:
        return (
            f"Năm {figure['report_year']}, chưa tính được “{name}” của {place}: số liệu còn thiếu ({source} đã nhận)."
        )
    if definition["agg_units"] == "ratio_of_sums":
        parts = f"lấy {vietnamese(figure['numerator'])} chia cho {vietnamese(figure['denominator'])}"
        if definition["scale"] not in (None, 1):
            parts += f" rồi nhân với {vietnamese(definition['scale'])}"
        made = f"{parts}, theo {source}"
    elif definition["agg_units"] == "count_distinct":
        counted = sum(c["contribution"] > 0 for c in cells)
        made = f"đếm được {_count(counted, 'dòng')} trong sổ đăng ký gồm {_count(len(cells), 'dòng')}, theo {source}"
    elif definition["agg_units"] == "difference_of_sums":
        made = f"lấy số của năm trừ số của năm trước, theo {source}"
    else:
        made = f"cộng từ {_count(len(cells), 'ô số liệu')} trong {source}"
    return f"Năm {figure['report_year']}, “{name}” của {place} là {value}, {made}, tính {window}."


def how_sure_it_is(
    figure: Row, definition: Row, cells: list[Row], before: Row | None, other_territory: str | None = None
) -> str:
    """Second sentence: coverage, open questions, and the year before where it can be compared.

    Args:
        figure: the year's row of ``fct_indicator_yearly``.
        definition: row of ``dim_indicator``.
        cells: rows of ``fct_lineage``.
        before: the row of the year before.
        other_territory: why the two years are of different territories, where they are.
    """
    expected, reported = figure["units_expected"], figure["units_reported"]
    coverage = (
        f"đã đủ báo cáo của {_count(expected, 'đơn vị')} phải gửi" if reported >= expected
        else f"mới có {vietnamese(reported)} trên {_count(expected, 'đơn vị')} phải gửi, nên chưa phải số cuối cùng"
        + _at_most(figure, definition)
    )  # fmt: skip
    asked = {c["submission_id"] for c in cells if c["queries"] and c["queries_accepted_at"] is None}
    questions = f"{_count(len(asked), 'báo cáo')} còn câu hỏi chờ giải trình" if asked else "không còn câu hỏi nào"
    return f"Số liệu {coverage}, {questions}{_compared(figure, definition, before, other_territory)}."


def _at_most(figure: Row, definition: Row) -> str:
    if figure["upper_bound"] is None:
        return " (chưa ước được mức cao nhất)"
    how = {
        "own_history": "theo số lớn nhất trong ba kỳ gần nhất của chính đơn vị còn thiếu",
        "kind": "theo số lớn nhất của các đơn vị cùng loại vì đơn vị còn thiếu chưa từng báo cáo",
        "both": "theo số lớn nhất ba kỳ gần nhất của đơn vị còn thiếu, nếu chưa từng báo cáo thì của đơn vị cùng loại",
    }.get(figure["bound_method"] or "", "")
    return f" (nhiều nhất là {with_unit(figure['upper_bound'], definition)}{f', ước {how}' if how else ''})"


def _compared(figure: Row, definition: Row, before: Row | None, other_territory: str | None) -> str:
    if other_territory:
        return f"; {other_territory[0].lower()}{other_territory[1:].rstrip('.')}"
    if before is None or before["value"] is None or figure["value"] is None:
        return "; không có số liệu năm trước trên cùng địa bàn để so sánh"
    if figure["status"] == "to_date":
        return f"; năm chưa kết thúc, số mới tính đến {vietnamese(figure['data_to'])} nên không so với cả năm trước"
    if figure["definition_version"] != before["definition_version"]:
        return f"; cách tính đã thay đổi so với năm {before['report_year']} nên không so sánh"
    change = figure["value"] - before["value"]
    if not change:
        return f"; bằng năm {before['report_year']}"
    word = "tăng" if change > 0 else "giảm"
    points = " điểm phần trăm" if definition["unit_vi"] == "%" else f" {definition['unit_vi']}"
    share = "" if definition["unit_vi"] == "%" or not before["value"] else (
        f" ({vietnamese(abs(100 * change / before['value']), decimals=1)}%)"
    )  # fmt: skip
    was = f"so với năm {before['report_year']} ({with_unit(before['value'], definition)})"
    return f"; {was} {word} {vietnamese(abs(change))}{points}{share}"


def with_unit(value: float | None, definition: Row) -> str:
    """The value with its unit: 84 vụ; 89,29%."""
    unit = str(definition["unit_vi"])
    return f"{vietnamese(value)}{unit}" if unit == "%" else f"{vietnamese(value)} {unit}"


def _count(number: int, noun: str) -> str:
    return f"{vietnamese(number)} {noun}"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} và {words[-1]}"
