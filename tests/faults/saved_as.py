"""A report saved by another program: the same cells at the same addresses as .xls, .ods or .xlsm."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import xlwt
from openpyxl.utils import get_column_letter

from tests.faults.case import Bytes, Case

_SHEETS = ("Báo cáo", "Danh mục")
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    + " ".join(
        f'xmlns:{name}="{_NAMESPACE}{name}:1.0"' for name in ("office", "table", "text", "form", "script", "style")
    )
    + f' xmlns:draw="{_NAMESPACE}drawing:1.0" xmlns:svg="{_NAMESPACE}svg-compatible:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3">'
)
_ODS_BODY = "<office:body><office:spreadsheet>"
_ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
Rows = list[tuple[Any, ...]]


@lru_cache(maxsize=2)
def _read(content: bytes) -> dict[str, Rows]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {name: list(book[name].iter_rows(values_only=True)) for name in _SHEETS if name in book.sheetnames}


@dataclass(frozen=True)
class Odd:
    """What a file of another program holds besides the values of the form."""

    xls: Callable[[Any], None] | None = None  # changes the book when it is filled
    xls_before: Callable[[Any], None] | None = None
    xls_records: bytes = b""  # records of the workbook that the writer does not know
    hidden_row: int | None = None  # 0-based, of the form's sheet
    ods_cells: Mapping[str, str] = field(default_factory=dict)  # XML of a cell of the form's sheet by its address
    ods_noted: str = ""  # a cell that carries a comment
    ods_aside: str = ""  # XML of a cell far to the right of row 12
    ods_styles: str = ""
    ods_before: str = ""
    ods_more: str = ""


_PLAIN_FILE = Odd()
_NOTE = "<office:annotation><text:p>số này đã hỏi lại</text:p></office:annotation>"


class _Book(xlwt.Workbook):  # type: ignore[misc]  # xlwt has no types
    more = b""

    def _Workbook__backup_rec(self) -> bytes:  # noqa: N802 — the name the writer calls
        return bytes(super()._Workbook__backup_rec()) + self.more


def as_xls(content: bytes, odd: Odd = _PLAIN_FILE) -> bytes:
    """By the old writer of Excel 97 files."""
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    book = _Book(encoding="utf-8")
    book.more = odd.xls_records
    if odd.xls_before:
        odd.xls_before(book)
    for name, rows in _read(content).items():
        sheet = book.add_sheet(name, cell_overwrite_ok=True)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, dt.datetime):
                    sheet.write(r, c, value, day)
                elif value is not None:
                    sheet.write(r, c, value)
    if odd.hidden_row is not None:
        book.get_sheet(0).row(odd.hidden_row).hidden = True
    if odd.xls:
        odd.xls(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ods(content: bytes, odd: Odd = _PLAIN_FILE) -> bytes:
    """As an OpenDocument spreadsheet with nothing but its cells."""
    tables = [
        f'<table:table table:name="{escape(name)}">'
        + "".join(_ods_row(n, row, odd if at == 0 else _PLAIN_FILE) for n, row in enumerate(rows))
        + "</table:table>"
        for at, (name, rows) in enumerate(_read(content).items())
    ]
    return ods_of(odd.ods_before + "".join(tables) + odd.ods_more, odd.ods_styles)


def _ods_row(row_no: int, row: tuple[Any, ...], odd: Odd) -> str:
    cells = []
    for col_no, value in enumerate(row):
        where = f"{get_column_letter(col_no + 1)}{row_no + 1}"
        cell = odd.ods_cells.get(where) or _ods_cell(value)
        if where == odd.ods_noted:
            cell = re.sub(r"(<table:table-cell[^>]*?)/>", r"\1></table:table-cell>", cell)
            cell = cell.replace(">", ">" + _NOTE, 1)
        cells.append(cell)
    if row_no == 11 and odd.ods_aside:
        cells.append("<table:table-cell/>" * max(0, 9 - len(cells)) + odd.ods_aside)
    hidden = ' table:visibility="collapse"' if row_no == odd.hidden_row else ""
    return f"<table:table-row{hidden}>{''.join(cells)}</table:table-row>"


def ods_of(body: str, styles: str = "") -> bytes:
    """A package whose spreadsheet holds ``body``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        kind = zipfile.ZipInfo("mimetype")
        package.writestr(kind, "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", _ODS_HEAD + styles + _ODS_BODY + body + _ODS_TAIL)
        package.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
    return out.getvalue()


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, dt.datetime):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{value:%Y-%m-%d}">'
            f"<text:p>{value:%d/%m/%Y}</text:p></table:table-cell>"
        )
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def as_xlsm(content: bytes) -> bytes:
    """As a workbook that may hold macros, and holds none."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(
                entry, re.sub(re.escape(_PLAIN), _MACRO, data.decode()) if "[Content" in entry.filename else data
            )
    return out.getvalue()


PROGRAMS: dict[str, Callable[[bytes], bytes]] = {"xls": as_xls, "ods": as_ods, "xlsm": as_xlsm}


def saved_as(kind: str, first: Bytes | None = None) -> Bytes:
    """The finished workbook in another format; ``first`` spoils it before."""

    def rewrite(content: bytes, case: Case) -> bytes:
        case.made.file_format = kind
        return PROGRAMS[kind](first(content, case) if first else content)

    return rewrite
