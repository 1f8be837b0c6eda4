"""What a received file is, told from its bytes; the name only says what its sender believes it to be."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from ingestion.opening.refused import RefusedError

FileFormat = Literal["xlsx", "xls", "ods", "csv", "json"]

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SPREADSHEET_NAMES = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".xltx", ".xltm")
_TEXT_NAMES = (".csv", ".tsv")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HEAD_BYTES = 1_024

# what begins like this is not read, whatever its name: (start of the bytes, rule, what was seen)
_FOREIGN = (
    (b"%PDF", "OPEN-02", "đây là tệp PDF"),
    (b"\x89PNG", "OPEN-02", "đây là ảnh (PNG)"),
    (b"\xff\xd8\xff", "OPEN-02", "đây là ảnh (JPEG)"),
    (b"GIF8", "OPEN-02", "đây là ảnh (GIF)"),
    (b"BM", "OPEN-02", "đây là ảnh (BMP)"),
    (b"II*\x00", "OPEN-02", "đây là ảnh (TIFF)"),
    (b"MM\x00*", "OPEN-02", "đây là ảnh (TIFF)"),
    (b"{\\rtf", "OPEN-02", "đây là văn bản RTF"),
    (b"MZ", "OPEN-02", "đây là chương trình chạy được"),
    (b"\x7fELF", "OPEN-02", "đây là chương trình chạy được"),
    (b"SQLite format 3", "OPEN-02", "đây là cơ sở dữ liệu SQLite"),
    (b"Rar!", "OPEN-03", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "OPEN-03", "7-Zip"),
    (b"\x1f\x8b", "OPEN-03", "GZIP"),
    (b"BZh", "OPEN-03", "BZIP2"),
    (b"\xfd7zXZ\x00", "OPEN-03", "XZ"),
    (b"\x28\xb5\x2f\xfd", "OPEN-03", "Zstandard"),
    (b"PK\x05\x06", "OPEN-03", "ZIP rỗng"),
    (b"\x09\x08\x08\x00\x00\x05", "OPEN-06", "sổ tính Excel 5/95 quá cũ"),
    (b"\x09\x04\x06\x00", "OPEN-06", "sổ tính Excel 4 quá cũ"),
    (b"\x09\x02\x06\x00", "OPEN-06", "sổ tính Excel 3 quá cũ"),
    (b"\x09\x00\x04\x00", "OPEN-06", "sổ tính Excel 2 quá cũ"),
)
_MAGIC = tuple(magic for magic, _, _ in _FOREIGN)
_CONTROL = bytes((*range(1, 9), *range(14, 32)))


def refuse_foreign(content: bytes) -> None:
    """Refuse what is plainly no report by its first bytes.

    Raises:
        RefusedError: OPEN-02 (no spreadsheet), OPEN-03 (archive), OPEN-06 (spreadsheet of another kind).
    """
    for magic, rule_id, seen in _FOREIGN if content.startswith(_MAGIC) else ():
        if content.startswith(magic) and not (magic in (b"BM", b"MZ", b"BZh") and _is_text(content[:_HEAD_BYTES])):
            raise RefusedError(rule_id, seen)
    if content[257:262] == b"ustar":
        raise RefusedError("OPEN-03", "TAR")


def text_format(name: str, content: bytes) -> Literal["csv", "json"]:
    """Csv or json, of bytes that are neither a zip package nor an OLE file.

    Raises:
        RefusedError: web page or XML (OPEN-02, OPEN-06), text under the name of a workbook (OPEN-05),
            or bytes that are no text at all (OPEN-02).
    """
    lower = name.lower()
    head = content[:_HEAD_BYTES]
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    start = plain[:200].lower()
    if start.startswith(b"<"):
        raise _marked_up(start + plain[200:].lower())
    if not _is_text(head):
        raise RefusedError("OPEN-02", "không nhận ra nội dung tệp")
    if lower.endswith(_SPREADSHEET_NAMES):
        raise RefusedError("OPEN-05", f"tên tệp là bảng tính (.{lower.rpartition('.')[2]}) nhưng bên trong là văn bản")
    if lower.endswith(_TEXT_NAMES):
        return "csv"
    if start.startswith((b"{", b"[")):
        return "json"
    if lower.endswith(".txt") and any(mark in head for mark in (b";", b"\t")):
        return "csv"
    raise RefusedError("OPEN-02", "đây là văn bản thường")


def _marked_up(head: bytes) -> RefusedError:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head or b"excel.sheet" in head:
        return RefusedError("OPEN-06", "bảng tính XML 2003")
    if b"office:document" in head:
        return RefusedError("OPEN-06", "bảng tính OpenDocument dạng phẳng (.fods)")
    if b"<html" in head or b"<!doctype html" in head or b"<table" in head or b"<body" in head:
        return RefusedError("OPEN-02", "đây là trang web (HTML) được đặt tên như bảng tính")
    return RefusedError("OPEN-02", "đây là tệp XML")


def _is_text(head: bytes) -> bool:
    """Whether bytes read as text: UTF-16 by its mark or its zeros, else hardly any control character."""
    if head.startswith(_BOMS):
        return True
    zeros = head.count(0)
    if zeros and zeros * 5 >= len(head) * 2:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        return min(even, odd) * 20 < max(even, odd)
    control = len(head) - len(head.translate(None, _CONTROL))
    return (control + zeros) * 50 <= len(head)


@lru_cache(maxsize=256)  # one program writes the same entries into every workbook
def package_format(names: tuple[str, ...]) -> Literal["xlsx", "ods"]:
    """What a zip package is, by the names of its entries.

    Raises:
        RefusedError: another document (OPEN-02), another kind of spreadsheet (OPEN-06), an archive (OPEN-03).
    """
    lower = {n.lower() for n in names}
    if "xl/workbook.xml" in lower:
        return "xlsx"
    if "xl/workbook.bin" in lower:
        raise RefusedError("OPEN-06", "sổ tính Excel nhị phân (.xlsb)")
    for folder, seen in (("word/", "văn bản Word (.docx)"), ("ppt/", "bài trình chiếu PowerPoint (.pptx)"),
                         ("visio/", "bản vẽ Visio")):  # fmt: skip
        if any(n.startswith(folder) for n in lower):
            raise RefusedError("OPEN-02", f"đây là {seen}")
    if any(n.startswith("index/") and n.endswith(".iwa") for n in lower):
        raise RefusedError("OPEN-06", "bảng tính Apple Numbers")
    if {"content.xml", "mimetype"} <= lower:
        return "ods"
    if "[content_types].xml" in lower:
        raise RefusedError("OPEN-02", "tệp Office không phải bảng tính, hoặc bảng tính thiếu phần chính")
    raise RefusedError("OPEN-03", f"ZIP chứa {len(names)} tệp")
