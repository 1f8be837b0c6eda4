"""A slip as a new .xlsx: the first sheet says what to do, then come the sender's own sheets, marked."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime

import xlsxwriter

from quality.contracts.registry import forms
from quality.contracts.to_template import HIDDEN_SHEET
from quality.return_slip.cell_text import plain, sheet_titles
from quality.return_slip.first_sheet import SHEET_NAME, write_first_sheet
from quality.return_slip.looks import Looks
from quality.return_slip.machine_name import letters
from quality.return_slip.sender_sheets import SentCell, sheets_to_return, write_sender_sheets
from quality.return_slip.slip import SLIP_VERSION, Slip

_EPOCH = datetime.fromtimestamp(0, tz=UTC).replace(tzinfo=None, year=1980)  # same slip, same bytes
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def slip_workbook(slip: Slip, cells: Iterable[SentCell] = ()) -> bytes:
    """The slip's workbook; equal slips and cells give equal bytes.

    Args:
        slip: what to say.
        cells: the sender's cells, empty where nothing of the file may be shown (refused unread,
            csv, json).
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    book.set_properties({"title": "Phiếu kết quả kiểm tra báo cáo", "created": _EPOCH})
    look = Looks(book)
    sheets = sheets_to_return(cells)
    machine = sheets.pop(HIDDEN_SHEET, [])
    titles = sheet_titles(sheets, (SHEET_NAME, HIDDEN_SHEET))
    write_first_sheet(book, look, slip, titles)
    form = forms().get(slip.head.form_code or "")
    write_sender_sheets(book, look, slip, sheets, titles, form)
    _machine_sheet(book, slip, machine)
    book.close()
    return buffer.getvalue()


def _machine_sheet(book: object, slip: Slip, sent: list[SentCell]) -> None:
    """The hidden sheet: the form it is, and which submission this slip answers."""
    sheet = book.add_worksheet(HIDDEN_SHEET)  # type: ignore[attr-defined]
    known = {c.row_no: c.text for c in sent if c.col_no == 1}
    rows = [(known[row], c.text) for row in known for c in sent if c.row_no == row and c.col_no == 2]
    rows = [(name, value) for name, value in rows if not name.startswith("slip_")]
    for row, pair in enumerate([*rows, ("slip_version", SLIP_VERSION), ("slip_of", letters(slip.head.submission_id))]):
        for column, text in enumerate(pair):
            sheet.write_string(row, column, plain(text))
    sheet.hide()
