"""A report saved by another program: the same cells at the same addresses as .xls, .ods or .xlsm."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import xlwt

from tests.faults.case import Bytes, Case

_SHEETS = ("Báo cáo", "Danh mục")
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    + " ".join(f'xmlns:{name}="{_NAMESPACE}{name}:1.0"' for name in ("office", "table", "text", "form", "script"))
    + f' xmlns:draw="{_NAMESPACE}drawing:1.0" xmlns:svg="{_NAMESPACE}svg-compatible:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"><office:body><office:spreadsheet>'
)
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


def _read(content: bytes) -> dict[str, Rows]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {name: list(book[name].iter_rows(values_only=True)) for name in _SHEETS if name in book.sheetnames}


def as_xls(content: bytes) -> bytes:
    """By the old writer of Excel 97 files."""
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in _read(content).items():
        sheet = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, dt.datetime):
                    sheet.write(r, c, value, day)
                elif value is not None:
                    sheet.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ods(content: bytes) -> bytes:
    """As an OpenDocument spreadsheet with nothing but its cells."""
    body = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in _read(content).items()
    )
    return ods_of(body)


def ods_of(body: str) -> bytes:
    """A package whose spreadsheet holds ``body``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        kind = zipfile.ZipInfo("mimetype")
        package.writestr(kind, "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", _ODS_HEAD + body + _ODS_TAIL)
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
