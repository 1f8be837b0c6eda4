"""The records of an old Excel workbook stream (BIFF8): what the reader of its cells does not say.

Sheets shown and hidden, error cells, comments, hidden rows and columns, the calendar, names, and the texts that stand
outside cells. Layouts are those of Microsoft's [MS-XLS].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ingestion.opening.refused import DamagedError, RefusedError
from ingestion.opening.xml_limits import MAX_ROW
from ingestion.parsing.biff_links import Links
from ingestion.parsing.biff_notes import Notes
from ingestion.parsing.biff_strings import shared_strings
from ingestion.parsing.cells import address
from ingestion.parsing.file_content import FileContent, Hidden, Noticed, Text
from ingestion.parsing.loose_bytes import texts_in
from ingestion.parsing.xlsx_workbook import OWN_HIDDEN_SHEET

_FORMULA, _EOF, _CALENDAR, _FILEPASS, _COLINFO, _SHEET, _ARRAY = 0x06, 0x0A, 0x22, 0x2F, 0x7D, 0x85, 0x221
_BOF, _BOOLERR, _ROW, _NUMBER, _LABEL, _RK, _LABELSST, _MULRK = 0x809, 0x205, 0x208, 0x203, 0x204, 0x27E, 0xFD, 0xBD
_CONTINUE, _HEADER, _FOOTER, _NAME, _SUPBOOK, _OBJ_PROJECT, _VALIDATION = 0x3C, 0x14, 0x15, 0x18, 0x1AE, 0xD3, 0x1BE
_EXTERNSHEET, _LINK, _TOOLTIP, _CHART_TEXT = 0x17, 0x1B8, 0x800, 0x100D
_SHEET_KINDS = (0x10, 0x20, 0x40)  # worksheet, chart, macro sheet
_ONE_CELL = (_NUMBER, _LABEL, _RK, _LABELSST)
_WORDY = {_HEADER: "header_footer", _FOOTER: "header_footer", _NAME: "defined_name", _SUPBOOK: "link", _LINK: "link",
          _TOOLTIP: "link", _CHART_TEXT: "chart", _CONTINUE: "comment", _VALIDATION: "validation",
          0x1B6: "comment", 0x5C: "property"}  # fmt: skip
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_NO_NUMBER, _ERROR_RESULT, _NOTHING = b"\xff\xff", 2, 3  # what a formula came to, where it is no number
# cells, their look and places, pictures: no words of people, or read elsewhere
_SST, _STRING, _RSTRING = 0xFC, 0x207, 0xD6
_WITHOUT_WORDS = frozenset([
    *_ONE_CELL, _BOOLERR, _MULRK, _ROW, _BOF, _EOF, _COLINFO, _SST, _STRING, _RSTRING, _FILEPASS, _EXTERNSHEET,
    0x201, 0xBE, 0xD7, 0x20B, 0xE0, 0xFF, 0x31, 0x92, 0xEB, 0x896, 0x8C3, 0x87D,
])  # fmt: skip


class BiffCount:
    """How many cells of each sheet, by order, hold a value that a reader must find."""

    def __init__(self) -> None:
        self.values: list[int] = []
        self.calculated = False  # some formula has a value
        self.without_value: list[tuple[str, str]] = []  # sheet and cell of formulas that came to an empty text


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
    count, links, notes, at = BiffCount(), Links(), Notes(found), _Place(names)
    states, shared = [], False
    for kind, body in records(stream):
        at.see(kind, body)
        if at.sheet >= len(count.values):
            count.values.append(0)
        if kind == _EOF and at.depth == 0:
            notes.finish()
        elif kind == _SHEET and len(body) > 5:
            states.append(body[4] & 3)
        elif at.in_sheet:
            notes.see(kind, body, at.name)
            _cell(kind, body, at.name, count, found)
        _workbook(kind, body, found)
        _link(kind, body, at.name, links, found)
        shared = kind == _SST or (shared and kind == _CONTINUE)
        if not shared:
            _words(kind, body, found)
    notes.finish()
    if not count.calculated:  # the program that wrote the file computes nothing
        found.noticed += [Noticed("CELL-02", sheet, cell) for sheet, cell in count.without_value]
    for name, state in zip(names, states, strict=False):
        if state and name != OWN_HIDDEN_SHEET:
            found.noticed.append(Noticed("BOOK-02" if state == 2 else "BOOK-01", name, None, name))
            found.texts.append(Text("sheet_name", name, None, name))
    return count


class _Place:
    """Which sheet the next record belongs to."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self.sheet, self.depth = -1, 0

    def see(self, kind: int, body: bytes) -> None:
        if kind == _BOF and len(body) >= 4:
            self.depth += 1
            self.sheet += self.depth == 1 and struct.unpack_from("<H", body, 2)[0] in _SHEET_KINDS
        elif kind == _EOF:
            self.depth = max(self.depth - 1, 0)

    @property
    def in_sheet(self) -> bool:
        """In a sheet itself: a chart in it is a stream of its own, with figures that are no cells."""
        return self.sheet >= 0 and self.depth == 1

    @property
    def name(self) -> str:
        return self._names[self.sheet] if 0 <= self.sheet < len(self._names) else ""


def _workbook(kind: int, body: bytes, found: FileContent) -> None:
    if kind == _FILEPASS:
        raise RefusedError("OPEN-04", "sổ tính Excel (.xls) có mật khẩu mở tệp")
    if kind == _CALENDAR and body[:1] == b"\x01":
        found.noticed.append(Noticed("BOOK-08"))
    elif kind == _OBJ_PROJECT:
        found.noticed.append(Noticed("BOOK-09"))


def _link(kind: int, body: bytes, sheet: str, links: Links, found: FileContent) -> None:
    if kind == _SUPBOOK:
        links.add_link(body, found)
    elif kind == _EXTERNSHEET:
        links.add_sheets(body)
    elif kind == _FORMULA and len(body) > 22:
        row, col = struct.unpack_from("<HH", body)
        links.look_at(body[22:], sheet, address(row + 1, col + 1), found)
    elif kind == _ARRAY and len(body) > 14:
        links.look_at(body[14:], sheet, address(body[0] + 256 * body[1] + 1, body[4] + 1), found)


def _cell(kind: int, body: bytes, sheet: str, count: BiffCount, found: FileContent) -> None:
    if len(body) < 4:
        return
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
    elif kind == _FORMULA and len(body) >= 14:
        _result(body[6:14], sheet, where, count, found)
    elif kind == _ROW and len(body) >= 16 and body[12] & 0x20:
        found.hidden.append(Hidden(sheet, "row", row + 1, row + 1))
    elif kind == _COLINFO and len(body) >= 10 and body[8] & 1:
        found.hidden.append(Hidden(sheet, "col", row + 1, col + 1))


def _result(result: bytes, sheet: str, where: str, count: BiffCount, found: FileContent) -> None:
    """What a formula came to, as its eight bytes say."""
    what = result[0] if result[6:] == _NO_NUMBER else None
    if what == _NOTHING:
        count.without_value.append((sheet, where))
        return
    count.calculated = True
    if what == _ERROR_RESULT:
        found.noticed.append(Noticed("CELL-01", sheet, where, _ERRORS.get(result[2], "lỗi")))


def _words(kind: int, body: bytes, found: FileContent) -> None:
    """Texts of a record of any kind that is not known to hold none."""
    if kind not in _WITHOUT_WORDS:
        part = "formula" if kind in (_FORMULA, _ARRAY) else _WORDY.get(kind, "other")
        found.texts += [Text(part, None, None, t) for t in texts_in(body)]


def left_over_strings(stream: bytes, found: FileContent) -> None:
    """Strings of the shared table that no cell shows: what was typed and deleted."""
    bodies: list[bytes] = []
    for kind, body in records(stream):
        if kind == _SST or (bodies and kind == _CONTINUE):
            bodies.append(body)
        elif bodies:
            break
    if not bodies:
        return
    try:
        strings = shared_strings(bodies)
    except (struct.error, IndexError):
        strings = [text for body in bodies for text in texts_in(body)]
    shown: set[str] = set()
    for sheet in found.sheets:
        shown.update(sheet.texts)
    found.texts += [Text("shared_string", None, None, t) for t in dict.fromkeys(strings) if t not in shown]
