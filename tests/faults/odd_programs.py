"""What .xls and .ods hide or carry along: the same faults as in .xlsx, planted with what these formats have for them."""

from __future__ import annotations

import random
import re
import struct
from collections.abc import Callable
from typing import Any

import xlwt

from ingestion.sample_city.submission import Submission
from tests.faults.case import ALL, RECORD, Case, Declared, FaultClass, Plant
from tests.faults.saved_as import Odd, as_ods, as_xls

_DAY = "2024-03-05"
_ODS_CELLS = {
    "error": '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="">'
    "<text:p>#DIV/0!</text:p></table:table-cell>",
    "no-value": '<table:table-cell table:formula="of:=SUM([.E60:.E61])"/>',
    "infinity": '<table:table-cell office:value-type="float" office:value="INF"><text:p>INF</text:p></table:table-cell>',
    "control": '<table:table-cell office:value-type="string"><text:p>1_x0007_2</text:p></table:table-cell>',
    "day": f'<table:table-cell office:value-type="date" office:date-value="{_DAY}"><text:p>05/03</text:p></table:table-cell>',
    "other-file": '<table:table-cell table:formula="of:=[\'file:///C:/nam%20truoc.ods\'#$A.B2]" office:value-type="float"'
    ' office:value="{value}"><text:p>{value}</text:p></table:table-cell>',
}
_FIGURES = {  # what stands in a figure's cell: rule and verdict
    "error value in a cell": ("error", "CELL-01", "returned"),
    "formula without a result": ("no-value", "CELL-02", "returned"),
    "number that is none": ("infinity", "CELL-03", "returned"),
    "control character in a figure": ("control", "CELL-04", "returned"),
    "figure that a program made a day": ("day", "CELL-05", "returned"),
}


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _put(sheet: Any, row: int, col: int, kind: str) -> None:
    if kind == "error":
        sheet.row(row).set_cell_error(col, 42)
    elif kind == "no-value":
        sheet.write(row, col, xlwt.Formula("SUM(E60:E61)"))
    elif kind == "infinity":
        sheet.write(row, col, float("inf"))
    elif kind == "control":
        sheet.write(row, col, "1\x072")
    else:
        sheet.write(row, col, 45_356, xlwt.easyxf(num_format_str="D/M"))


def _place(cell: str) -> tuple[int, int]:
    letters, digits = re.fullmatch(r"([A-Z])(\d+)", cell).groups()  # type: ignore[union-attr]  # the forms are narrow
    return int(digits) - 1, ord(letters) - 65


def _saved(kind: str, odd: Callable[[Case], Odd]) -> Callable[[bytes, Case], bytes]:
    def rewrite(content: bytes, case: Case) -> bytes:
        case.made.file_format = kind
        return as_xls(content, odd(case)) if kind == "xls" else as_ods(content, odd(case))

    return rewrite


def _figure(kind: str, what: str, rule: str, verdict: str, *, anywhere: bool = False) -> Plant:
    def odd(case: Case) -> Odd:
        cell = case.cell or ""
        row, col = _place(cell)
        if what == "hidden":
            return Odd(hidden_row=row)
        if kind == "xls":
            return Odd(xls=lambda book: _put(book.get_sheet(0), row, col, what))
        return Odd(ods_cells={cell: _ODS_CELLS[what].replace("{value}", str(case.made.values[case.declared.field]))})  # type: ignore[union-attr, index]

    def plant(made: Submission, chance: random.Random) -> Declared | None:
        names = [n for n, v in made.values.items() if type(v) is int]
        if not names:
            return None
        return Declared((rule,), verdict, chance.choice(names), rewrite=_saved(kind, odd), anywhere=anywhere)

    return plant


def _file(kind: str, odd: Odd, rule: str, verdict: str = "accepted") -> Plant:
    return lambda _made, _chance: Declared((rule,), verdict, rewrite=_saved(kind, lambda _: odd))


def _note(book: Any) -> None:
    """A comment at E12: its object, its words, and the cell it belongs to."""
    words = "số này đã hỏi lại".encode("utf-16-le")
    sheet = book.get_sheet(0)
    before = sheet._Worksheet__window2_rec()
    records = (
        _record(0x5D, struct.pack("<HHHHH12xHH", 0x15, 0x12, 0x19, 1, 0, 0, 0)),
        _record(0x1B6, struct.pack("<HH6xHHI", 0x212, 0, len(words) // 2, 16, 0)),
        _record(0x3C, b"\x01" + words),
        _record(0x3C, struct.pack("<HHIHHI", 0, 0, 0, len(words) // 2, 0, 0)),
        _record(0x1C, struct.pack("<HHHHHBBx", 11, 4, 0, 1, 1, 0, 32)),
    )
    sheet._Worksheet__window2_rec = lambda: b"".join(records) + before


def _globals(body: bytes) -> Odd:
    return Odd(xls_records=body)


def _link(sheets: int, path: bytes) -> bytes:
    return _record(0x1AE, struct.pack("<HHB", sheets, len(path), 0) + path)


def _another_sheet(state: int) -> Callable[[Any], None]:
    def add(book: Any) -> None:
        sheet = book.add_sheet("Nháp")
        sheet.write(0, 0, "Số liệu cũ")
        sheet.visibility = state

    return add


def _1904(book: Any) -> None:
    book.dates_1904 = True


def _aside(book: Any) -> None:
    book.get_sheet(0).write(11, 9, 12)


_NAME = (
    '<table:named-expressions><table:named-expression table:name="N" table:expression="{}"/></table:named-expressions>'
)
_HIDDEN_STYLE = (
    '<office:automatic-styles><style:style style:name="an" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)
_DRAFT = '<table:table table:name="Nháp" table:style-name="an"><table:table-row><table:table-cell office:value-type="string"><text:p>Số liệu cũ</text:p></table:table-cell></table:table-row></table:table>'
_ASIDE = '<table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p></table:table-cell>'

_XLS = {
    "hidden sheet": (Odd(xls=_another_sheet(1)), "BOOK-01", "accepted"),
    "sheet hidden deeply": (Odd(xls=_another_sheet(2)), "BOOK-02", "accepted"),
    "comment at a cell": (Odd(xls=_note), "BOOK-04", "accepted"),
    "figure outside the form": (Odd(xls=_aside), "BOOK-05", "accepted"),
    "name that points out of the file": (_globals(_link(1, b"\x01\x01C\x03bao cao\x03nam truoc.xls")), "BOOK-06", "accepted"),
    "command of another program": (_globals(_link(0, b"cmd\x03/c calc")), "BOOK-07", "returned"),
    "dates of 1904": (Odd(xls_before=_1904), "BOOK-08", "accepted"),
    "macros": (_globals(_record(0xD3, b"")), "BOOK-09", "accepted"),
}  # fmt: skip
_ODS = {
    "hidden sheet": (Odd(ods_styles=_HIDDEN_STYLE, ods_more=_DRAFT), "BOOK-01", "accepted"),
    "comment at a cell": (Odd(ods_noted="E12"), "BOOK-04", "accepted"),
    "figure outside the form": (Odd(ods_aside=_ASIDE), "BOOK-05", "accepted"),
    "name that points out of the file": (Odd(ods_more=_NAME.format("['file:///C:/nam%20truoc.ods'#$A.$A$1]")), "BOOK-06", "accepted"),
    "command of another program": (
        Odd(ods_more='<table:dde-links><table:dde-link><office:dde-source office:dde-application="cmd"/></table:dde-link></table:dde-links>'),
        "BOOK-07", "returned",
    ),
    "dates of 1904": (
        Odd(ods_before='<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'),
        "BOOK-08", "accepted",
    ),
    "macros": (
        Odd(ods_before='<office:event-listeners><script:event-listener script:event-name="dom:load"/></office:event-listeners>'),
        "BOOK-09", "accepted",
    ),
}  # fmt: skip


def _classes() -> tuple[FaultClass, ...]:
    found = []
    for kind, whole in (("xls", _XLS), ("ods", _ODS)):
        for name, (what, rule, verdict) in _FIGURES.items():
            found.append(FaultClass(f"{name} (.{kind})", _figure(kind, what, rule, verdict), RECORD, formats=("xlsx",)))
        hidden = _figure(kind, "hidden", "BOOK-03", "accepted", anywhere=True)
        found.append(FaultClass(f"figure in a hidden row (.{kind})", hidden, RECORD, formats=("xlsx",)))
        for name, (odd, rule, verdict) in whole.items():
            found.append(FaultClass(f"{name} (.{kind})", _file(kind, odd, rule, verdict), ALL, formats=("xlsx",)))
    outside = _figure("ods", "other-file", "CELL-08", "accepted")
    return (*found, FaultClass("figure taken from another file (.ods)", outside, RECORD, formats=("xlsx",)))


ODD_PROGRAM_CLASSES = _classes()
