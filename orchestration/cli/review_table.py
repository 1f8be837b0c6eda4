"""The table "year before – review year – target" for a terminal."""

from __future__ import annotations

from rich.table import Table

from orchestration.cli.console import table
from orchestration.cli.edition_reader import Row, query, standing_lines
from orchestration.wording import state_text, target_text, vietnamese


def review_rows(unit_code: str | None, theme: str | None) -> list[Row]:
    """Rows of ``indicator_actual_vs_target`` for the city or one unit, in the order of the review."""
    return query(
        """
        select t.*, i.name_vi, i.unit_vi, i.theme, i.sort_order
        from indicator_actual_vs_target as t
        join dim_indicator as i using (indicator_code)
        where (case when ? is null then t.level = 'city' else t.level = 'unit' and t.unit_code = ? end)
          and (? is null or i.theme = ?)
        order by i.sort_order, t.unit_valid_from
        """,
        [unit_code, unit_code, theme, theme],
    )


def review_table(rows: list[Row]) -> Table:
    """One line an indicator; invented data says so above and below."""
    first = rows[0]
    city = query("select * from dim_city")[0]
    made = table(
        f"{city['city_name_vi']}: {first['previous_year']} – {first['base_year']} – chỉ tiêu {first['target_year']}"
        + standing_lines()
        + (f"\n{city['invented_note_vi']}" if city["invented"] else ""),
        [
            ("Chỉ tiêu", "left"),
            (str(first["previous_year"]), "right"),
            (str(first["base_year"]), "right"),
            ("Tăng/giảm", "right"),
            ("%", "right"),
            (f"Chỉ tiêu {first['target_year']}", "right"),
            ("Còn phải", "right"),
            ("Tiến độ", "left"),
            ("Số đơn vị", "right"),
        ],
    )
    for row in rows:
        comparable = bool(row["comparable"])
        made.add_row(
            f"{row['name_vi']} ({row['unit_vi']})",
            vietnamese(row["previous_value"]),
            row["display_value_vi"] or "—",
            vietnamese(row["change"]) if comparable else _why_not(row),
            _change_pct(row) if comparable else "",
            target_text(row),
            gap_text(row),
            state_text(row["attainment_state"]) if row["target_value"] is not None else "—",
            row["coverage_text"] or "—",
        )
    return made


def _why_not(row: Row) -> str:
    if (row["not_comparable_reason"] or "").startswith("Không so sánh được"):
        return "khác địa bàn"
    if row["status"] == "to_date" and row["previous_value"] is not None:
        return f"mới đến {vietnamese(row['data_to'])}"
    if row["base_value"] is not None and row["previous_value"] is not None:
        return "khác cách tính"
    # an indicator that has no year before at all needs no words; a unit whose territory changed does
    return "không cùng địa bàn" if row["level"] == "unit" and row["base_value"] is not None else "—"


def _change_pct(row: Row) -> str:
    # the change of a share is in points already: a per cent of a per cent misleads
    if row["change_pct"] is None or row["unit_vi"] == "%":
        return ""
    return f"{vietnamese(row['change_pct'], decimals=1)}%"


def gap_text(row: Row) -> str:
    """How much the review year still lacks of the target, or that it is reached already."""
    if row["gap_to_target"] is None:
        return "—"
    return "đã đạt" if row["base_meets_target"] else vietnamese(row["gap_to_target"])
