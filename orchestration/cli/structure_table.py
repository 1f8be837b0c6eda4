"""The yearly figures on the structure of the reporting year or of a chosen date, for a terminal."""

from __future__ import annotations

from datetime import date

import typer
from rich.table import Table

from orchestration.cli.console import ERR, table
from orchestration.cli.edition_reader import Row, query, standing_lines
from orchestration.wording import vietnamese

AS_REPORTED, REPORTING_YEAR = "as_reported", "reporting_year"
BASIS_HELP = (
    "Territory of the figures: as_reported, reporting_year (structure at the end of each year), or the structure of a "
    "date, e.g. 2025-07-01."
)


def structure_rows(basis: str, unit_code: str | None, theme: str | None, year: int | None) -> list[Row]:
    """Rows of ``fct_indicator_on_structure`` on ``basis``, of one unit or of all wards.

    Raises:
        typer.Exit: code 2 when the basis is neither a word nor a date.
    """
    try:
        day = None if basis == REPORTING_YEAR else date.fromisoformat(basis)
    except ValueError as error:
        ERR.print(f"Không hiểu --basis {basis}: ghi {AS_REPORTED}, {REPORTING_YEAR} hoặc một ngày như 2025-07-01.")
        raise typer.Exit(2) from error
    return query(
        """
        select s.*, i.name_vi, i.unit_vi, i.sort_order
        from fct_indicator_on_structure as s
        join dim_indicator as i using (indicator_code)
        where (case when ?::date is null then s.is_reporting_year_basis
                    else ?::date >= s.structure_from and ?::date <= coalesce(s.structure_to, ?::date) end)
          and (case when ? is null then s.unit_kind = 'ward_commune' else s.unit_code = ? end)
          and (? is null or i.theme = ?)
          and s.report_year = coalesce(?, (select review_year from dim_city))
        order by i.sort_order, s.unit_code, s.unit_valid_from
        """,
        [day, day, day, day, unit_code, unit_code, theme, theme, year],
    )


def structure_table(rows: list[Row], basis: str) -> Table:
    """One line an indicator and unit, with its bounds, what it is made of, and why it is not comparable."""
    city = query("select * from dim_city")[0]
    first = rows[0]
    on = "cuối năm báo cáo" if basis == REPORTING_YEAR else f"ngày {vietnamese(date.fromisoformat(basis))}"
    made = table(
        f"{city['city_name_vi']}, năm {first['report_year']}, trên cơ cấu đơn vị {on}"
        + standing_lines()
        + (f"\n{city['invented_note_vi']}" if city["invented"] else ""),
        [("Chỉ tiêu", "left"), ("Đơn vị", "left"), (str(first["report_year"] - 1), "right"),
         (str(first["report_year"]), "right"), ("Tăng/giảm", "right"), ("Ghi chú", "left")],
    )  # fmt: skip
    for row in rows:
        made.add_row(
            f"{row['name_vi']} ({row['unit_vi']})",
            f"{row['unit_name_vi']} ({row['unit_code']})",
            _previous_text(row),
            value_text(row),
            vietnamese(row["change"]) if row["comparable"] else "—",
            note_text(row),
        )
    return made


def value_text(row: Row) -> str:
    """The value, "≥" before a lower bound that cannot be completed, "≈" before an estimate."""
    if row["value"] is None:
        return "—"
    lower_only = row["is_partial"] and row["lower_bound"] is not None
    return ("≥ " if lower_only else "≈ " if row["is_estimated"] else "") + vietnamese(row["value"])


def _previous_text(row: Row) -> str:
    # comparable and without the communes outside: the year before lacks the same communes
    lower_only = row["comparable"] and row["never_reported_vi"] and row["lower_bound"] is not None
    return ("≥ " if lower_only else "") + vietnamese(row["previous_value"])


def note_text(row: Row) -> str:
    """Why a figure is missing, not comparable, partial or estimated; nothing when it is none of these."""
    words = [row["refusal_vi"] or row["not_comparable_vi"] or ""]
    if row["never_reported_vi"]:
        # a share that lacks communes is neither at least nor at most what it shows
        lacking = "Số tối thiểu" if row["lower_bound"] is not None else "Chưa trọn địa bàn"
        words.append(f"{lacking}: chưa có báo cáo của {row['never_reported_vi']}.")
    elif row["is_partial"] and not row["refusal_vi"]:
        words.append("Số chưa đủ: còn báo cáo chưa nhận.")
    if row["is_estimated"]:
        words.append("Số ước tính theo tỷ lệ chia đã khai báo.")
    return " ".join(w for w in words if w)
