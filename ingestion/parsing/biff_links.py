"""Where the formulas of an old Excel workbook point: other workbooks, commands of other programs (DDE), or itself.

Layouts are those of Microsoft's [MS-XLS]: SupBook, ExternSheet, and the tokens of a formula.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from ingestion.parsing.file_content import FileContent, Noticed

_ITSELF = (0x0401, 0x3A01)  # the workbook itself, functions of add-ins: a number stands where others have a path
# tokens (class bits taken off) and how many bytes follow; text, attributes and references to sheets are looked at
_SIZES = {
    0x01: 4, 0x02: 4, 0x1C: 1, 0x1D: 1, 0x1E: 2, 0x1F: 8, 0x20: 7, 0x21: 2, 0x22: 3, 0x23: 4, 0x24: 4, 0x25: 8, 0x26: 6,
    0x27: 6, 0x28: 6, 0x29: 2, 0x2A: 4, 0x2B: 8, 0x2C: 4, 0x2D: 8, 0x39: 6, 0x3A: 6, 0x3B: 10, 0x3C: 6, 0x3D: 10,
}  # fmt: skip
_TEXT, _ATTRIBUTE, _FUNCTION, _FUNCTION_OF_MANY, _SHEETS = 0x17, 0x19, 0x21, 0x22, (0x39, 0x3A, 0x3B, 0x3C, 0x3D)
_CHOOSE = 0x04
# EXEC, REGISTER, CALL, INITIATE, REQUEST, POKE, EXECUTE, REGISTER.ID
_COMMANDS = (110, 149, 150, 175, 176, 177, 178, 267)


class Link(NamedTuple):
    """A workbook or program that formulas may refer to; ``label`` is "" for the workbook itself."""

    label: str
    command: bool


class Links:
    """The links of one workbook and what its formulas say of them."""

    def __init__(self) -> None:
        self._links: list[Link] = []
        self._of_sheet: list[int] = []

    def add_link(self, body: bytes, found: FileContent) -> None:
        """A SupBook record; a link out of the file is noticed (BOOK-06), a command too (BOOK-07)."""
        link = _link(body)
        self._links.append(link)
        if link.label:
            found.noticed.append(Noticed("BOOK-07" if link.command else "BOOK-06", None, None, link.label[:80]))

    def add_sheets(self, body: bytes) -> None:
        """An ExternSheet record: which link each numbered sheet of a formula belongs to."""
        self._of_sheet += [link for link, _, _ in struct.iter_unpack("<HHH", body[2 : 2 + (len(body) - 2) // 6 * 6])]

    def look_at(self, tokens: bytes, sheet: str | None, cell: str | None, found: FileContent) -> None:
        """Notice a cell that takes its value from another file (CELL-08) or gives a command (BOOK-07)."""
        for token, number in _references(tokens):
            if token == _FUNCTION and number in _COMMANDS:
                found.noticed.append(Noticed("BOOK-07", sheet, cell, "lệnh trong công thức"))
            elif token != _FUNCTION and number < len(self._of_sheet) and self._of_sheet[number] < len(self._links):
                link = self._links[self._of_sheet[number]]
                if link.label and cell:
                    rule = "BOOK-07" if link.command else "CELL-08"
                    found.noticed.append(Noticed(rule, sheet, cell, link.label[:80]))


def _link(body: bytes) -> Link:
    if len(body) < 5 or struct.unpack_from("<H", body, 2)[0] in _ITSELF:
        return Link("", command=False)
    sheets, length, wide = struct.unpack_from("<HHB", body)
    raw = body[5 : 5 + length * (1 + (wide & 1))]
    path = raw.decode("utf-16-le" if wide & 1 else "cp1252", "replace")
    if not path.strip(" \x00\x02"):
        return Link("", command=False)
    command = not sheets and path[0] != "\x01" and "\x03" in path  # service and topic
    parts = [p for p in re.split(r"[\x00-\x08]", path) if p]
    return Link((" | " if command else "/").join(parts) or "liên kết ngoài", command)


def _references(tokens: bytes) -> Iterator[tuple[int, int]]:
    """(``_FUNCTION``, its number) and (a sheet token, number of the sheet); stops at what it does not know."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token >= 0x40:
            token = (token & 0x1F) | 0x20
        try:
            if token == _FUNCTION:
                yield _FUNCTION, struct.unpack_from("<H", tokens, at)[0]
            elif token == _FUNCTION_OF_MANY:
                yield _FUNCTION, struct.unpack_from("<H", tokens, at + 1)[0] & 0x7FFF
            elif token in _SHEETS:
                yield token, struct.unpack_from("<H", tokens, at)[0]
            at += _following(token, tokens, at)
        except (struct.error, IndexError):
            return


def _following(token: int, tokens: bytes, at: int) -> int:
    if token == _TEXT:
        return 2 + tokens[at] * (1 + (tokens[at + 1] & 1))
    if token == _ATTRIBUTE:
        many = struct.unpack_from("<H", tokens, at + 1)[0] if tokens[at] & _CHOOSE else None
        return 3 if many is None else 3 + 2 * (many + 1)
    if token in _SIZES:
        return _SIZES[token]
    if 0x03 <= token <= 0x16:
        return 0  # an operator
    raise IndexError(token)
