"""The yearly figures of one territory, for a terminal: growth only inside it, and why not where there is none."""

from __future__ import annotations

import typer
from rich.table import Table

from orchestration.cli.console import ERR, table
from orchestration.cli.edition_reader import Row, query, standing_lines
from orchestration.wording import vietnamese

PERIMETER_HELP = "Figures of this territory (kho138 mart dim_perimeter), e.g. CITY_2024SEP."


def perimeter_rows(perimeter: str, theme: str | None, year: int | None) -> list[Row]:
    """Rows of ``fct_indicator_by_perimeter`` of one territory and year, in the order of the review.

    Raises:
        typer.Exit: code 2 when there is no such territory; those there are are printed.
    """
    rows = query(
        """
        select p.*, i.name_vi, i.unit_vi, i.agg_units, i.sort_order
        from fct_indicator_by_perimeter as p
        join dim_indicator as i using (indicator_code)
        where p.perimeter = ? and (? is null or i.theme = ?)
          and p.report_year = coalesce(?, (select review_year from dim_city))
        order by i.sort_order
        """,
        [perimeter, theme, theme, year],
    )
    if not rows and perimeter not in {p["perimeter"] for p in _known()}:
        ERR.print(f"Không có địa bàn {perimeter}. Các địa bàn:")
        for known in _known():
            ERR.print(f"  {known['perimeter']}: {_about(known)}, {known['units']} đơn vị")
        raise typer.Exit(2)
    return rows


def _known() -> list[Row]:
    return query(
        "select perimeter, perimeter_name_vi, perimeter_from, perimeter_to, legal_basis, count(*) as units "
        "from dim_perimeter group by all order by perimeter"
    )


def _about(row: Row) -> str:
    since = f"từ {vietnamese(row['perimeter_from'])}" if row["perimeter_from"].year > 1 else ""
    until = f"đến {vietnamese(row['perimeter_to'])}" if row["perimeter_to"] else ""
    dates = " ".join(filter(None, (since, until)))
    return ", ".join(filter(None, (row["perimeter_name_vi"], f"hiệu lực {dates}" if dates else "", row["legal_basis"])))


def perimeter_table(rows: list[Row]) -> Table:
    """One line an indicator; a figure that lacks silent communes is at least what it shows."""
    city = query("select * from dim_city")[0]
    first = rows[0]
    year = first["report_year"]
    made = table(
        f"Năm {year}, địa bàn {first['perimeter']}: {_about(first)}"
        + standing_lines()
        + (f"\n{city['invented_note_vi']}" if city["invented"] else ""),
        [("Chỉ tiêu", "left"), (str(year - 1), "right"), (str(year), "right"), ("Tăng/giảm", "right"), ("%", "right"),
         ("Số đơn vị", "right"), ("Ghi chú", "left")],
        caption=_of_the_whole(first),
    )  # fmt: skip
    for row in rows:
        share = "" if row["change_pct"] is None or row["unit_vi"] == "%" else vietnamese(row["change_pct"], decimals=1)
        made.add_row(
            f"{row['name_vi']} ({row['unit_vi']})",
            vietnamese(row["previous_value"]),
            ("≥ " if _is_at_least(row) else "") + vietnamese(row["value"]),
            vietnamese(row["change"]) if row["comparable"] else "—",
            f"{share}%" if share else "",
            f"{row['units_reported']}/{row['units_expected']}",
            "" if row["not_comparable_code"] == "perimeter_ended" else row["not_comparable_vi"] or "",
        )
    return made


def _is_at_least(row: Row) -> bool:
    # a count that lacks silent communes can only be more; a share or a difference can be either
    return bool(row["never_reported_vi"]) and row["agg_units"] == "sum" and row["value"] is not None


def _of_the_whole(row: Row) -> str | None:
    """What holds for every line, said once."""
    if row["perimeter_to"] and row["perimeter_to"] < row["period_end"]:
        then = [p["perimeter"] for p in _known() if (p["perimeter_to"] or row["period_end"]) >= row["period_end"]]
        return (
            f"Không so sánh được: địa bàn hết hiệu lực ngày {vietnamese(row['perimeter_to'])}, trước khi năm "
            f"{row['report_year']} kết thúc ({vietnamese(row['period_end'])}). "
            f"Địa bàn còn hiệu lực: {', '.join(then) or 'không có'}."
        )
    if row["never_reported_vi"]:
        return f"Chưa có báo cáo của {row['never_reported_vi']}: số đếm là số tối thiểu (≥)."
    return None
