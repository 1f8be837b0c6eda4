"""Figures of the document from rows of the marts: one tag, one text, in the words reviews have."""

from __future__ import annotations

from orchestration.document.blocks import Piece, figure
from orchestration.review_page.headline import change_words
from orchestration.wording import Row, attainment_text, is_hidden, shown, target_text, vietnamese


def value(row: Row) -> Piece:
    """The figure of the review year as prose says it: "84", "hơn 20 nghìn"."""
    text = row["display_value_vi"] or shown(row, "base_value", "value_state")
    return _of(row, row["base_year"], "said", text)


def change(row: Row) -> list[Piece]:
    """The change against the year before: "giảm 12 vụ bằng 12,5% so với năm 2023", or why not."""
    year = row["base_year"]
    if not row["comparable"] or not row["change"]:
        return [_of(row, year, "change", change_words(row))]
    amount = vietnamese(abs(row["change"]))
    word = "tăng" if row["change"] > 0 else "giảm"
    if row["unit_vi"] == "%":
        return [_of(row, year, "change", f"{word} {amount}"), f" điểm phần trăm so với năm {row['previous_year']}"]
    pieces: list[Piece] = [_of(row, year, "change", f"{word} {amount}"), f" {row['unit_vi']}"]
    if row["change_pct"] is not None:
        share = vietnamese(abs(row["change_pct"]), decimals=1)
        pieces += [" bằng ", _of(row, year, "change_pct", share), "%"]
    return [*pieces, f" so với năm {row['previous_year']}"]


def cells(row: Row) -> tuple[Piece, ...]:
    """Year before, review year, change, change in per cent of the annex."""
    year = row["base_year"]
    return (
        _of(row, row["previous_year"], "value", shown(row, "previous_value")),
        _of(row, year, "value", shown(row, "base_value", "value_state")),
        _of(row, year, "cell_change", _change_cell(row)),
        _of(row, year, "cell_change_pct", _change_pct_cell(row)),
    )


def target_cells(row: Row) -> tuple[Piece, ...]:
    """Target, what is reached, through which day, what should be by then, and how that stands."""
    year = row["target_year"]
    return (
        _of(row, year, "target", target_text(row)),
        _of(row, year, "to_date", shown(row, "to_date_value")),
        vietnamese(row["to_date_through"]) if row["to_date_value"] is not None else "—",
        _of(row, year, "expected", shown(row, "expected_to_date")),
        _of(row, year, "state", attainment_text(row)),
    )


def target(row: Row) -> Piece:
    """The target of the next year: "≥ 200"."""
    return _of(row, row["target_year"], "target", target_text(row))


def ward_cell(row: Row, name_vi: str) -> Piece:
    """A figure of one ward in the annex."""
    return figure(row["indicator_code"], row["report_year"], row["unit_code"], "value", shown(row, "value"),
                  f"{name_vi}, năm {row['report_year']}")  # fmt: skip


def _of(row: Row, year: int, measure: str, text: str) -> Piece:
    return figure(row["indicator_code"], year, row["unit_code"], measure, text, f"{row['name_vi']}, năm {year}")


def _two(row: Row) -> bool:
    return row["base_value"] is not None and row["previous_value"] is not None


def _change_cell(row: Row) -> str:
    if row["comparable"] and row["change"] is not None:
        return _signed(row["change"])
    return shown(row, "change") if is_hidden(row, "change") else "không so sánh" if _two(row) else "—"


def _change_pct_cell(row: Row) -> str:
    if row["unit_vi"] == "%" or not row["comparable"]:
        return "—"
    return shown(row, "change_pct") if row["change_pct"] is None else _signed(row["change_pct"], 1)


def _signed(number: float | None, decimals: int = 2) -> str:
    if number is None:
        return "—"
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return f"{sign}{vietnamese(abs(number), decimals=decimals)}"
