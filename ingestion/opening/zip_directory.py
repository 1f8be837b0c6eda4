"""The directory of a zip package, read and doubted before anything in it is inflated.

Belongs here: entry count, declared sizes, ratio, overlap, duplicates, encryption; and inflating one entry no
further than it declared. What the entries mean (workbook, document, archive) is decided elsewhere.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from typing import NamedTuple

import deflate

from ingestion.opening.refused import DamagedError, RefusedError

MAX_ENTRIES = 1_000
MAX_UNPACKED_BYTES = 100 * 2**20
MAX_RATIO = 250  # judged above RATIO_MATTERS_BYTES only: small parts of blank cells pack well
RATIO_MATTERS_BYTES = 8 * 2**20
_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_LONGEST_COMMENT = 65_535
_SMALL_BYTES = 4_096
_WRONG_SIZE = "có thành phần không đúng kích thước đã khai"


class Entry(NamedTuple):
    """One file of the package as its directory declares it; sizes in bytes."""

    name: str
    method: int
    crc: int
    packed: int
    unpacked: int
    offset: int


def read_directory(content: bytes) -> dict[str, Entry]:
    """Entries by name.

    Raises:
        RefusedError: damaged (OPEN-01), encrypted (OPEN-04), larger inside than a report can be
            (OPEN-07), or contradicting itself: overlapping, repeated or unpackable entries (OPEN-08).
    """
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - _LONGEST_COMMENT - _END.size))
    if end < 0 or end + _END.size > len(content):
        raise DamagedError
    _, _, _, _, count, size, start, _ = _END.unpack_from(content, end)
    if count > MAX_ENTRIES:
        raise RefusedError("OPEN-07", f"bên trong có {count} thành phần")
    if start + size > end:
        raise DamagedError
    entries = _entries(content, start, count)
    _check_sizes(entries, len(content))
    _check_overlap(entries, start)
    by_name = {e.name: e for e in entries}
    if len({name.lower() for name in by_name}) != len(entries):
        raise RefusedError("OPEN-08", "có hai thành phần trùng tên")
    return by_name


def comment(content: bytes) -> bytes:
    """What is written behind the directory of a package; nearly always nothing."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - _LONGEST_COMMENT - _END.size))
    return content[end + _END.size :]


def _entries(content: bytes, at: int, count: int) -> list[Entry]:
    entries = []
    for _ in range(count):
        try:
            fields = _ENTRY.unpack_from(content, at)
        except struct.error as error:
            raise DamagedError from error
        magic, _, _, flags, method, _, _, crc, packed, unpacked, name_size, extra, comment, _, _, _, offset = fields
        if magic != b"PK\x01\x02":
            raise DamagedError
        name = _name(content[at + _ENTRY.size : at + _ENTRY.size + name_size], flags & 0x800)
        if flags & 1:
            raise RefusedError("OPEN-04", "tệp nén có mật khẩu")
        if method not in (_STORED, _DEFLATED) or 0xFFFFFFFF in (packed, unpacked, offset):
            raise RefusedError("OPEN-08", f"thành phần “{name[:80]}” nén theo cách không được nhận")
        entries.append(Entry(name, method, crc, packed, unpacked, offset))
        at += _ENTRY.size + name_size + extra + comment
    return entries


@lru_cache(maxsize=1024)
def _name(raw: bytes, utf8: int) -> str:
    name = raw.decode("utf-8" if utf8 else "cp437", "replace").replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/"):
        raise RefusedError("OPEN-08", f"thành phần có đường dẫn lạ “{name[:80]}”")
    return name


def _check_sizes(entries: list[Entry], received: int) -> None:
    total = sum(e.unpacked for e in entries)
    if total > MAX_UNPACKED_BYTES or (total > RATIO_MATTERS_BYTES and total > MAX_RATIO * received):
        raise RefusedError("OPEN-07", f"tệp {received // 1024 + 1} KB, giải nén ra {total // 2**20} MB")


def _check_overlap(entries: list[Entry], directory: int) -> None:
    free = 0
    for entry in sorted(entries, key=lambda e: e.offset):
        if entry.offset < free:
            raise RefusedError("OPEN-08", f"thành phần “{entry.name[:80]}” nằm chồng lên thành phần khác")
        free = entry.offset + _LOCAL.size + entry.packed
    if free > directory:
        raise DamagedError


def inflate(content: bytes, entry: Entry) -> bytes:
    """The bytes of one entry, exactly as many as the directory declared.

    Raises:
        RefusedError: damaged (OPEN-01), or another size than declared (OPEN-08).
    """
    try:
        magic, *_, name_size, extra = _LOCAL.unpack_from(content, entry.offset)
    except struct.error as error:
        raise DamagedError from error
    if magic != b"PK\x03\x04":
        raise DamagedError
    start = entry.offset + _LOCAL.size + name_size + extra
    packed = content[start : start + entry.packed]
    if len(packed) < entry.packed:
        raise DamagedError
    if len(packed) <= _SMALL_BYTES and entry.unpacked <= 32 * _SMALL_BYTES:
        return _small(packed, entry.method, entry.unpacked, entry.crc)
    return _unpacked(packed, entry.method, entry.unpacked, entry.crc)


def _unpacked(packed: bytes, method: int, size: int, crc: int) -> bytes:
    if method == _STORED:
        data = packed
    elif size == 0:
        data = b""
    else:
        try:
            data = bytes(deflate.deflate_decompress(packed, size))
        except deflate.DeflateError as error:
            raise _why(packed, size) from error
    if len(data) != size:
        raise RefusedError("OPEN-08", _WRONG_SIZE)
    if deflate.crc32(data) != crc:
        raise DamagedError
    return data


# styles, relations, the words of the form are the same bytes in every file that came from one blank form
_small = lru_cache(maxsize=256)(_unpacked)


def _why(packed: bytes, size: int) -> RefusedError:
    """Damaged, or sound and larger than declared: inflate one byte further than declared to tell."""
    machine = zlib.decompressobj(-15)
    try:
        data = machine.decompress(packed, size + 1)
    except zlib.error:
        return DamagedError()
    return RefusedError("OPEN-08", _WRONG_SIZE) if len(data) > size or machine.eof else DamagedError()


def stored_package(parts: dict[str, bytes]) -> bytes:
    """A zip package of exactly these parts, nothing packed: what a parser is given to read.

    The parser then reads what was checked here and nothing else, whatever the received bytes hold
    between, before or behind their entries, and does not inflate a second time.
    """
    body, directory, at = [], [], 0
    for name, data in parts.items():
        raw, crc = name.encode(), deflate.crc32(data)
        body += [_LOCAL.pack(b"PK\x03\x04", 20, 0x800, 0, 0, 33, crc, len(data), len(data), len(raw), 0), raw, data]
        directory += [
            _ENTRY.pack(
                b"PK\x01\x02", 20, 20, 0x800, 0, 0, 33, crc, len(data), len(data), len(raw), 0, 0, 0, 0, 0, at
            ),
            raw,
        ]  # fmt: skip
        at += _LOCAL.size + len(raw) + len(data)
    size = sum(map(len, directory))
    return b"".join([*body, *directory, _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), size, at, 0)])
