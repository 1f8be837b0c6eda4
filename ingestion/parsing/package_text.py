"""Texts of the XML parts of a package, found by bytes: no tree is built for what is only to be looked through."""

from __future__ import annotations

import html
import re
from functools import lru_cache

_NODE = re.compile(rb">([^<>]*[^<>\s][^<>]*)<")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# attributes in which people's words can stand; all others are measures and references
_WORDY = re.compile(
    rb"""\s(?:[\w]+:)?(?:displayName|userName|author|prompt|promptTitle|error|errorTitle|display|tooltip|descr|title|"""
    rb"""alt|caption|text|string|v|u|ddeService|ddeTopic|sourceName|uniqueName|lastModifiedBy|formatCode|commandText|"""
    rb"""connection|description|comment|help|statusBar|refersTo|oddHeader|content)\s*=\s*(?:"([^"]+)"|'([^']+)')"""
)
# in any other attribute: words, an address or a number of somebody's
_SAYS = r"[ @]|[^\x00-\x7f]|(?<!\d)(?:0\d{9,11}|84\d{9})(?!\d)"
_QUOTED = re.compile(rb"""=\s*(?:"([^"]*)"|'([^']*)')""")
_ASIDE = re.compile(rb"<!--(.*?)-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
CACHED_BYTES = 65_536
says_something = re.compile(_SAYS).search


def attributes(tag: bytes) -> dict[str, str]:
    """Attributes of one tag, unescaped."""
    return {name.decode(): unescape(one or other) for name, one, other in _ATTRIBUTE.findall(tag)}


def unescape(raw: bytes) -> str:
    """Text of XML character data."""
    text = raw.decode("utf-8", "replace")
    return html.unescape(text) if "&" in text else text


def texts_of(xml: bytes) -> tuple[str, ...]:
    """Distinct texts of a part: character data, and attributes that hold words; empty ones left out."""
    return _cached(xml) if len(xml) <= CACHED_BYTES else _texts(xml)


# names of spaces and the like are the same in every part
@lru_cache(maxsize=4096)
def _says(raw: bytes) -> bool:
    return says_something(raw.decode("utf-8", "replace")) is not None


def asides(xml: bytes) -> list[str]:
    """What stands in remarks and unparsed characters of a part."""
    if b"!" not in xml or b"<!" not in xml:  # one rare byte is found many times faster than two
        return []
    return [(one or other).decode("utf-8", "replace").strip() for one, other in _ASIDE.findall(xml)]


def _texts(xml: bytes) -> tuple[str, ...]:
    found = dict.fromkeys(unescape(raw).strip() for raw in _NODE.findall(xml))
    found |= dict.fromkeys(unescape(one or other).strip() for one, other in _WORDY.findall(xml))
    quoted = (one or other for one, other in _QUOTED.findall(xml))
    found |= dict.fromkeys(unescape(raw).strip() for raw in quoted if _says(raw))
    found.pop("", None)
    return tuple(found)


# parts that come from the blank form (validations, styles) are the same bytes in every file
_cached = lru_cache(maxsize=256)(_texts)
