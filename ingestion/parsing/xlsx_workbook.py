"""The workbook part of an xlsx package: which sheets there are, shown or hidden, its names, its calendar."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import NamedTuple

from ingestion.opening.gate import Opened
from ingestion.opening.refused import DamagedError
from ingestion.parsing.file_content import FileContent, Noticed, Text
from ingestion.parsing.package_text import attributes, unescape

OWN_HIDDEN_SHEET = "_kho138"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_NAME = re.compile(rb"<(?:\w+:)?definedName\s([^>]*)>([^<]*)<")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_CALENDAR_1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true|on)["']""")
# another workbook ([1]Sheet!A1), a path or address, or a command (DDE: service|topic)
OUTSIDE = re.compile(r"\[\d+\]|\[[^\]]*\.xl\w*\]|https?:|file:|\\\\|\bWEBSERVICE\(|\bIMPORT\w+\(", re.IGNORECASE)
COMMAND = re.compile(r"[\w.]+\s*\|\s*'?[^'!|]*'?!|\bDDE\(|\bEXEC\(|\bCALL\(|\bREGISTER\(", re.IGNORECASE)


class Sheet(NamedTuple):
    """A sheet as the workbook names it; ``part`` is where its cells are, "" where it has none."""

    name: str
    state: str  # visible | hidden | veryHidden
    part: str


class Book(NamedTuple):
    """What the workbook part says."""

    sheets: tuple[Sheet, ...]
    names: tuple[tuple[str, str], ...]  # defined names and what they refer to
    calendar_1904: bool


def relations(xml: bytes) -> list[dict[str, str]]:
    """Relations of a part: attributes Id, Type, Target, and TargetMode where it is given."""
    return [attributes(tag) for tag in _RELATION.findall(xml)]


@lru_cache(maxsize=64)
def _read(workbook: bytes, rels: bytes) -> Book:
    targets = {r.get("Id", ""): r for r in relations(rels)}
    sheets = []
    for tag in _SHEET.findall(workbook):
        said = attributes(tag)
        relation = next((v for k, v in said.items() if k.endswith(":id")), "")
        target = targets.get(relation, {}).get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        sheets.append(Sheet(said.get("name", ""), said.get("state", "visible"), part if "worksheets/" in part else ""))
    names = tuple((attributes(tag).get("name", ""), unescape(text)) for tag, text in _NAME.findall(workbook))
    return Book(tuple(sheets), names, bool(_CALENDAR_1904.search(workbook)))


def read_book(opened: Opened, found: FileContent) -> Book:
    """The workbook part; what is odd about it goes into ``found``.

    Raises:
        DamagedError: the package has no workbook part or no sheet.
    """
    rels = opened.parts.get("xl/_rels/workbook.xml.rels")
    workbook = opened.parts.get("xl/workbook.xml")
    if rels is None or workbook is None:
        raise DamagedError
    book = _read(workbook, rels)
    if not book.sheets:
        raise DamagedError("sổ tính không có trang nào")
    if book.calendar_1904:
        found.noticed.append(Noticed("BOOK-08"))
    for sheet in book.sheets:
        if sheet.state != "visible" and sheet.name != OWN_HIDDEN_SHEET:
            rule = "BOOK-02" if sheet.state == "veryHidden" else "BOOK-01"
            found.noticed.append(Noticed(rule, sheet.name, None, sheet.name))
            found.texts.append(Text("sheet_name", sheet.name, None, sheet.name))
    for name, refers_to in book.names:
        if not name.startswith("_xlnm.Print_"):
            found.texts += [Text("defined_name", None, None, name), Text("defined_name", None, None, refers_to)]
        if COMMAND.search(refers_to):
            found.noticed.append(Noticed("BOOK-07", None, None, f"tên “{name}” = {refers_to[:80]}"))
        elif OUTSIDE.search(refers_to):
            found.noticed.append(Noticed("BOOK-06", None, None, f"tên “{name}” = {refers_to[:80]}"))
    return book
