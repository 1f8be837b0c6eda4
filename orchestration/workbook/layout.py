"""How a sheet of the workbook looks and prints: typeface, number formats, heading, frozen panes, filter, A4.

What stands in it is decided in ``sheets``. Nothing here computes: a cell is a value, never a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from orchestration.wording import NO_FIGURE_VI, NOT_SHOWN_VI, Row, not_shown

_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
# Vietnamese (42A) day and separators; a spreadsheet set to Vietnamese uses its own, which are the same
_WHOLE, _BROKEN, _DAY = "[$-42A]#,##0", "[$-42A]#,##0.0#", "[$-42A]dd\\/mm\\/yyyy"
_HEAD_ROW = 4  # zero-based: title, note, standing, empty, heading
_A4 = 9
_LINE = 15.0  # points
_LETTERS_A_UNIT = 1.2  # a column is measured in digits; letters of a text are narrower
_ABSENT = frozenset({NO_FIGURE_VI, *NOT_SHOWN_VI.values()})
Value = str | date | int | float


class Column(NamedTuple):
    """A column of a sheet: heading, width in characters, and what it takes from a row.

    ``state`` names the field that says why a figure is not there (``value_state``), where the edition has it.
    """

    title: str
    width: float
    value: str | Callable[[Row], Any]
    state: str | None = None


@dataclass(frozen=True)
class Heading:
    """What stands above every table, and on every printed page."""

    committee: str
    warning: str  # of invented data; empty for real ones
    known: str  # moment of the figures and standing


class SheetWriter:
    """Writes tables and prose in the house style into one xlsxwriter workbook."""

    def __init__(self, workbook: Any, heading: Heading) -> None:
        self._workbook, self._heading = workbook, heading
        made = partial(self._format)
        border = {"border": 1, "border_color": "#9AA5B1"}
        self._title = made(bold=True, font_size=14)
        self._warning = made(bold=True, font_color="#963522")
        self._quiet = made(italic=True, font_color="#52606D")
        self._head = made(bold=True, text_wrap=True, align="center", valign="vcenter", bg_color="#E6ECF2", **border)
        self._text = made(text_wrap=True, align="left", indent=1, **border)
        self._whole = made(num_format=_WHOLE, **border)
        self._broken = made(num_format=_BROKEN, **border)
        self._day = made(num_format=_DAY, align="center", **border)
        self._absent = made(align="right", italic=True, font_color="#52606D", text_wrap=True, **border)
        self._strong = made(bold=True, text_wrap=True, **border)

    def _format(self, **said: Any) -> Any:
        return self._workbook.add_format(_FONT | said)

    def table(self, name: str, title: str, columns: Sequence[Column], rows: Sequence[Row], *, frozen: int = 1) -> None:
        """A sheet with one table, ``frozen`` columns kept in sight; sorts, filters and prints on A4."""
        sheet = self._sheet(name, title)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(_HEAD_ROW, number, column.title, self._head)
        sheet.set_row(_HEAD_ROW, _LINE * max(_lines(column.title, column.width - 2) for column in columns))
        for line, row in enumerate(rows, start=_HEAD_ROW + 1):
            said = [_cell_value(column, row) for column in columns]
            # heights are written: only some programs find out by themselves that a text needs a second line
            sheet.set_row(line, _LINE * max(map(_lines, said, [column.width for column in columns])))
            for number, value in enumerate(said):
                self._cell(sheet, line, number, value, is_absent=value in _ABSENT)
        last = _HEAD_ROW + max(len(rows), 1)
        sheet.autofilter(_HEAD_ROW, 0, last, len(columns) - 1)
        sheet.freeze_panes(_HEAD_ROW + 1, frozen)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.set_landscape()
        sheet.print_area(0, 0, last, len(columns) - 1)

    def prose(self, name: str, title: str, lines: Sequence[tuple[str, str]]) -> None:
        """A sheet of things said about the workbook: what is spoken of, and what is said of it."""
        sheet = self._sheet(name, title)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 96)
        for line, (about, said) in enumerate(lines, start=_HEAD_ROW):
            sheet.write_string(line, 0, about, self._strong)
            sheet.write_string(line, 1, said, self._text)
            sheet.set_row(line, _LINE * max(_lines(about, 30), _lines(said, 96)))
        sheet.set_landscape()

    def _sheet(self, name: str, title: str) -> Any:
        sheet = self._workbook.add_worksheet(name)
        sheet.write_string(0, 0, title, self._title)
        for line, note in enumerate((self._heading.warning, self._heading.known), start=1):
            sheet.write_string(line, 0, note, self._warning if line == 1 else self._quiet)
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f'&L&"Times New Roman,Italic"&9{self._heading.committee}&R&"Times New Roman,Italic"&9&A')
        sheet.set_footer('&C&"Times New Roman,Regular"&9Trang &P/&N')
        sheet.hide_gridlines(1)
        return sheet

    def _cell(self, sheet: Any, line: int, number: int, value: Value, *, is_absent: bool) -> None:
        if isinstance(value, str):
            sheet.write_string(line, number, value, self._absent if is_absent else self._text)
        elif isinstance(value, date):
            sheet.write_datetime(line, number, datetime(value.year, value.month, value.day), self._day)  # noqa: DTZ001 — a day of the office, no moment
        else:
            sheet.write_number(line, number, value, self._whole if float(value).is_integer() else self._broken)


def _cell_value(column: Column, row: Row) -> Value:
    value = row.get(column.value) if isinstance(column.value, str) else column.value(row)
    if value is None:
        return not_shown(row.get(column.state)) if column.state else NO_FIGURE_VI
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (str, date, int, float)):
        return value
    raise TypeError(type(value))


def _lines(value: Value, width: float) -> int:
    """Lines a text needs in a column; a figure or a day always has one."""
    if not isinstance(value, str):
        return 1
    lines, used, room = 1, 0.0, width * _LETTERS_A_UNIT - 2
    for word in value.split():
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, 0.0
        used += (1 if used else 0) + len(word)
    return lines
