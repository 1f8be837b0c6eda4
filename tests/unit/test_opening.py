"""What cannot be opened costs one verdict with a reason, and never the run."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from ingestion.opening.gate import RefusedError, recognise
from ingestion.parsing.parse_batch import Received, parse_batch


def _workbook(**cells: object) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Trang 1")
    for address, value in cells.items():
        sheet.write(address, value)
    book.close()
    return buffer.getvalue()


def _zip(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.xlsx", b"", "OPEN-01"),
        ("a.xlsx", _workbook(A1=1)[:400], "OPEN-01"),
        ("a.xlsx", b"<html></html>", "OPEN-02"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "OPEN-02"),
        ("a.zip", _zip("readme.txt", b"x"), "OPEN-02"),
        ("a.pdf", b"%PDF-1.7", "OPEN-02"),
        ("a.xlsx", _workbook(A1=1, XFD1048576=2), "OPEN-01"),
        ("a.xlsx", _zip("xl/workbook.xml", b"0" * (101 * 2**20)), "OPEN-01"),
    ],
    ids=["empty", "cut", "html", "old-excel", "archive", "pdf", "far-cell", "bomb"],
)
def test_refused_with_a_rule_and_a_reason(name: str, content: bytes, rule: str) -> None:
    with pytest.raises(RefusedError) as refused:
        recognise(name, content)
    assert refused.value.rule_id == rule
    assert refused.value.detail_vi


def test_one_bad_file_costs_one_opening_row() -> None:
    files = [
        Received("good", "a.xlsx", _workbook(B2="Hà Nội", C3=20.125, D4="20.125")),
        Received("bad", "b.xlsx", _zip("xl/workbook.xml", b"not xml")),
        Received("csv", "c.csv", "form_code;;Mẫu số;;F01;\r\n_row_count;;;;9;\r\n".encode()),
        Received("json", "d.json", b"[1]"),
        Received("utf16", "e.csv", "á".encode("utf-16")),
    ]
    parsed = parse_batch(files)
    problems = dict(parsed.openings.select("submission_id", "problem_rule_id").iter_rows())
    assert problems == {"good": None, "bad": "OPEN-01", "csv": "OPEN-01", "json": "OPEN-01", "utf16": "OPEN-01"}
    cells = parsed.cells.select("submission_id", "cell", "kind", "text").rows()
    assert cells == [("good", "B2", "s", "Hà Nội"), ("good", "C3", "n", "20.125"), ("good", "D4", "s", "20.125")]
