"""Shared strings of an old Excel workbook ([MS-XLS] 2.4.265): a table that goes on over the border of its records."""

from __future__ import annotations

import struct

_WIDE, _PHONETIC, _RUNS = 0x01, 0x04, 0x08


def shared_strings(bodies: list[bytes]) -> list[str]:
    """Strings of the table, in order.

    Args:
        bodies: body of the record SST and those of the CONTINUE records behind it.

    Raises:
        struct.error, IndexError: the table ends before its strings do.
    """
    table = _Table(bodies)
    count = struct.unpack("<L", table.take(8)[4:])[0]
    found: list[str] = []
    while len(found) < count and table.left():
        length = struct.unpack("<H", table.take(2))[0]
        flags = table.take(1)[0]
        runs = struct.unpack("<H", table.take(2))[0] if flags & _RUNS else 0
        phonetic = struct.unpack("<L", table.take(4))[0] if flags & _PHONETIC else 0
        found.append(table.characters(length, flags))
        table.take(runs * 4 + phonetic)
    return found


class _Table:
    """Bytes of the records one after the other; text that crosses a border says there again how wide it is."""

    def __init__(self, bodies: list[bytes]) -> None:
        self._bodies, self._at, self._record = bodies, 0, 0

    def left(self) -> bool:
        return any(self._bodies[self._record + 1 :]) or self._at < len(self._bodies[self._record])

    def take(self, size: int) -> bytes:
        data = b""
        while True:
            piece = self._bodies[self._record][self._at : self._at + size - len(data)]
            data += piece
            self._at += len(piece)
            if len(data) == size:
                return data
            self._record, self._at = self._record + 1, 0

    def characters(self, length: int, flags: int) -> str:
        text = ""
        while True:
            width = 2 if flags & _WIDE else 1
            body = self._bodies[self._record]
            piece = body[self._at : self._at + (length - len(text)) * width]
            text += piece.decode("utf-16-le" if width == 2 else "latin-1", "replace")
            self._at += len(piece)
            if len(text) >= length or (not piece and self._at < len(body)):
                return text
            self._record, self._at = self._record + 1, 0
            flags = self.take(1)[0]
