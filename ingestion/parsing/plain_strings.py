"""The shared strings of a workbook, and strings written in a cell, where they are written plainly: no runs, no notes.

Half the words of a report stand in its blank form, so most pieces have been read before. Whatever is written in
another way is not read here but by the parser.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingestion.parsing.package_text import CACHED_BYTES

_PLAIN = re.compile(rb'<t( xml:space="preserve")?>([^<&\r]*(?:&(?:amp|lt|gt|quot|apos|#10|#xA);[^<&\r]*)*)</t>')
_HEAD = re.compile(
    rb'(?:<\?xml version="1\.0"(?: [a-z]+="[\w-]+")* ?\?>\s*)?<sst(?: [\w:]+="[^"<>&\x00-\x1f\x7f-\xff]*")*>\s*'
)
_ENTITIES = (
    (b"&lt;", b"<"),
    (b"&gt;", b">"),
    (b"&quot;", b'"'),
    (b"&apos;", b"'"),
    (b"&#10;", b"\n"),
    (b"&#xA;", b"\n"),
    (b"&amp;", b"&"),
)
_REMEMBERED = 50_000
_KEYS: list[bytes] = []
_known: dict[bytes, str] = {}


class PlainRow(NamedTuple):
    """Cells of a row of a sheet, in columns."""

    positions: list[int]
    kinds: list[str]
    texts: list[str]


class Strings(NamedTuple):
    """Shared strings: ``by_value`` under what stands behind ``<v>`` in a cell (``b"12</v>"``), ``texts`` distinct.

    ``rows`` is room for rows that were read with them: the same strings come in every file of one blank form.
    """

    by_value: dict[bytes, str]
    texts: tuple[str, ...]
    rows: dict[tuple[str, ...], dict[bytes, PlainRow]]  # by kinds of styles, by bytes


def plain_text(piece: bytes) -> str | None:
    """Text of one ``<t>`` element; None where it is written in any but the plain way, or is empty."""
    text = _known.get(piece)
    if text is None:
        text = _read(piece)
        if text is not None:
            if len(_known) >= _REMEMBERED:
                _known.clear()
            _known[piece] = text
    return text


def _read(piece: bytes) -> str | None:
    plain = _PLAIN.fullmatch(piece)
    if plain is None or b"_x" in piece:
        return None
    raw = plain[2]
    if b"&" in raw:
        for entity, meant in _ENTITIES:
            raw = raw.replace(entity, meant)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    # without xml:space a parser cuts blanks off, and parsers differ in which
    return text if text and (plain[1] or text == text.strip()) else None


def _shared(xml: bytes) -> Strings | None:
    start, end = xml.find(b"<si>"), xml.rfind(b"</si></sst>")
    if start < 0 or end < start or not _HEAD.fullmatch(xml, 0, start) or xml[end + 11 :].strip():
        return None
    texts = []
    for piece in xml[start + 4 : end].split(b"</si><si>"):
        text = plain_text(piece)
        if text is None:
            return None
        texts.append(text)
    if len(_KEYS) < len(texts):
        _KEYS.extend(b"%d</v>" % n for n in range(len(_KEYS), len(texts)))
    return Strings(dict(zip(_KEYS, texts, strict=False)), tuple(dict.fromkeys(texts)), {})


_cached = lru_cache(maxsize=16)(_shared)


def shared_strings(xml: bytes | None) -> Strings | None:
    """The shared strings part (None = the workbook has none); None where anything in it is not plain."""
    if xml is None:
        return Strings({}, (), {})
    return _cached(xml) if len(xml) <= CACHED_BYTES else _shared(xml)
