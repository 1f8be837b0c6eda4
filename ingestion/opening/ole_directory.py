"""The directory of an OLE file (.xls and what else Office kept in that container), read and doubted.

Belongs here: sector chains with their limits, the names of the streams, and the bytes of the workbook stream.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from ingestion.opening.refused import DamagedError, RefusedError

_HEADER = struct.Struct("<8s16sHHHHH6sLLLLLLLLL")
_MAX_STREAM = 20 * 2**20
_END_OF_CHAIN = 0xFFFFFFFE
_FREE = 0xFFFFFFFF
_STREAM = 2
_FIRST_SPECIAL = 0xFFFFFFFA
_DIRECTORY_ENTRY = 128


class Stream(NamedTuple):
    """One stream as the directory names it."""

    name: str
    kind: int  # 2 a stream, 5 the root
    start: int
    size: int


class OleFile:
    """Streams of an OLE file by name; every chain of sectors is bounded by the file itself."""

    def __init__(self, content: bytes) -> None:
        try:
            fields = _HEADER.unpack_from(content)
        except struct.error as error:
            raise DamagedError from error
        shift, mini_shift = fields[5], fields[6]
        _, directory, _, self._cutoff, mini_fat, _, difat, _ = fields[9:17]
        if shift not in (9, 12) or mini_shift != 6:
            raise DamagedError
        self._content, self._sector, self._mini = content, 1 << shift, 1 << mini_shift
        self._fat = self._allocation(difat)
        self._mini_fat = self._numbers(self._chain(mini_fat)) if mini_fat < _FIRST_SPECIAL else ()
        self._every = self._directory(self._chain(directory))
        # of two streams of one name (a workbook put into a workbook) the first is the file's own
        self.streams = {stream.name: stream for stream in reversed(self._every)}
        root = next((s for s in self.streams.values() if s.kind == 5), None)
        self._mini_stream = self._chain(root.start) if root and root.start < _FIRST_SPECIAL else b""

    def read(self, name: str) -> bytes:
        """Bytes of a stream.

        Raises:
            DamagedError: its chain of sectors is broken.
        """
        return self._bytes(self.streams[name])

    def beside(self, *names: str) -> bytes:
        """What the file holds besides these streams: other streams, and sectors that belong to none any more."""
        known = {name.lower() for name in names}
        own = [self.streams[name] for name in self.streams if name.lower() in known]
        others = [self._bytes(s) for s in self._every if s.kind == _STREAM and s not in own and s.size]
        sectors = len(self._content) // self._sector
        free = [n for n in range(sectors) if n >= len(self._fat) or self._fat[n] == _FREE]
        return b"\0".join([*others, *(self._content[(n + 1) * self._sector : (n + 2) * self._sector] for n in free)])

    def _bytes(self, stream: Stream) -> bytes:
        if stream.size >= self._cutoff:
            return self._chain(stream.start)[: stream.size]
        data, at, left = [], stream.start, len(self._mini_fat) + 1
        while at < _FIRST_SPECIAL and left:
            data.append(self._mini_stream[at * self._mini : (at + 1) * self._mini])
            at, left = self._next(self._mini_fat, at), left - 1
        return b"".join(data)[: stream.size]

    def _sector_bytes(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        if start >= len(self._content):
            raise DamagedError
        return self._content[start : start + self._sector]

    def _numbers(self, data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}L", data[: len(data) // 4 * 4])

    def _allocation(self, difat: int) -> tuple[int, ...]:
        sectors = [n for n in struct.unpack_from("<109L", self._content.ljust(512, b"\0"), 76) if n < _FIRST_SPECIAL]
        limit = len(self._content) // self._sector + 1
        while difat < _FIRST_SPECIAL and len(sectors) <= limit:
            *more, difat = self._numbers(self._sector_bytes(difat))
            sectors += [n for n in more if n < _FIRST_SPECIAL]
        if len(sectors) > limit:
            raise DamagedError
        return self._numbers(b"".join(self._sector_bytes(n) for n in sectors))

    @staticmethod
    def _next(table: tuple[int, ...], at: int) -> int:
        if at >= len(table):
            raise DamagedError
        return table[at]

    def _chain(self, at: int) -> bytes:
        data, seen = [], set()
        while at < _FIRST_SPECIAL:
            if at in seen:
                raise RefusedError("OPEN-08", "chuỗi dữ liệu trong tệp quay vòng")
            seen.add(at)
            data.append(self._sector_bytes(at))
            at = self._next(self._fat, at)
        if at != _END_OF_CHAIN:
            raise DamagedError
        return b"".join(data)

    @staticmethod
    def _directory(data: bytes) -> list[Stream]:
        streams = []
        for at in range(0, len(data) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            start, size = struct.unpack_from("<LL", data, at + 116)
            if kind in (2, 5):
                name = data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                streams.append(Stream(name, kind, start, size))
        return streams


def workbook_stream(content: bytes) -> bytes:
    """The BIFF stream of an .xls file.

    Raises:
        RefusedError: damaged (OPEN-01), no workbook in it (OPEN-02), encrypted (OPEN-04), too large (OPEN-07).
    """
    ole = OleFile(content)
    names = {name.lower(): name for name in ole.streams}
    if "encryptedpackage" in names or "encryptioninfo" in names:
        raise RefusedError("OPEN-04", "sổ tính Excel có mật khẩu mở tệp")
    for other, seen in (("worddocument", "văn bản Word (.doc)"), ("powerpoint document", "bài trình chiếu PowerPoint"),
                        ("__properties_version1.0", "thư Outlook (.msg)")):  # fmt: skip
        if other in names:
            raise RefusedError("OPEN-02", f"đây là {seen}")
    book = names.get("workbook")
    if book is None:
        if "book" in names:
            raise RefusedError("OPEN-06", "sổ tính Excel 5/95 quá cũ")
        raise RefusedError("OPEN-02", "đây là tệp Office đời cũ, không phải bảng tính")
    if ole.streams[book].size > _MAX_STREAM:
        raise RefusedError("OPEN-07", f"dữ liệu bảng tính khai {ole.streams[book].size // 2**20} MB")
    return ole.read(book)
