"""What cannot be opened costs one verdict with a reason, and never the run."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
import xlsxwriter

from ingestion.opening.gate import RefusedError
from ingestion.opening.zip_directory import read_directory
from ingestion.parsing.parse_batch import Received, parse_batch, parse_chunk
from ingestion.parsing.parse_chunk import parse_file
from quality.issues.catalogue import catalogue


def _workbook(**cells: object) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Trang 1")
    for address, value in cells.items():
        sheet.write(address, value)
    book.close()
    return buffer.getvalue()


def _zip(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def _again(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The workbook with one part changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _zip(
            *((n, archive.read(n).replace(old, new) if n == name else archive.read(n)) for n in archive.namelist())
        )


def _lying(content: bytes, size: int) -> bytes:
    """The first worksheet declares ``size`` bytes."""
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    return content[: at + 24] + struct.pack("<L", size) + content[at + 28 :]


def _overlapping(content: bytes) -> bytes:
    """Two entries of the directory lie on the same bytes."""
    first, second = content.index(b"PK\x01\x02"), content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    return content[: second + 42] + content[first + 42 : first + 46] + content[second + 46 :]


def _ole(stream: str) -> bytes:
    """An OLE file with one empty stream."""
    free, end = b"\xff" * 4, struct.pack("<L", 0xFFFFFFFE)
    header = struct.pack("<8s16sHHHHH6sLLLLLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 62, 3, 0xFFFE, 9, 6, b"", 0, 1,
                         1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<L", 0) + free * 108  # fmt: skip
    fat = struct.pack("<L", 0xFFFFFFFD) + end + free * 126
    entries = b""
    for name, kind in (("Root Entry", 5), (stream, 2)):
        raw = name.encode("utf-16-le")
        entries += raw.ljust(64, b"\0") + struct.pack("<HB", len(raw) + 2, kind) + b"\0" * 49 + end + b"\0" * 8
    return header + fat + entries.ljust(512, b"\0")


_GOOD = _workbook(A1=1)
_REFUSED = {
    "empty": ("a.xlsx", b"", "OPEN-01"),
    "cut": ("a.xlsx", _GOOD[:400], "OPEN-01"),
    "html": ("a.xlsx", b"<html><table></table></html>", "OPEN-02"),
    "html-as-xls": ("a.xls", b"\xef\xbb\xbf<!DOCTYPE html><table>", "OPEN-02"),
    "csv-as-xlsx": ("a.xlsx", "Mẫu số;F01\r\n".encode(), "OPEN-05"),
    "json-as-xlsx": ("a.xlsx", b'{"form_code": "F01"}', "OPEN-05"),
    "pdf": ("a.xlsx", b"%PDF-1.7", "OPEN-02"),
    "docx": ("a.xlsx", _zip(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")), "OPEN-02"),
    "png": ("a.xlsx", b"\x89PNG\r\n\x1a\n", "OPEN-02"),
    "noise": ("a.xlsx", bytes(range(256)) * 4, "OPEN-02"),
    "plain-text": ("a.txt", "Kính gửi".encode(), "OPEN-02"),
    "zip": ("a.zip", _zip(("readme.txt", b"x")), "OPEN-03"),
    "zip-of-workbooks": ("a.xlsx", _zip(("F01.xlsx", _GOOD), ("F02.xlsx", _GOOD)), "OPEN-03"),
    "rar": ("a.xlsx", b"Rar!\x1a\x07\x00", "OPEN-03"),
    "encrypted-xlsx": ("a.xlsx", _ole("EncryptedPackage"), "OPEN-04"),
    "encrypted-zip": ("a.xlsx", _GOOD.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"), "OPEN-04"),
    "doc": ("a.doc", _ole("WordDocument"), "OPEN-02"),
    "broken-ole": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "OPEN-01"),
    "xlsb": ("a.xlsb", _zip(("[Content_Types].xml", b"<x/>"), ("xl/workbook.bin", b"x")), "OPEN-06"),
    "xml-2003": ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "OPEN-06"),
    "far-cell": ("a.xlsx", _workbook(A1=1, XFD1048576=2), "OPEN-07"),
    "far-row": ("a.xlsx", _workbook(A1=1, B20001=2), "OPEN-07"),
    "far-row-number": ("a.xlsx", _again(_GOOD, "xl/worksheets/sheet1.xml", b'<row r="1"', b'<row r="1048576"'), "OPEN-07"),
    "bomb": ("a.xlsx", _zip(("xl/workbook.xml", b"0" * (101 * 2**20))), "OPEN-07"),
    "ratio": ("a.xlsx", _zip(("xl/workbook.xml", b"0" * (20 * 2**20))), "OPEN-07"),
    "many-entries": ("a.xlsx", _zip(("xl/workbook.xml", b""), *((f"{n}", b"") for n in range(1001))), "OPEN-07"),
    "size-lie-small": ("a.xlsx", _lying(_GOOD, 20), "OPEN-08"),
    "size-lie-large": ("a.xlsx", _lying(_GOOD, 90_000), "OPEN-08"),
    "overlap": ("a.xlsx", _overlapping(_GOOD), "OPEN-08"),
    "same-name": ("a.xlsx", _zip(("xl/workbook.xml", b"<x/>"), ("xl/Workbook.xml", b"<x/>")), "OPEN-08"),
    "climbing-name": ("a.xlsx", _zip(("xl/workbook.xml", b"<x/>"), ("../../etc/x.xml", b"<x/>")), "OPEN-08"),
    "entities": ("a.xlsx", _again(_GOOD, "xl/workbook.xml", b"<workbook", b'<!DOCTYPE a [<!ENTITY b "c">]><workbook'), "OPEN-08"),
    "utf16-part": ("a.xlsx", _zip(("xl/workbook.xml", "<a/>".encode("utf-16"))), "OPEN-08"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "rule"), _REFUSED.values(), ids=_REFUSED)
def test_refused_with_a_rule_and_what_was_seen(name: str, content: bytes, rule: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_file(Received("", name, content))
    assert (refused.value.rule_id, bool(refused.value.detail_vi)) == (rule, True)
    assert catalogue()[rule].severity == "error"


def test_what_was_refused_is_one_opening_row_in_a_batch_too() -> None:
    files = [Received(name, said, content) for name, (said, content, _) in _REFUSED.items()]
    parsed = parse_chunk([*files, Received("good", "a.xlsx", _GOOD)])
    problems = dict(parsed.openings.select("submission_id", "problem_rule_id").iter_rows())
    assert problems == {name: rule for name, (_, _, rule) in _REFUSED.items()} | {"good": None}
    assert set(parsed.cells["submission_id"]) == {"good"}


def test_the_directory_says_what_zipfile_says() -> None:
    ours = read_directory(_GOOD)
    with zipfile.ZipFile(io.BytesIO(_GOOD)) as archive:
        theirs = {i.filename: (i.compress_size, i.file_size, i.header_offset, i.CRC) for i in archive.infolist()}
    assert {n: (e.packed, e.unpacked, e.offset, e.crc) for n, e in ours.items()} == theirs


def test_cells_keep_their_addresses_and_kinds() -> None:
    files = [
        Received("good", "a.xlsx", _workbook(B2="Hà Nội", C3=20.125, D4="20.125", AB5=True)),
        Received("csv", "c.csv", "form_code;;Mẫu số;;F01;\r\n_row_count;;;;1;\r\n".encode()),
        Received("json", "d.json", b'{"form_code": "F01", "values": {"fires": 0}}'),
    ]
    parsed = parse_batch(files)
    assert parsed.openings["submission_id"].to_list() == ["good", "csv", "json"]
    cells = parsed.cells.select("submission_id", "cell", "row_no", "col_no", "kind", "text").rows()
    assert cells == [
        ("good", "B2", 2, 2, "s", "Hà Nội"), ("good", "C3", 3, 3, "n", "20.125"), ("good", "D4", 4, 4, "s", "20.125"),
        ("good", "AB5", 5, 28, "b", "TRUE"),
        ("csv", "A1", 1, 1, "s", "form_code"), ("csv", "C1", 1, 3, "s", "Mẫu số"), ("csv", "E1", 1, 5, "s", "F01"),
        ("json", "/form_code", 0, 1, "s", "F01"), ("json", "/values/fires", 0, 1, "n", "0"),
    ]  # fmt: skip
    assert parsed.findings.is_empty()
