"""What an XML part of a package may not be: entities, encodings in which a search misses; and far cells."""

from __future__ import annotations

import re

from ingestion.opening.refused import RefusedError

MAX_ROW = 20_000
MAX_COLUMN_LETTERS = 2  # up to column ZZ
MAX_GRID_CELLS = 2_000_000
# Cheap searches first: five digits before a quote, three letters in a reference; only what they meet is looked at.
# With every digit turned into 0 and every letter but r into A these are searches for fixed bytes.
_SHAPES = bytes.maketrans(
    b"0123456789" + bytes(c for c in (*range(65, 91), *range(97, 123)) if c != ord("r")), b"0" * 10 + b"A" * 51
)
_SUSPECT = (b'00000"', b'r="AAA', b'r="AAr', b'r="Ar', b'r="r', b"r='")
_REFERENCE = re.compile(rb"""\sr=["']([A-Za-z]*)(\d+)["']""")


def check_part(name: str, data: bytes) -> bytes:
    """``data`` as it came.

    Raises:
        RefusedError: OPEN-08 for entity declarations and for encodings other than UTF-8.
    """
    # one rare byte is found many times faster than two
    if b"!" in data and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
        raise RefusedError("OPEN-08", f"thành phần “{name[:80]}” khai báo thực thể XML")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:64]:
        raise RefusedError("OPEN-08", f"thành phần “{name[:80]}” dùng bảng mã lạ")
    return data


def check_places(sheet: bytes) -> None:
    """Asked of a worksheet before a parser builds its grid.

    Raises:
        RefusedError: OPEN-07 for far cells and rows.
    """
    shapes = sheet[max(sheet.find(b"<sheetData"), 0) : sheet.rfind(b"sheetData>")].translate(_SHAPES)
    if any(suspect in shapes for suspect in _SUSPECT):
        _check_references(sheet)


def _check_references(sheet: bytes) -> None:
    for letters, digits in _REFERENCE.findall(sheet):
        if len(letters) > MAX_COLUMN_LETTERS or len(digits) > 9 or int(digits) > MAX_ROW:
            where = (letters + digits[:9]).decode()
            raise RefusedError("OPEN-07", f"có ô hoặc dòng ở vị trí quá xa ({where})")
