"""Is this file safe to open, and what is it? Asked of the bytes before any parser sees them."""

from __future__ import annotations

from typing import NamedTuple

from ingestion.opening import ole_directory, zip_directory
from ingestion.opening.file_kind import OLE, ZIP, FileFormat, package_format, refuse_foreign, text_format
from ingestion.opening.refused import DamagedError, RefusedError
from ingestion.opening.xml_limits import check_part

__all__ = ["MAX_BYTES", "Opened", "RefusedError", "open_safely", "recognise"]

MAX_BYTES = 20 * 2**20
# what a package holds besides what anybody reads: pictures, the look of the workbook, how a printer is set
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".tiff", ".bmp", ".wdp")
_NO_WORDS = ("xl/theme/", "xl/printerSettings/")


class Opened(NamedTuple):
    """A file that may be parsed. parts: XML of a package by name, inflated and checked; else empty."""

    format: FileFormat
    content: bytes
    parts: dict[str, bytes]
    names: tuple[str, ...]  # every entry of a package, read or not
    others: dict[str, bytes] = {}  # noqa: RUF012 — entries that are no XML and may hold words, by name; never written to


def open_safely(name: str, content: bytes) -> Opened:
    """The format of the bytes and, of a package, its parts.

    Raises:
        RefusedError: OPEN-01 .. OPEN-08.
    """
    if not content:
        raise RefusedError("OPEN-01", "tệp rỗng, không có nội dung")
    if len(content) > MAX_BYTES:
        raise RefusedError("OPEN-07", f"tệp {len(content) // 2**20} MB (tối đa {MAX_BYTES // 2**20} MB)")
    if content.startswith(ZIP):
        return _package(content)
    if content.startswith(OLE):
        ole_directory.workbook_stream(content)
        return Opened("xls", content, {}, ())
    if not content.strip(b"\x00 \t\r\n"):
        raise DamagedError("tệp không có nội dung")
    refuse_foreign(content)
    return Opened(text_format(name, content), content, {}, ())


def recognise(name: str, content: bytes) -> FileFormat:
    """The format of the bytes; see ``open_safely``."""
    return open_safely(name, content).format


def _package(content: bytes) -> Opened:
    entries = zip_directory.read_directory(content)
    kind = package_format(tuple(entries))
    parts, others = {}, {}
    for name, entry in entries.items():
        if name.endswith("/") or name.lower().endswith(_PICTURES) or name.startswith(_NO_WORDS):
            continue
        data = zip_directory.inflate(content, entry)
        if name.endswith((".xml", ".rels", ".vml")):
            parts[name] = check_part(name, data)
        elif name == "mimetype":
            parts[name] = data
        else:
            others[name] = data
    if behind := zip_directory.comment(content):
        others["(lời ghi của gói)"] = behind
    if kind == "ods" and parts["mimetype"].strip() not in _ODS_MIMETYPES:
        raise RefusedError("OPEN-02", "đây là tài liệu OpenDocument, không phải bảng tính")
    return Opened(kind, content, parts, tuple(entries), others)


_ODS_MIMETYPES = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
)
