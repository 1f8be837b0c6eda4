"""The records of an old Excel workbook stream (BIFF8): what the reader of its cells does not say.

Sheets shown and hidden, error cells, comments, hidden rows and columns, the calendar, names, and the texts that stand
outside cells. Layouts are those of Microsoft's [MS-XLS].
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from ingestion.opening.refused import DamagedError, RefusedError
from ingestion.opening.xml_limits import MAX_ROW
from ingestion.parsing.cells import address
from ingestion.parsing.file_content import FileContent, Hidden, Noticed, Text
from ingestion.parsing.xlsx_workbook import OWN_HIDDEN_SHEET

_FORMULA, _EOF, _CALENDAR, _FILEPASS, _NOTE, _COLINFO, _SHEET = 0x06, 0x0A, 0x22, 0x2F, 0x1C, 0x7D, 0x85
_BOF, _BOOLERR, _ROW, _NUMBER, _LABEL, _RK, _LABELSST, _MULRK = 0x809, 0x205, 0x208, 0x203, 0x204, 0x27E, 0xFD, 0xBD
_CONTINUE, _HEADER, _FOOTER, _NAME, _SUPBOOK, _OBJ_PROJECT, _VALIDATION = 0x3C, 0x14, 0x15, 0x18, 0x1AE, 0xD3, 0x1BE
_SHEET_KINDS = (0x10, 0x20, 0x40)  # worksheet, chart, macro sheet
_ONE_CELL = (_NUMBER, _LABEL, _RK, _LABELSST)
_WORDY = {_HEADER: "header_footer", _FOOTER: "header_footer", _NAME: "defined_name", _SUPBOOK: "link",
          _CONTINUE: "comment", _VALIDATION: "validation", 0x1B6: "comment", 0x5C: "property"}  # fmt: skip
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_WIDE_TEXT = re.compile(rb"(?:[\x20-\x7e\xc0-\xff]\x00|[\x00-\xff][\x01\x03\x1e]){3,}")
_NARROW_TEXT = re.compile(rb"[\x20-\x7e\xa0-\xff]{4,}")


class BiffCount:
    """How many cells of each sheet, by order, hold a value that a reader must find."""

    def __init__(self) -> None:
        self.values: list[int] = []


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and body of each record.

    Raises:
        DamagedError: a record reaches beyond the stream.
    """
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if at + 4 + size > len(stream):
            raise DamagedError
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == 0 and size == 0:
            return  # padding behind the last sheet


def look_at_records(stream: bytes, names: list[str], found: FileContent) -> BiffCount:
    """Put what the records say besides cells into ``found``; sheets are called by ``names``, in order.

    Raises:
        RefusedError: damaged (OPEN-01), encrypted (OPEN-04), or with cells too far out (OPEN-07).
    """
    count = BiffCount()
    sheet, states = -1, []
    for kind, body in records(stream):
        if kind == _BOF and len(body) >= 4:
            sheet += struct.unpack_from("<H", body, 2)[0] in _SHEET_KINDS
            count.values += [0] * (sheet + 1 - len(count.values))
        elif kind == _SHEET and len(body) > 5:
            states.append(body[4] & 3)
        elif sheet >= 0 and len(body) >= 4:
            _cell(kind, body, names[sheet] if sheet < len(names) else "", count, found)
        _workbook(kind, body, found)
        if kind in _WORDY:
            found.texts += [Text(_WORDY[kind], None, None, t) for t in texts_in(body)]
    for name, state in zip(names, states, strict=False):
        if state and name != OWN_HIDDEN_SHEET:
            found.noticed.append(Noticed("BOOK-02" if state == 2 else "BOOK-01", name, None, name))
            found.texts.append(Text("sheet_name", name, None, name))
    return count


def _workbook(kind: int, body: bytes, found: FileContent) -> None:
    if kind == _FILEPASS:
        raise RefusedError("OPEN-04", "sổ tính Excel (.xls) có mật khẩu mở tệp")
    if kind == _CALENDAR and body[:1] == b"\x01":
        found.noticed.append(Noticed("BOOK-08"))
    elif kind == _OBJ_PROJECT:
        found.noticed.append(Noticed("BOOK-09"))
    elif kind == _SUPBOOK and len(body) > 4 and body[2:4] not in (b"\x01\x04", b"\x01\x3a"):
        found.noticed.append(Noticed("BOOK-06", None, None, _first_text(body) or "liên kết ngoài"))


def _cell(kind: int, body: bytes, sheet: str, count: BiffCount, found: FileContent) -> None:
    row, col = struct.unpack_from("<HH", body)
    where = address(row + 1, col + 1)
    if kind in (*_ONE_CELL, _BOOLERR, _FORMULA, _MULRK) and row >= MAX_ROW:
        raise RefusedError("OPEN-07", f"có ô ở vị trí quá xa ({where})")
    if kind in _ONE_CELL or (kind == _BOOLERR and len(body) >= 8 and not body[7]):
        count.values[-1] += 1
    elif kind == _MULRK:
        count.values[-1] += (len(body) - 6) // 6
    elif kind == _BOOLERR and len(body) >= 8:
        found.noticed.append(Noticed("CELL-01", sheet, where, _ERRORS.get(body[6], "lỗi")))
    elif kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        found.noticed.append(Noticed("CELL-01", sheet, where, _ERRORS.get(body[8], "lỗi")))
    elif kind == _NOTE:
        found.noticed.append(Noticed("BOOK-04", sheet, where, None))
    elif kind == _ROW and len(body) >= 16 and body[12] & 0x20:
        found.hidden.append(Hidden(sheet, "row", row + 1, row + 1))
    elif kind == _COLINFO and len(body) >= 10 and body[8] & 1:
        found.hidden.append(Hidden(sheet, "col", row + 1, col + 1))


def texts_in(body: bytes) -> list[str]:
    """Runs of text in a record or stream: UTF-16 with Vietnamese letters, and single bytes."""
    wide = [m.decode("utf-16-le", "replace") for m in _WIDE_TEXT.findall(body)]
    return wide + [m.decode("cp1252", "replace") for m in _NARROW_TEXT.findall(body)]


def _first_text(body: bytes) -> str:
    return next(iter(texts_in(body)), "")[:80]
