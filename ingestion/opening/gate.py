"""Is this file safe to open, and what is it? Asked of the bytes before any parser sees them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Literal

FileFormat = Literal["xlsx", "csv", "json"]

MAX_BYTES = 20 * 2**20
MAX_ENTRIES = 1_000
MAX_UNPACKED_BYTES = 100 * 2**20
MAX_ROW = 20_000
MAX_COLUMN_LETTERS = 2  # up to column ZZ
_CELL_REFERENCE = re.compile(rb'<c r="([A-Z]+)([0-9]+)"')


class RefusedError(Exception):
    """The file is not opened: the rule that says so and the reason in Vietnamese."""

    def __init__(self, rule_id: str, detail_vi: str) -> None:
        super().__init__(f"{rule_id}: {detail_vi}")
        self.rule_id = rule_id
        self.detail_vi = detail_vi


def recognise(name: str, content: bytes) -> FileFormat:
    """The format of the bytes; the name only separates csv from other text.

    Raises:
        RefusedError: empty, too large, not one of the formats, or a workbook that is damaged,
            encrypted or larger inside than a report can be.
    """
    if not content:
        raise RefusedError("OPEN-01", "tệp rỗng")
    if len(content) > MAX_BYTES:
        raise RefusedError("OPEN-01", f"tệp lớn hơn {MAX_BYTES // 2**20} MB")
    if content[:4] == b"PK\x03\x04":
        _check_workbook(content)
        return "xlsx"
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise RefusedError("OPEN-02", "tệp Excel đời cũ (.xls) hoặc có đặt mật khẩu")
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"{", b"["):
        return "json"
    if head[:1] == b"<":
        raise RefusedError("OPEN-02", "trang web hoặc XML được đổi tên thành bảng tính")
    if name.lower().endswith(".csv"):
        return "csv"
    raise RefusedError("OPEN-02", "không phải tệp bảng tính")


def _check_workbook(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED_BYTES:
                raise RefusedError("OPEN-01", "bên trong tệp lớn bất thường")
            names = {e.filename for e in entries}
            if "xl/workbook.xml" not in names:
                raise RefusedError("OPEN-02", "tệp nén, không phải bảng tính Excel")
            for name in names:
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    _check_extent(archive.read(name))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise RefusedError("OPEN-01", "tệp bị hỏng hoặc chưa tải lên hết") from error


def _check_extent(sheet_xml: bytes) -> None:
    # A 7 KB sheet with cells at A1 and XFD1048576 makes a reader allocate the whole grid.
    for letters, row in _CELL_REFERENCE.findall(sheet_xml):
        if len(letters) > MAX_COLUMN_LETTERS or int(row) > MAX_ROW:
            raise RefusedError("OPEN-01", f"có ô ở vị trí quá xa ({letters.decode()}{row.decode()})")
