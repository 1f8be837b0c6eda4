"""The English version of a page, made from the Vietnamese one: every text is looked up in ``english.yml``.

Figures and days are written the English way; names and what senders wrote (``lang="vi"`` in the page) stay as
they are. A text the catalogue does not know stays Vietnamese, is marked so, and is reported: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_VOID = frozenset({"meta", "br", "img", "input", "link", "hr"})
_ATTRIBUTES = ("aria-label", "data-label")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_KINDS = {
    "n": r"[≥≤+−-]?\s?\d[\d.,]*(?<![.,])|—", "d": r"\d{1,2}/\d{1,2}/\d{4}", "t": r".+?", "l": r".+?", "k": r".+?",
}  # fmt: skip
_SLOT = re.compile(r"\\\{([ndtlk])(\d)\\\}")


class Pattern(NamedTuple):
    """A sentence with slots: what it looks like in Vietnamese, and its English."""

    vietnamese: re.Pattern[str]
    english: str


class Translated(NamedTuple):
    """A page in English, and the texts that had no English."""

    html: str
    unknown: list[str]


@cache
def _catalogue() -> tuple[dict[str, str], list[Pattern]]:
    read: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    patterns = [
        Pattern(re.compile(_SLOT.sub(lambda m: f"(?P<{m[1]}{m[2]}>{_KINDS[m[1]]})", re.escape(vietnamese))), english)
        for vietnamese, english in read["patterns"].items()
    ]
    return read["texts"], patterns


class English:
    """Says Vietnamese texts of the page in English.

    Args:
        names: English of names that the marts have in both languages (indicators), by the Vietnamese one.
        kept: names without another one: wards, units.
    """

    def __init__(self, names: Mapping[str, str], kept: Iterable[str]) -> None:
        texts, self._patterns = _catalogue()
        self._texts = texts | dict(names)
        self._kept = frozenset(kept)
        self._remembered = lru_cache(maxsize=8192)(self._look_up)

    def say(self, text: str) -> str | None:
        """The English of a text; None when there is none."""
        if not _LETTER.search(text):
            return _figures(text)
        return self._remembered(text)

    def _look_up(self, text: str) -> str | None:
        if text in self._texts:
            return self._texts[text]
        if text in self._kept:
            return text
        for pattern in self._patterns:
            found = pattern.vietnamese.fullmatch(text)
            if found is not None:
                said = {name: self._slot(name, value) for name, value in found.groupdict().items()}
                if None not in said.values():
                    return pattern.english.format_map(said)
        return None

    def _slot(self, name: str, value: str) -> str | None:
        if name[0] == "k":
            return value
        if name[0] != "l":
            return self.say(value)
        parts = [self.say(part) for part in value.split(", ")]
        return None if None in parts else ", ".join(filter(None, parts))


def _figures(text: str) -> str:
    """``20.432`` as ``20,432``, ``12,5`` as ``12.5``, ``14/06/2025`` as ``14 June 2025``."""
    swap = str.maketrans(".,", ",.")
    said, last = [], 0
    for day in _DAY.finditer(text):
        said.append(_NUMBER.sub(lambda m: m[0].translate(swap), text[last : day.start()]))
        when = date(int(day[3]), int(day[2]), int(day[1]))
        said.append(f"{when.day} {_MONTHS[when.month - 1]} {when.year}")
        last = day.end()
    return "".join(said) + _NUMBER.sub(lambda m: m[0].translate(swap), text[last:])


def in_english(html: str, english: English, links: Mapping[str, str]) -> Translated:
    """The page in English.

    Args:
        html: the Vietnamese page.
        english: says its texts.
        links: the English file of every Vietnamese one.
    """
    page = _Page(english, links)
    page.feed(html)
    page.close()
    return Translated("".join(page.out), page.unknown)


class _Page(HTMLParser):
    def __init__(self, english: English, links: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.unknown: list[str] = []
        self._english, self._links = english, links
        self._open: list[tuple[str, bool]] = []  # tag, and whether what stands in it is left as it is

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self._tag(tag, attrs, ">"))
        if tag not in _VOID:
            kept = tag == "style" or (tag != "html" and ("lang", "vi") in attrs)
            self._open.append((tag, kept or self._is_kept()))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self._tag(tag, attrs, "/>"))

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()
        self.out.append(f"</{self.cased(tag)}>")

    def handle_data(self, data: str) -> None:
        inside = self._open[-1][0] if self._open else ""
        if inside == "style":
            self.out.append(data)
            return
        bare = data.strip()
        if self._is_kept() or not bare:
            self.out.append(escape(data, quote=False))
            return
        before, _, after = data.partition(bare)
        said = self._english.say(" ".join(bare.split()))
        if said is None:
            self.unknown.append(bare)
            marked = inside not in ("title", "text", "tspan")
            text = f'<span lang="vi">{escape(bare, quote=False)}</span>' if marked else escape(bare, quote=False)
        else:
            text = escape(said, quote=False)
        self.out.append(f"{before}{text}{after}")

    def _is_kept(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _tag(self, tag: str, attrs: list[tuple[str, str | None]], end: str) -> str:
        said = "".join(f' {self.cased(name)}="{escape(self._attribute(tag, name, value))}"' for name, value in attrs)
        return f"<{self.cased(tag)}{said}{end}"

    def _attribute(self, tag: str, name: str, value: str | None) -> str:
        text = value or ""
        if tag == "html" and name == "lang":
            return "en"
        if name == "href":
            file, mark, place = text.partition("#")
            return f"{self._links.get(file, file)}{mark}{place}"
        if name in _ATTRIBUTES:
            said = self._english.say(text)
            if said is None:
                self.unknown.append(text)
            return said or text
        return text

    @staticmethod
    def cased(name: str) -> str:
        """Names of SVG in their own spelling: the parser makes all of them small."""
        return {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio", "clippath": "clipPath"}.get(
            name, name
        )


def english_of(query: Any) -> English:
    """The English of one edition: names of its indicators, and the names it keeps."""
    names = {row["name_vi"]: row["name_en"] for row in query("select name_vi, name_en from dim_indicator", [])}
    return English(names, (row["name_vi"] for row in query("select distinct name_vi from dim_reporting_unit", [])))
