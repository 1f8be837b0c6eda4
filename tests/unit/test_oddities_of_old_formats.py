"""What .xls and .ods hold besides plain values is found at its cell, as in .xlsx: files of LibreOffice, xlwt and by hand."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwt

from ingestion.parsing.parse_batch import ParsedBatch, Received, parse_chunk
from tests.faults.saved_as import ods_of

GOLDEN = Path(__file__).parents[1] / "golden"
Place = tuple[str, str | None, str | None]


def _parsed(name: str, content: bytes) -> ParsedBatch:
    parsed = parse_chunk([Received("x", name, content)])
    assert parsed.openings["problem_rule_id"].to_list() == [None], parsed.openings
    return parsed


def _found(name: str, content: bytes) -> set[Place]:
    return set(_parsed(name, content).findings.select("rule_id", "sheet", "cell").rows())


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_workbook_of_libreoffice_with_everything_odd_in_it(kind: str) -> None:
    """Merged headers, percentages, days and times are read right; the rest is said once, at its place."""
    parsed = _parsed(f"a.{kind}", (GOLDEN / "oddities" / f"odd.{kind}").read_bytes())
    report = "Báo cáo"
    assert set(parsed.findings.select("rule_id", "sheet", "cell").rows()) == {
        ("CELL-01", report, "E5"),
        ("CELL-08", report, "E6"),
        ("BOOK-04", report, "E10"),
        ("CELL-04", report, "E11"),
        ("BOOK-03", report, "H10"),
        ("BOOK-04", "Sau biểu đồ", "B2"),
        ("BOOK-01", "Nháp", None),
        ("BOOK-06", None, None),
        ("BOOK-08", None, None),
        ("BOOK-10", None, None),
    }
    comments = parsed.findings.filter(rule_id="BOOK-04")["detail"].to_list()
    assert comments == ["số này đã hỏi lại", "trang sau"]
    assert parsed.findings.filter(rule_id="BOOK-10")["detail"].to_list() == ["hình ảnh"]  # a chart is no object
    assert dict(parsed.cells.filter(sheet=report).select("cell", "text").iter_rows()) == {
        "A1": "BÁO CÁO", "E6": "5", "E8": "2024-03-05", "E9": "0.125", "E10": "7", "H10": "9", "E11": "a_x0007_b",
        "E13": "8", "E14": "12:00:00", "A15": "thư",
    }  # fmt: skip
    texts = parsed.texts["text"].to_list()
    for words in ("trong khung", "Tên biểu đồ", "mailto:hop.thu@example.com", "lời nhắc", "số này đã hỏi lại"):
        assert any(words in text for text in texts), words


def _xls(write: Callable[[Any, Any], object], *, more: bytes = b"") -> bytes:
    """By the old writer; ``more`` are records of the workbook that it cannot write."""

    class Book(xlwt.Workbook):  # type: ignore[misc]  # xlwt has no types
        def _Workbook__backup_rec(self) -> bytes:  # noqa: N802 — the name the writer calls
            return bytes(super()._Workbook__backup_rec()) + more

    book = Book(encoding="utf-8")
    sheet = book.add_sheet("Báo cáo")
    sheet.write(0, 0, "x")
    write(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _link(sheets: int, path: bytes) -> bytes:
    return _record(0x1AE, struct.pack("<HHB", sheets, len(path), 0) + path)


def _kept(book: xlwt.Workbook) -> None:
    book.add_sheet("Nháp").visibility = 2


def _error(_: object, sheet: Any) -> None:
    sheet.row(4).set_cell_error(4, 42)


def _in_1904(book: Any, _: object) -> None:
    book.dates_1904 = True


_XLS: dict[str, tuple[bytes, Place]] = {
    "no-value": (_xls(lambda _, s: s.write(4, 4, xlwt.Formula("1+1"))), ("CELL-02", "Báo cáo", "E5")),
    "infinity": (_xls(lambda _, s: s.write(4, 4, float("inf"))), ("CELL-03", "Báo cáo", "E5")),
    "no-number": (_xls(lambda _, s: s.write(4, 4, float("nan"))), ("CELL-03", "Báo cáo", "E5")),
    "control": (_xls(lambda _, s: s.write(4, 4, "1\x072")), ("CELL-04", "Báo cáo", "E5")),
    "error": (_xls(_error), ("CELL-01", "Báo cáo", "E5")),
    "very-hidden": (_xls(lambda b, _: _kept(b)), ("BOOK-02", "Nháp", None)),
    "1904": (_xls(_in_1904), ("BOOK-08", None, None)),
    "other-file": (_xls(lambda *_: None, more=_link(1, b"\x01\x01C\x03bao cao\x03cu.xls")), ("BOOK-06", None, None)),
    "command": (_xls(lambda *_: None, more=_link(0, b"cmd\x03/c calc")), ("BOOK-07", None, None)),
    "macro": (_xls(lambda *_: None, more=_record(0xD3, b"")), ("BOOK-09", None, None)),
}


@pytest.mark.parametrize(("content", "expected"), _XLS.values(), ids=_XLS)
def test_planted_in_an_xls(content: bytes, expected: Place) -> None:
    assert _found("a.xls", content) == {expected}


def test_what_a_link_of_an_xls_is_called() -> None:
    content = _xls(lambda *_: None, more=_link(1, b"\x01\x01C\x03bao cao\x03cu.xls"))
    assert _parsed("a.xls", content).findings["detail"].to_list() == ["C/bao cao/cu.xls"]


def test_a_reference_of_the_workbook_to_itself_is_no_link() -> None:
    def write(book: Any, sheet: Any) -> None:
        book.add_sheet("Khác").write(0, 0, 1)
        sheet.write(4, 4, xlwt.Formula('Khác!A1+SUM(A1:B2)&"[1]x"'))

    assert _found("a.xls", _xls(write)) == {("CELL-02", "Báo cáo", "E5")}


def _row(cell: str) -> str:
    return f"<table:table-row><table:table-cell/>{cell}</table:table-row>"


def _sheet(cell: str, more: str = "") -> str:
    return f'<table:table table:name="Báo cáo">{more}{_row(cell)}</table:table>'


_SEVEN = '<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>'
_NAMED = (
    '<table:named-expressions><table:named-expression table:name="N" table:expression="{}"/></table:named-expressions>'
)
_ODS: dict[str, tuple[str, set[Place]]] = {
    "plain": (_sheet(_SEVEN), set()),
    "infinity": (_sheet(_SEVEN.replace('"7"', '"INF"')), {("CELL-03", "Báo cáo", "B1")}),
    "too-large": (_sheet(_SEVEN.replace('"7"', '"1E400"')), {("CELL-03", "Báo cáo", "B1")}),
    "no-value": (_sheet('<table:table-cell table:formula="of:=1+1"/>'), {("CELL-02", "Báo cáo", "B1")}),
    "empty-text": (_sheet('<table:table-cell table:formula="of:=T(1)"><text:p/></table:table-cell>'), set()),
    "sheet-of-another-file": (
        _sheet(_SEVEN, '<table:table-source xlink:href="../cu.ods" table:table-name="A"/>'), {("BOOK-06", None, None)},
    ),
    "cells-of-another-file": (
        _sheet(_SEVEN.replace("<text:p>", '<table:cell-range-source table:name="a" xlink:href="file:///cu.ods"/><text:p>')),
        {("BOOK-06", None, None)},
    ),
    "named-file": (_sheet(_SEVEN) + _NAMED.format("['file:///cu.ods'#$A.$A$1]"), {("BOOK-06", None, None)}),
    "named-command": (_sheet(_SEVEN) + _NAMED.format("DDE(&quot;a&quot;;&quot;b&quot;;&quot;c&quot;)"), {("BOOK-07", None, None)}),
    "command": (
        _sheet(_SEVEN) + '<table:dde-links><table:dde-link><office:dde-source office:dde-application="cmd"/></table:dde-link></table:dde-links>',
        {("BOOK-07", None, None)},
    ),
    "database": (
        _sheet(_SEVEN) + '<table:database-source-sql table:database-name="d" table:sql-statement="select 1"/>',
        {("BOOK-07", None, None)},
    ),
    "program": (
        '<office:event-listeners><script:event-listener script:event-name="dom:load"/></office:event-listeners>' + _sheet(_SEVEN),
        {("BOOK-09", None, None)},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), _ODS.values(), ids=_ODS)
def test_planted_in_an_ods(body: str, expected: set[Place]) -> None:
    assert _found("a.ods", ods_of(body)) == expected


def test_every_text_between_the_cells_of_an_ods_is_handed_on() -> None:
    button = '<office:forms><form:button form:label="chữ trên nút"/></office:forms>'
    body = _sheet(
        '<table:table-cell><draw:frame><draw:text-box><text:p>khung ở ô</text:p></draw:text-box></draw:frame></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p><text:a xlink:href="mailto:a@example.com">thư</text:a></text:p></table:table-cell>',
        button + "<table:shapes><draw:frame><svg:title>tên hình</svg:title></draw:frame></table:shapes>",
    ) + '<table:content-validation table:condition="cell-content-is-in-list(&quot;mục một&quot;)"/>'  # fmt: skip
    parsed = _parsed("a.ods", ods_of(body))
    texts = parsed.texts["text"].to_list()
    for words in ("chữ trên nút", "khung ở ô", "mailto:a@example.com", "tên hình", "mục một"):
        assert any(words in text for text in texts), words
    assert parsed.cells.select("cell", "text").rows() == [("C1", "thư")]


def test_an_object_in_an_ods_is_told_from_a_chart() -> None:
    def package(part: bytes) -> bytes:
        out = io.BytesIO(ods_of(_sheet(_SEVEN)))
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("Object 1/content.xml", part)
        return out.getvalue()

    assert _found("a.ods", package(b"<office:document-content><office:chart/></office:document-content>")) == set()
    assert _found("a.ods", package(b"<office:document-content/>")) == {("BOOK-10", None, None)}
