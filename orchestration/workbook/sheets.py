"""What stands on the sheets of the workbook: which columns, in which words."""

from __future__ import annotations

from orchestration.review_page.alphabet import alphabet_key
from orchestration.wording import KIND_VI, NO_FIGURE_VI, PHASING_VI, STATE_VI, Row, attainment_text, has_target
from orchestration.workbook.edition_tables import EditionTables
from orchestration.workbook.layout import Column, SheetWriter
from quality.return_slip.verdict_words import period_name

_COMPARATOR_VI = {"at_least": "≥", "at_most": "≤"}
_TOPIC_VI = {
    "religion": "tôn giáo", "fire_safety": "phòng cháy, chữa cháy", "cyberspace": "không gian mạng",
    "urban_order": "trật tự đô thị", "camera": "camera an ninh", "youth": "thanh, thiếu niên",
    "traffic": "giao thông", "other": "khác",
}  # fmt: skip
_REPLICATION_VI = {"none": NO_FIGURE_VI, "ward": "xã, phường", "city": "toàn thành phố", "province": "toàn tỉnh",
                   "national": "toàn quốc"}  # fmt: skip


def city_sheet(writer: SheetWriter, tables: EditionTables) -> None:
    """The yearly table of the city: year before, review year, target, progress."""
    rows = tables.city_figures()
    if rows:
        city = tables.city
        years = f"Kết quả năm {city['review_year']} và tiến độ chỉ tiêu năm {city['target_year']}"
        columns = [
            Column("Chỉ tiêu", 34, "name_vi"),
            *_figures(rows[0]),
            *_COVERAGE,
            Column("Nhóm nội dung", 18, "theme_title_vi"),
        ]
        writer.table("Tổng hợp", f"{years} – {city['city_name_vi']}", columns, rows)


def unit_sheet(writer: SheetWriter, tables: EditionTables) -> None:
    """The same table of every unit whose figures the edition holds."""
    rows = tables.unit_figures()
    if rows:
        columns = [
            Column("Đơn vị báo cáo", 24, "unit_name_vi"), Column("Mã", 12, "unit_code"),
            Column("Chỉ tiêu", 32, "name_vi"),
            *_figures(rows[0]), Column("Loại đơn vị", 12, lambda r: KIND_VI[r["unit_kind"]]),
        ]  # fmt: skip
        writer.table("Từng đơn vị", f"Kết quả năm {rows[0]['base_year']} của từng đơn vị", columns, rows, frozen=1)


def ward_sheet(writer: SheetWriter, tables: EditionTables) -> None:
    """Wards and communes side by side: a line each, a column an indicator of the review year."""
    rows = [r for r in tables.unit_figures() if r["unit_kind"] == "ward_commune" and not r["has_ended"]]
    wards: dict[str, Row] = {}
    names: dict[str, Row] = {}
    for row in rows:
        names.setdefault(row["indicator_code"], row)
        ward = wards.setdefault(row["unit_code"], {"unit_name_vi": row["unit_name_vi"], "unit_code": row["unit_code"]})
        ward[row["indicator_code"]] = row["base_value"]
        ward[f"{row['indicator_code']}:state"] = row.get("value_state")
    if len(wards) > 1:
        indicators = sorted(names.values(), key=lambda r: r["sort_order"])
        columns = [Column("Xã, phường", 22, "unit_name_vi"), Column("Mã", 8, "unit_code")] + [
            Column(f"{r['name_vi']} ({r['unit_vi']})", 13, r["indicator_code"], f"{r['indicator_code']}:state")
            for r in indicators
        ]
        ordered = sorted(wards.values(), key=lambda r: alphabet_key(r["unit_name_vi"] or ""))
        writer.table("Xã, phường", f"Các xã, phường năm {rows[0]['base_year']}", columns, ordered)


def reporting_sheets(writer: SheetWriter, tables: EditionTables) -> None:
    """Who sent what in time, and what is still owed."""
    done = tables.completeness()
    if done:
        who = [
            Column("Đơn vị báo cáo", 38, "unit_name_vi"), Column("Mã", 13, "unit_code"),
            Column("Loại đơn vị", 18, lambda r: KIND_VI[r["unit_kind"]]),
        ]  # fmt: skip
        counts = [
            Column("Năm báo cáo", 10, lambda r: str(r["report_year"])), Column("Phải gửi", 10, "owed"),
            Column("Được chấp nhận", 12, "accepted"), Column("Đúng hạn", 10, "on_time"),
            Column("Đầy đủ (%)", 10, "completeness_pct"), Column("Đúng hạn (%)", 10, "on_time_pct"),
        ]  # fmt: skip
        writer.table("Nộp báo cáo", "Chấp hành chế độ báo cáo", [*who, *counts], done)
    owed = tables.owed()
    if owed:
        columns = [
            Column("Đơn vị báo cáo", 38, "unit_name_vi"), Column("Mã", 13, "unit_code"), Column("Mẫu", 8, "form_code"),
            Column("Kỳ báo cáo", 24, lambda r: period_name(r["period_id"])), Column("Từ ngày", 12, "period_start"),
            Column("Đến ngày", 12, "period_end"), Column("Hạn nộp", 12, "due_on"),
            Column("Tình trạng", 26, lambda r: STATE_VI.get(r["state"], r["state"])),
        ]  # fmt: skip
        writer.table("Còn thiếu", "Báo cáo đã đến hạn mà chưa được chấp nhận", columns, owed)


def model_sheet(writer: SheetWriter, tables: EditionTables) -> None:
    """Movement models kept in the review year."""
    year = tables.city["review_year"]
    rows = tables.rows(
        "select * from movement_model where report_year = ? and is_active order by launch_date, model_code", year
    )
    if rows:
        columns = [
            Column("Mô hình", 52, "model_name"), Column("Mã", 14, "model_code"),
            Column("Lĩnh vực", 24, lambda r: _TOPIC_VI.get(r["model_topic"], r["model_topic"])),
            Column("Ra mắt", 12, "launch_date"), Column("Mới trong năm", 10, lambda r: "mới" if r["is_new"] else ""),
            Column("Số điểm", 10, "sites"),
            Column("Nhân rộng", 18, lambda r: _REPLICATION_VI.get(r["replication_level"], NO_FIGURE_VI)),
        ]  # fmt: skip
        writer.table("Mô hình", f"Mô hình đang duy trì, củng cố năm {year}", columns, rows)


def definition_sheet(writer: SheetWriter, tables: EditionTables) -> None:
    """How each indicator is computed."""
    rows = tables.rows("select * from dim_indicator order by sort_order")
    columns = [
        Column("Chỉ tiêu", 44, "name_vi"), Column("Đơn vị tính", 14, "unit_vi"),
        Column("Cách tính", 80, "definition_vi"),
        Column("Mã chỉ tiêu", 28, "indicator_code"), Column("Phiên bản cách tính", 11, "definition_version"),
    ]  # fmt: skip
    writer.table("Cách tính", "Cách tính các chỉ tiêu", columns, rows)


def _figures(first: Row) -> list[Column]:
    """Year before, review year, change, target and progress; the widths are for A4 across."""
    previous, base, target = first["previous_year"], first["base_year"], first["target_year"]
    return [
        Column("Đơn vị tính", 10, "unit_vi"), Column(f"Năm {previous}", 9, "previous_value", "previous_value_state"),
        Column(f"Năm {base}", 9, "base_value", "value_state"), Column("Tăng, giảm", 8.5, "change", "change_state"),
        Column("Tăng, giảm (%)", 8, "change_pct", "change_pct_state"), Column("So sánh hai năm", 17, _comparison),
        Column("Dấu", 5, lambda r: _COMPARATOR_VI.get(r["comparator"])),
        Column(f"Chỉ tiêu {target}", 9, "target_value", "target_value_state"),
        Column("Phân kỳ", 9.5, lambda r: PHASING_VI.get(r["target_phasing"])),
        Column("Đã thực hiện", 9, "to_date_value", "to_date_value_state"), Column("Đến ngày", 10.5, "to_date_through"),
        Column("Mức cần có đến nay", 9, "expected_to_date", "expected_to_date_state"),
        Column("Tiến độ", 12, lambda r: attainment_text(r) if has_target(r) else None),
    ]  # fmt: skip


_COVERAGE = [
    Column("Đơn vị phải báo cáo", 8, "units_expected"), Column("Đã báo cáo", 7, "units_reported"),
    Column("Ít nhất", 8.5, "lower_bound", "lower_bound_state"),
    Column("Nhiều nhất", 8.5, "upper_bound", "upper_bound_state"),
]  # fmt: skip


def _comparison(row: Row) -> str:
    if row["comparable"]:
        return ""
    reason = (row["not_comparable_reason"] or "").rstrip(".")
    return f"không so sánh được: {reason[0].lower()}{reason[1:]}" if reason else "không so sánh được"
