"""The sender's own sheets at the same addresses, readable, with the cells that need attention marked.

Values keep the type they had: sent again, mended in place, the sheets say what the sender's file
said. A text stays a text, whatever it looks like; no formula is ever written.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from quality.contracts.form_model import Form
from quality.contracts.registry import header
from quality.contracts.to_template import field_style
from quality.return_slip import verdict_words as words
from quality.return_slip.cell_text import plain
from quality.return_slip.first_sheet import SHEET_NAME
from quality.return_slip.looks import Looks
from quality.return_slip.place_order import row_and_column
from quality.return_slip.slip import Slip

_REPORT_WIDTHS = (12, 6, 58, 12, 24, 42)
_MOST_CELLS = 200_000  # a slip is for reading; a file beyond this is answered by its first sheet
_LINE_MARK = "_stt"


class SentCell(NamedTuple):
    """One non-empty cell of the sender: sheet, 1-based row and column, kind (n s d b e) and text."""

    sheet: str
    row_no: int
    col_no: int
    kind: str
    text: str


class _Mark(NamedTuple):
    severity: str
    comment: str


def sheets_to_return(cells: Iterable[SentCell]) -> dict[str, list[SentCell]]:
    """Cells by sheet, in the sender's order; the sheet of an earlier slip is left out, it is written anew."""
    sheets: dict[str, list[SentCell]] = {}
    for cell in cells:
        if cell.sheet != SHEET_NAME:
            sheets.setdefault(cell.sheet, []).append(cell)
    return sheets if sum(map(len, sheets.values())) <= _MOST_CELLS else {}


def write_sender_sheets(
    book: Any,
    look: Looks,
    slip: Slip,
    sheets: dict[str, list[SentCell]],
    titles: Mapping[str, str],
    form: Form | None,
) -> None:
    """Add the sheets to ``book`` under their ``titles``."""
    marks = _marks(slip)
    fields = {f.name: field_style(f) for one in (header(), form) if one for f in one.fields()}
    for name, cells in sheets.items():
        _write(book.add_worksheet(titles[name]), look, cells, marks.get(name, {}), fields)


_Marks = dict[tuple[int, int], _Mark]  # by 0-based row and column


def _marks(slip: Slip) -> dict[str, _Marks]:
    found: dict[str, _Marks] = {}
    for number, line in enumerate(slip.lines, start=1):
        comment = "\n".join(
            [
                f"{words.SIGN[line.severity]} {words.SEVERITY[line.severity]}"
                f" (mục {number}; {', '.join(line.rule_ids)})",
                *([f"Đang ghi: {line.value_seen[:200]}"] if line.value_seen and len(line.cells) == 1 else []),
                line.message[:900],
                f"Cách xử lý: {line.action[:500]}",
            ]
        )
        for cells, text in (
            (line.cells, comment),
            (line.related_cells, f"Liên quan mục {number} ở trang “{SHEET_NAME}”."),
        ):
            for spot in filter(None, map(row_and_column, cells)):
                on_sheet = found.setdefault(line.sheet or "", {})
                before = on_sheet.get(spot)  # lines come worst first: the first mark stays
                on_sheet[spot] = _Mark(
                    before.severity if before else line.severity, f"{before.comment}\n\n{text}" if before else text
                )
    return found


def _write(
    sheet: Any,
    look: Looks,
    cells: list[SentCell],
    marks: _Marks,
    fields: dict[str, str],
) -> None:
    ids = {c.row_no: c.text for c in cells if c.col_no == 1}
    line_row = next((row for row, text in ids.items() if text == _LINE_MARK), None)
    columns = {c.col_no: fields[c.text] for c in cells if c.row_no == line_row and c.text in fields}
    rows = {row: fields[text] for row, text in ids.items() if text in fields}
    style = _style_of_table(line_row, columns) if line_row else _style_of_report(rows) if rows else lambda _: "text"
    written = set()
    for cell in cells:
        spot = (cell.row_no - 1, cell.col_no - 1)
        if spot[0] >= 1_048_576 or spot[1] >= 16_384:
            continue
        mark = marks.get(spot)
        _put(sheet, *spot, cell, look(style(cell), mark.severity if mark else None))
        written.add(spot)
    for spot, mark in marks.items():
        if spot not in written:  # an empty cell that should not be
            sheet.write_blank(*spot, None, look("input", mark.severity))
        size = math.ceil(len(mark.comment) / 55) + mark.comment.count("\n") + 1
        sheet.write_comment(
            *spot,
            plain(mark.comment[:2000]),
            {"author": "kho138", "width": 380, "height": min(420, 20 + 17 * size), "font_size": 9},
        )
    _lay_out(sheet, look, cells, line_row, rows)


def _style_of_report(rows: dict[int, str]) -> Any:
    first, last = min(rows), max(rows)

    def style(cell: SentCell) -> str:
        if cell.col_no == 1:
            return "id"
        if cell.row_no in rows:
            return rows[cell.row_no] if cell.col_no == 5 else "center" if cell.col_no in (2, 4) else "label"
        if cell.row_no > last:
            return "text"
        return "title" if cell.row_no == 1 else "head" if cell.row_no == first - 2 else "group"

    return style


def _style_of_table(line_row: int, columns: dict[int, str]) -> Any:
    def style(cell: SentCell) -> str:
        if cell.row_no == line_row:
            return "id"
        if cell.row_no == line_row + 1:
            return "head"
        if cell.row_no > line_row:
            return columns.get(cell.col_no, "label")
        return "title"

    return style


def _put(sheet: Any, row: int, column: int, cell: SentCell, look: Any) -> None:
    try:
        if cell.kind == "n":
            sheet.write_number(row, column, float(cell.text), look)
            return
        if cell.kind == "b":
            sheet.write_boolean(row, column, cell.text == "TRUE", look)
            return
        if cell.kind == "d":
            sheet.write_datetime(row, column, datetime.fromisoformat(cell.text), look)
            return
    except (ValueError, TypeError):  # inf, a duration, a day before 1900: shown as it was written
        pass
    sheet.write_string(row, column, plain(cell.text), look)


def _lay_out(sheet: Any, look: Looks, cells: list[SentCell], line_row: int | None, rows: dict[int, str]) -> None:
    if rows and not line_row:
        for column, width in enumerate(_REPORT_WIDTHS):
            sheet.set_column(column, column, width, None, {"hidden": column == 0})
        sheet.freeze_panes(min(rows) - 2, 0)
    else:
        widest: dict[int, int] = {}
        for cell in cells:
            if cell.row_no not in (1, line_row):
                widest[cell.col_no] = max(widest.get(cell.col_no, 8), min(36, len(cell.text) + 2))
        for col_no, width in widest.items():
            sheet.set_column(col_no - 1, col_no - 1, 6 if line_row and col_no == 1 else width)
        if line_row:
            sheet.set_row(line_row - 1, None, None, {"hidden": True})
            sheet.set_row(line_row, 48)
            sheet.freeze_panes(line_row + 1, 2)
            sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
