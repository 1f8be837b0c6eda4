"""Pages in both languages side by side, each with a link to the other: the one switch of a reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from orchestration.review_page.english import English, in_english

_FIRST_LINE = '  <p class="who"'  # of the head, below the notice of invented data


class BothLanguages(NamedTuple):
    """Pages by file name, and the texts that stay Vietnamese because nobody has said them in English."""

    pages: dict[str, str]
    untranslated: list[str]


def english_name(name: str) -> str:
    """``tong-ket.en.html`` beside ``tong-ket.html``."""
    return name.removesuffix(".html") + ".en.html"


def both_languages(made: Mapping[str, str], english: English) -> BothLanguages:
    """Every page with a link to its English version, and that version with a link back."""
    links = {name: english_name(name) for name in made}
    pages, untranslated = {}, []
    for name, html in made.items():
        translated = in_english(html, english, links)
        untranslated += translated.unknown
        pages[name] = _with_link(html, links[name], "en", "English")
        pages[links[name]] = _with_link(translated.html, name, "vi", "Tiếng Việt")
    return BothLanguages(pages, list(dict.fromkeys(untranslated)))


def _with_link(html: str, to: str, language: str, words: str) -> str:
    link = f'<p class="language"><a href="{to}" hreflang="{language}" lang="{language}">{words}</a></p>\n'
    return html.replace(_FIRST_LINE, f"  {link}{_FIRST_LINE}", 1)
