"""Texts of an xlsx package outside its cells: comments, properties, drawings, charts, links, left-over strings."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache

from ingestion.opening.gate import Opened
from ingestion.parsing.file_content import FileContent, Noticed, Text
from ingestion.parsing.loose_bytes import texts_of_part
from ingestion.parsing.package_text import asides, attributes, says_something, texts_of, unescape
from ingestion.parsing.xlsx_workbook import Book, relations
from quality.return_slip.comment_words import of_a_slip

_COMMENT = re.compile(
    rb"<(?:\w+:)?(?:comment|threadedComment)\s([^>]*)>(.*?)</(?:\w+:)?(?:comment|threadedComment)>", re.DOTALL
)
_STRING = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]+)<")
_EMPTY_STRINGS = (b"<si/>", b"<t/>", b"<t></t>", b"<si></si>", b" />", b'"preserve"></')
_READ_ELSEWHERE = ("xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml", "xl/calcChain.xml")
_PART_OF = (
    ("docProps/", "property"),
    ("xl/drawings/", "drawing"),
    ("xl/diagrams/", "drawing"),
    ("xl/charts/", "chart"),
    ("xl/chartsheets/", "chart"),
    ("xl/externalLinks/", "link"),
    ("xl/queryTables/", "link"),
    ("xl/connections", "link"),
    ("xl/comments", "comment"),
    ("xl/threadedComments", "comment"),
    ("xl/persons", "comment"),
)
_EMBEDDED = (("xl/embeddings/", "tệp nhúng"), ("xl/activeX/", "điều khiển ActiveX"), ("xl/media/", "hình ảnh"))


def other_texts(opened: Opened, book: Book, found: FileContent) -> None:
    """Put into ``found`` every text that is no cell, and what is odd about the parts it stands in."""
    _comments(opened, book, found)
    _left_over_strings(opened, found)
    sheets = {sheet.part for sheet in book.sheets}
    for name, xml in opened.parts.items():
        if b"!" in xml:
            found.texts += [Text("other", None, None, t) for t in asides(xml)]
        if name.endswith(".rels"):
            _outside_relations(name, xml, found)
        elif name not in sheets and (part := _part_of(name)):
            found.texts += [Text(part, None, None, t) for t in texts_of(xml)]
    found.texts += [Text("other", None, None, t) for data in opened.others.values() for t in texts_of_part(data)]
    found.texts += [Text("other", None, None, name) for name in _names_that_say(opened.names)]
    _programs_and_objects(opened, found)


# the same names in every file of one program
@lru_cache(maxsize=1024)
def _part_of(name: str) -> str:
    """What the texts of a part are; "" where they are read elsewhere."""
    if name.startswith(_READ_ELSEWHERE):
        return ""
    return next((part for folder, part in _PART_OF if name.startswith(folder)), "other")


def has_empty_string(opened: Opened) -> bool:
    """Whether the shared strings hold an empty one, which a reader takes for no cell."""
    strings = opened.parts.get("xl/sharedStrings.xml", b"")
    return any(mark in strings for mark in _EMPTY_STRINGS)


def _comments(opened: Opened, book: Book, found: FileContent) -> None:
    for sheet in book.sheets:
        folder, _, file = sheet.part.rpartition("/")
        rels = opened.parts.get(f"{folder}/_rels/{file}.rels")
        for relation in relations(rels) if rels else ():
            target = relation.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            if "omments" not in part:
                continue
            for tag, body in _COMMENT.findall(opened.parts.get(part, b"")):
                cell = attributes(tag).get("ref")
                words = " ".join(t for t in texts_of(b">" + body + b"<"))
                found.texts.append(Text("comment", sheet.name, cell, words))
                if not of_a_slip(words):  # the guard reads it all the same
                    found.noticed.append(Noticed("BOOK-04", sheet.name, cell, words[:80]))


@lru_cache(maxsize=64)
def _strings(xml: bytes) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unescape(raw) for raw in _STRING.findall(xml)))


@lru_cache(maxsize=64)
def _distinct_strings(xml: bytes) -> frozenset[str]:
    return frozenset(_strings(xml))


def _left_over_strings(opened: Opened, found: FileContent) -> None:
    """Shared strings that no cell shows: what was typed and deleted, and pronunciation texts."""
    xml = opened.parts.get("xl/sharedStrings.xml")
    if xml is None:
        return
    left = _distinct_strings(xml).difference(*(sheet.texts for sheet in found.sheets))
    if left:
        found.texts += [Text("shared_string", None, None, t) for t in _strings(xml) if t in left]


def _outside_relations(name: str, xml: bytes, found: FileContent) -> None:
    if b"External" not in xml:
        return
    for relation in relations(xml):
        if relation.get("TargetMode") != "External":
            continue
        target = relation.get("Target", "")
        found.texts.append(Text("link", None, None, target))
        kind = relation.get("Type", "").rpartition("/")[2]
        if kind != "hyperlink":
            found.noticed.append(Noticed("BOOK-06", None, None, f"{kind}: {target[:80]}"))


def _programs_and_objects(opened: Opened, found: FileContent) -> None:
    found.noticed += _foreign_parts(opened.names)
    for name, xml in opened.parts.items():
        if name.startswith("xl/connections") or (
            name.startswith("xl/externalLinks/") and (b"ddeLink" in xml or b"oleLink" in xml)
        ):
            found.noticed.append(Noticed("BOOK-07", None, None, name.rpartition("/")[2]))


@lru_cache(maxsize=256)
def _names_that_say(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if says_something(name))


@lru_cache(maxsize=256)
def _foreign_parts(names: tuple[str, ...]) -> tuple[Noticed, ...]:
    noticed = []
    if any(n.lower().endswith("vbaproject.bin") or n.startswith("xl/macrosheets/") for n in names):
        noticed.append(Noticed("BOOK-09"))
    for folder, seen in _EMBEDDED:
        if any(n.startswith(folder) for n in names):
            noticed.append(Noticed("BOOK-10", None, None, seen))
    return tuple(noticed)
