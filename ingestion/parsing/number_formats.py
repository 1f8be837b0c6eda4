"""Which styles of a workbook show a number as a number and which as a day, for cells that are read by their bytes."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree

# ids every program knows (ECMA-376 part 1, 18.8.30); times and what differs by language are left to the parser
_NUMBERS = frozenset({*range(5), *range(9, 14), *range(37, 41), 48, 49})
_DAY = 14
_NUMBER_CODE = re.compile(r"General|@|[#0,.]+%?")
_DAY_CODE = re.compile(r"(?:d{1,2}|m{1,2}|y{2}|y{4})(?:\\?[/. -](?:d{1,2}|m{1,2}|y{2}|y{4})){2}(?:;@)?")

_DECLARED = re.compile(
    rb"""<\?xml version=["']1\.0["']( encoding=["']utf-8["'])?( standalone=["']yes["'])? ?\?>|<[^?]""", re.IGNORECASE
)


# the same bytes in every file of one form
@lru_cache(maxsize=64)
def kinds_of_styles(styles: bytes | None) -> tuple[str, ...] | None:
    """By style index: "n" shows a number, "d" a day, "" = ask the parser. None: not to be read here."""
    if styles is None:
        return ()
    root = well_formed(styles)
    if root is None or not root.tag.endswith("}styleSheet"):
        return None
    codes = {said.get("numFmtId"): said.get("formatCode", "") for said in root.findall(".//{*}numFmt")}
    return tuple(_kind(style.get("numFmtId", "0"), codes) for every in root.findall("{*}cellXfs") for style in every)


def well_formed(xml: bytes) -> ElementTree.Element | None:
    """The tree of a small part; None where it is none, or has comments and sections that readers take differently."""
    if b"<!" in xml or not _DECLARED.match(xml):
        return None
    try:
        return ElementTree.fromstring(xml)  # noqa: S314 — the gate lets no entity in, and "<!" is refused above
    except ElementTree.ParseError:
        return None


def _kind(number: str, codes: dict[str | None, str]) -> str:
    if number in codes:
        code = codes[number]
        return "n" if _NUMBER_CODE.fullmatch(code) else "d" if _DAY_CODE.fullmatch(code) else ""
    if not number.isdecimal():
        return ""
    return "n" if int(number) in _NUMBERS else "d" if int(number) == _DAY else ""
