"""What lies over the cells of an old Excel sheet: comments with the cell they belong to, pictures, embedded files."""

from __future__ import annotations

import struct

from ingestion.parsing.cells import address
from ingestion.parsing.file_content import FileContent, Noticed
from quality.return_slip.comment_words import of_a_slip

_CONTINUE, _OBJECT, _TEXT_OF_OBJECT, _NOTE = 0x3C, 0x5D, 0x1B6, 0x1C
_COMMON, _PICTURE, _EMBEDDED = 0x15, 0x08, 0x09  # the part every object has, its kind, and the part of an embedded one


class Notes:
    """Walks the records of the sheets; a comment's words stand at its object, its cell at the end of the sheet."""

    def __init__(self, found: FileContent) -> None:
        self._found = found
        self._words: dict[int, str] = {}
        self._notes: list[tuple[str, str, int]] = []  # sheet, cell, object
        self._object = -1
        self._length = 0  # of the text that the next record holds
        self._seen: set[str] = set()

    def see(self, kind: int, body: bytes, sheet: str) -> None:
        """The next record of a sheet."""
        if kind == _OBJECT and len(body) >= 8 and body[0] == _COMMON:
            self._object = struct.unpack_from("<H", body, 6)[0]
            self._lies_over(body)
        elif kind == _TEXT_OF_OBJECT and len(body) >= 12:
            self._length = struct.unpack_from("<H", body, 10)[0]
        elif kind == _CONTINUE and self._length and body:
            wide = body[0] & 1
            text = body[1 : 1 + self._length * (1 + wide)].decode("utf-16-le" if wide else "cp1252", "replace")
            self._words[self._object] = text
            self._length = 0
        elif kind == _NOTE and len(body) >= 8:
            row, col, _, number = struct.unpack_from("<HHHH", body)
            self._notes.append((sheet, address(row + 1, col + 1), number))

    def _lies_over(self, body: bytes) -> None:
        if struct.unpack_from("<H", body, 4)[0] != _PICTURE:
            return
        at, parts = 0, set()
        while at + 4 <= len(body):
            part, size = struct.unpack_from("<HH", body, at)
            parts.add(part)
            at += 4 + size
        self._seen.add("tệp nhúng" if _EMBEDDED in parts else "hình ảnh")

    def finish(self) -> None:
        """The sheet ends: say of its comments what they are; those of a slip are the office's own words."""
        for sheet, cell, number in self._notes:
            words = self._words.get(number)
            if words is None or not of_a_slip(words):
                self._found.noticed.append(Noticed("BOOK-04", sheet, cell, words and words[:80]))
        self._found.noticed += [Noticed("BOOK-10", None, None, seen) for seen in sorted(self._seen)]
        self._notes, self._words, self._seen = [], {}, set()
