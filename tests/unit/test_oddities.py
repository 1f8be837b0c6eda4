"""What a workbook holds besides plain values is planted and found at its cell; the blank forms raise nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ingestion.parsing.parse_batch import ParsedBatch, Received, parse_chunk

GOLDEN = Path(__file__).parents[1] / "golden"
TEMPLATES = Path(__file__).parents[2] / "quality" / "contracts" / "generated" / "templates"
SHEET = "xl/worksheets/sheet1.xml"


def _made(write: Callable[[Any, Any], object], **options: object) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    write(book, book.add_worksheet("Báo cáo"))
    book.close()
    return buffer.getvalue()


def _with(content: bytes, name: str, old: bytes, new: bytes, more: dict[str, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as was, zipfile.ZipFile(buffer, "w") as now:
        for entry in was.namelist():
            now.writestr(entry, was.read(entry).replace(old, new) if entry == name else was.read(entry))
        for entry, data in (more or {}).items():
            now.writestr(entry, data)
    return buffer.getvalue()


def _parsed(name: str, content: bytes) -> ParsedBatch:
    return parse_chunk([Received("x", name, content)])


def _found(name: str, content: bytes) -> list[tuple[str, str | None, str | None]]:
    parsed = _parsed(name, content)
    assert parsed.openings["problem_rule_id"].to_list() == [None], parsed.openings
    return parsed.findings.select("rule_id", "sheet", "cell").rows()


_PLAIN = _made(lambda _, sheet: sheet.write("E5", 7))
_VALUE = b"<v>7</v>"
_LINKS = {"xl/connections.xml": b"<connections><connection name='x'/></connections>"}

_PLANTED: dict[str, tuple[bytes, tuple[str, str | None, str | None]]] = {
    "error": (_made(lambda _, s: s.write_formula("E5", "=1/0", None, "#DIV/0!")), ("CELL-01", "Báo cáo", "E5")),
    "no-value": (_made(lambda _, s: s.write_formula("E5", "=E4+1", None, "")), ("CELL-02", "Báo cáo", "E5")),
    "no-value-tag": (_with(_PLAIN, SHEET, _VALUE, b"<f>E4+1</f>"), ("CELL-02", "Báo cáo", "E5")),
    "infinity": (_with(_PLAIN, SHEET, _VALUE, b"<v>1E+400</v>"), ("CELL-03", "Báo cáo", "E5")),
    "control": (_made(lambda _, s: s.write("E5", "a_x0000_b")), ("CELL-04", "Báo cáo", "E5")),
    "outside": (_made(lambda _, s: s.write_formula("E5", "='[1]Tháng 3'!A1", None, 5)), ("CELL-08", "Báo cáo", "E5")),
    "dde": (_made(lambda _, s: s.write_formula("E5", "=cmd|'/c calc'!A1", None, 5)), ("BOOK-07", "Báo cáo", "E5")),
    "hidden": (_made(lambda b, _: b.add_worksheet("Nháp").hide()), ("BOOK-01", "Nháp", None)),
    "very-hidden": (_made(lambda b, _: b.add_worksheet("Nháp").very_hidden()), ("BOOK-02", "Nháp", None)),
    "hidden-row": (_made(lambda _, s: (s.write("E5", 7), s.set_row(4, None, None, {"hidden": True}))), ("BOOK-03", "Báo cáo", "E5")),
    "hidden-column": (_made(lambda _, s: (s.write("H5", 7), s.set_column("H:H", 9, None, {"hidden": True}))), ("BOOK-03", "Báo cáo", "H5")),
    "comment": (_made(lambda _, s: s.write_comment("E5", "xem lại")), ("BOOK-04", "Báo cáo", "E5")),
    "name": (_made(lambda b, _: b.define_name("Nguon", "='[2]Sổ'!$A$1")), ("BOOK-06", None, None)),
    "command-name": (_made(lambda b, _: b.define_name("Lenh", "=cmd|'/c calc'!A1")), ("BOOK-07", None, None)),
    "connection": (_with(_PLAIN, "", b"", b"", _LINKS), ("BOOK-07", None, None)),
    "1904": (_made(lambda *_: None, date_1904=True), ("BOOK-08", None, None)),
    "macro": (_with(_PLAIN, "", b"", b"", {"xl/vbaProject.bin": b"x"}), ("BOOK-09", None, None)),
    "embedded": (_with(_PLAIN, "", b"", b"", {"xl/embeddings/oleObject1.bin": b"x"}), ("BOOK-10", None, None)),
}  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), _PLANTED.values(), ids=_PLANTED)
def test_planted_and_found_at_its_place(content: bytes, expected: tuple[str, str | None, str | None]) -> None:
    assert expected in _found("a.xlsx", content)
    assert {rule for rule, _, _ in _found("a.xlsx", content)} == {expected[0]}


def test_hidden_rows_and_columns_of_a_sheet_are_one_finding() -> None:
    def write(_: Any, sheet: Any) -> None:
        for row in range(4, 14):
            sheet.write(row, 4, 7)
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.write("H5", 7)
        sheet.set_column("H:H", 9, None, {"hidden": True})

    findings = _parsed("a.xlsx", _made(write)).findings.filter(rule_id="BOOK-03")
    assert findings.select("sheet", "cell", "detail").rows() == [
        ("Báo cáo", "E5", "dòng 5, cột H, dòng 6, dòng 7, dòng 8, dòng 9 và 5 dòng, cột khác")
    ]


@pytest.mark.parametrize("path", [*sorted(TEMPLATES.glob("*.xlsx")), *sorted(GOLDEN.glob("F*/accepted.xlsx"))], ids=str)
def test_the_forms_own_hidden_parts_raise_nothing(path: Path) -> None:
    assert _found(path.name, path.read_bytes()) == []


def test_values_that_vanish_are_not_taken_for_nothing() -> None:
    """Two cells of one address: a reader keeps one, and the file says two."""
    twice = _with(_PLAIN, SHEET, b'<c r="E5"><v>7</v></c>', b'<c r="E5"><v>7</v></c><c r="E5"><v>8</v></c>')
    assert _parsed("a.xlsx", twice).openings["problem_rule_id"].to_list() == ["OPEN-10"]


_CSV = "fires;;Số vụ cháy;;3\r\nzalo_groups;;Số nhóm;;4,5\r\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_CSV + "_row_count;;;;2\r\n", []),
        (_CSV + "_row_count;;;;2\r\n_control_total;;;;7,5\r\n", []),
        (_CSV, [("CSV-01", "csv", None)]),
        (_CSV + "_row_count;;;;3\r\n", [("CSV-02", "csv", "E3")]),
        (_CSV + "_row_count;;;;2\r\n_control_total;;;;8\r\n", [("CSV-03", "csv", "E4")]),
        (_CSV + "_row_count;;;;2\r\nfires;;;;9\r\n", [("CSV-04", "csv", "A4"), ("CSV-04", "csv", "E4")]),
        ("_row_count;;;;2\r\n" + _CSV, []),
        ("_row_count;;;;2\r\n_control_total;;;;7,5\r\n" + _CSV + ";;\r\n\r\n", []),
        ("_control_total;;;;7,5\r\n_row_count;;;;3\r\nsecrecy;;;;9\r\n" + _CSV, []),
        ("_row_count;;;;2\r\n_control_total;;;;\r\n" + _CSV, []),
        ("_row_count;;;;2\r\n" + _CSV[:22], [("CSV-02", "csv", "E1")]),
        ("_row_count;;;;2\r\n_control_total;;;;7,5\r\n" + _CSV[:-3], [("CSV-03", "csv", "E2")]),
        ("_row_count;;;;2\r\n" + _CSV + ";;thêm;;4\r\n", [("CSV-02", "csv", "E1")]),
        (_CSV.replace("3", "\x00") + "_row_count;;;;2\r\n", [("CELL-04", "csv", "E1")]),
    ],
    ids=[
        "count",
        "count-and-total",
        "none",
        "wrong-count",
        "wrong-total",
        "after",
        "above",
        "above-with-total",
        "of-figures-only",
        "total-left-empty",
        "row-cut",
        "figure-cut",
        "row-added",
        "nul",
    ],
)
def test_a_csv_file_says_how_long_it_is(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert _found("a.csv", text.encode()) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_of_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    words = "Số vụ cháy, nổ; đường phố\tđã rõ".replace(delimiter, " ")
    if encoding == "cp1258":  # which writes a tone behind its vowel
        words = "Sô\u0301 đươ\u0300ng"
    content = f"fires{delimiter}{delimiter}{words}{delimiter}{delimiter}3\r\n".encode(encoding)
    cells = _parsed("a.csv", content).cells
    assert dict(cells.select("cell", "text").iter_rows()) == {"A1": "fires", "C1": words, "E1": "3"}


def test_json_keys_repeated_nested_or_strange_are_said() -> None:
    content = (
        b'{"form_code": "F01", "values": {"fires": 1, "fires": 2, "x": {"a": 1}, "H\xe1\xbb\x8d t\xc3\xaan": "y"}}'
    )
    parsed = _parsed("a.json", content)
    assert parsed.findings.select("rule_id", "cell").rows() == [("JSON-02", "/values/x"), ("JSON-01", None)]
    assert "Họ tên" in parsed.texts["text"].to_list()


def test_texts_outside_the_cells_are_handed_on() -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write("A1", "trong ô")
        sheet.write_comment("E5", "ghi chú kèm", {"author": "Người soạn"})
        sheet.set_header("&Cđầu trang")
        sheet.insert_textbox("G2", "trong khung")
        sheet.write_url("A3", "mailto:hop.thu@example.com", string="thư")
        sheet.data_validation("B2", {"validate": "list", "source": ["một", "hai"], "input_message": "lời nhắc"})
        book.define_name("Ten_vung", "='Báo cáo'!$A$1")
        book.set_properties({"author": "tác giả", "comments": "thuộc tính"})
        book.set_custom_property("Riêng", "giá trị riêng")
        book.add_worksheet("Trang ẩn").hide()

    content = _with(
        _made(write), "xl/sharedStrings.xml", b"</sst>", b"<si><t>chu\xe1\xbb\x97i th\xe1\xbb\xaba</t></si></sst>"
    )
    said = {(part, text) for part, text in _parsed("a.xlsx", content).texts.select("part", "text").rows()}
    texts = {text for _, text in said}
    for part, words in (("drawing", "trong khung"), ("defined_name", "Ten_vung"), ("sheet_name", "Trang ẩn"),
                        ("property", "tác giả"), ("property", "thuộc tính"), ("property", "giá trị riêng"),
                        ("shared_string", "chuỗi thừa"), ("link", "mailto:hop.thu@example.com")):  # fmt: skip
        assert (part, words) in said, words
    assert {"lời nhắc", '"một,hai"', "&Cđầu trang", "Người soạn"} <= texts
    assert any(part == "comment" and "ghi chú kèm" in text for part, text in said)
    assert "trong ô" not in texts
