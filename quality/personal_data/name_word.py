"""The words of a text as names see them: how each is capitalised, which follow one another, which are ordinary."""

from __future__ import annotations

import re
from typing import NamedTuple

from quality.personal_data.name_lists import name_words

_WORD = re.compile(r"[^\W\d_]+|\.")
MOST_WORDS = 4
_LONGEST_SYLLABLE = 7


class Word(NamedTuple):
    """A word, its place, and its style: T Title, U UPPER, l lower, 1 a single capital."""

    text: str
    start: int
    end: int
    style: str


def words_in(text: str) -> list[Word]:
    """Every word of a text (and full stops), in order."""
    return [_word(match) for match in _WORD.finditer(text)]


def _word(match: re.Match[str]) -> Word:
    text = match[0]
    style = "1" if len(text) == 1 and text.isupper() else "U" if text.isupper() else "T" if text[0].isupper() else "l"
    return Word(text, match.start(), match.end(), style)


def following(text: str, words: list[Word], position: int) -> list[Word]:
    """Words after the one at ``position`` that are written like it, with nothing but spaces between; at most three."""
    style, last, rest = words[position].style, words[position], []
    for word in words[position + 1 : position + MOST_WORDS]:
        between = text[last.end : word.start]
        if between.strip(" ") or not between or len(between) > 2 or len(word.text) > _LONGEST_SYLLABLE:
            break
        if word.style == "1" and style in "TU":
            rest.append(word)
            break  # an initial ends a name
        if word.style != style:
            break
        rest.append(word)
        last = word
    return rest


def ordinary(word: str, after: str) -> bool:
    """Whether two words are an ordinary expression: "vũ trang"; in a text without accents "vu trang" too."""
    both = f"{word} {after}".lower()
    return both in name_words().not_names or (both.isascii() and both in name_words().folded_not_names)
