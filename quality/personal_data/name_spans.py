"""Personal names, with and without accents: a surname and what follows it, or a form of address and a name."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from quality.personal_data.allowed import Allowed
from quality.personal_data.folding import fold, has_accent
from quality.personal_data.name_lists import name_words
from quality.personal_data.number_spans import Span

_WORD = re.compile(r"[^\W\d_]+|\.")
_MOST_WORDS = 4
_LONGEST_SYLLABLE = 7
_SAFE_SMALL_MIDDLES = frozenset({"văn", "thị"})
_PLAIN_SMALL = frozenset(["nguyen", "tran", "pham", "huynh", "bui", "ngo", "trinh", "hoang"])
_INITIALS = re.compile(r"(?:[A-ZĐ]\.\s?){1,3}[A-ZĐ]\b\.?|[A-ZĐ]\b(?![.\-/]\d)")
_ROLE_REACH = 40


class _Word(NamedTuple):
    text: str
    start: int
    end: int
    style: str  # T Title, U UPPER, l lower, 1 a single capital


@cache
def _honorific() -> re.Pattern[str]:
    words = sorted((w.replace("đồng_chí", "đồng chí") for w in name_words().honorifics), key=len, reverse=True)
    plain = ["dong chi", "d/c", "ong", "anh", "chi"]
    either = "|".join(re.escape(w) for w in [*words, *plain])
    return re.compile(rf"(?i)(?<![\w/.])(?:{either})(?:\s*:)?\s+(?=\S)")


def find_names(text: str, allowed: Allowed) -> list[Span]:
    """Spans of personal names in ``text`` (normalised) that no register makes public."""
    if text in allowed.texts:
        return []
    folded = fold(text)
    words = [_word(m) for m in _WORD.finditer(text)]
    found = [*_addressed(text, folded, allowed), *_surnamed(text, folded, words, allowed)]
    taken: list[Span] = []
    for span in found:
        if not any(span.start < t.end and t.start < span.end for t in taken):
            taken.append(span)
    return taken


def _word(match: re.Match[str]) -> _Word:
    text = match[0]
    style = "1" if len(text) == 1 and text.isupper() else "U" if text.isupper() else "T" if text[0].isupper() else "l"
    return _Word(text, match.start(), match.end(), style)


def _surnamed(text: str, folded: str, words: list[_Word], allowed: Allowed) -> list[Span]:
    found = []
    position = 0
    while position < len(words):
        used = _name_at(text, folded, words, position)
        if used:
            start, end = words[position].start, words[position + used - 1].end
            if not _is_public(folded, words, position, end, allowed):
                found.append(Span("person_name", start, end))
        position += max(used, 1)
    return found


def _following(text: str, words: list[_Word], position: int) -> list[_Word]:
    """Words after the surname that are written like it, with nothing but spaces between."""
    style, last, rest = words[position].style, words[position], []
    for word in words[position + 1 : position + _MOST_WORDS]:
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


def _name_at(text: str, folded: str, words: list[_Word], position: int) -> int:
    """How many words the name that begins at ``position`` has; 0 when none begins there."""
    names = name_words()
    word = words[position]
    surname, plain = word.text.lower(), fold(word.text)
    accented = surname in names.surnames
    if word.style == "1" or not (accented or plain in names.folded_surnames):
        return 0
    rest = _following(text, words, position)
    if not rest or _ordinary(word.text, rest[0].text):
        return 0
    if position and fold(words[position - 1].text) in names.never_after and _joined(text, words, position):
        return 0
    strong = surname in names.strong or (not has_accent(surname) and plain in names.folded_strong)
    if rest[-1].style == "1":
        if text[rest[-1].end : rest[-1].end + 1].isalnum():
            return 0  # "Định F06"
        # "Nguyễn Văn A": half a secret
        return len(rest) + 1 if strong and (len(rest) == 1 or fold(rest[0].text) in names.folded_middles) else 0
    in_accents = any(has_accent(w.text) for w in (word, *rest))
    if in_accents and accented:
        return _accented(word.style, surname in names.strong, [w.text.lower() for w in rest])
    return 0 if in_accents else _plain(word.style, plain, [fold(w.text) for w in rest])


def _ordinary(word: str, after: str) -> bool:
    """Whether two words are an ordinary expression: "vũ trang"; in a text without accents "vu trang" too."""
    both = f"{word} {after}".lower()
    return both in name_words().not_names or (both.isascii() and both in name_words().folded_not_names)


def _accented(style: str, strong: bool, rest: list[str]) -> int:
    names = name_words()
    for length in (3, 2):
        part = rest[:length]
        if len(part) < length:
            continue
        middle, given = part[0] in names.middles, part[-1] in names.givens
        sure = part[0] in _SAFE_SMALL_MIDDLES
        if style == "T" and ((strong and (middle or given)) or sure):
            return length + 1
        if style == "l":
            if strong and sure and given:
                return length + 1
        elif middle and given:
            return length + 1
    lone = len(rest) == 1 and rest[0] in names.givens
    return 2 if style == "T" and strong and lone else 0


def _plain(style: str, surname: str, rest: list[str]) -> int:
    """Without accents a name needs a known middle and a known given name; in small letters a sure surname too."""
    names = name_words()
    for length in (3, 2):
        part = rest[:length]
        if len(part) < length or part[0] not in names.folded_middles or part[-1] not in names.folded_givens:
            continue
        if style == "l" and not (surname in _PLAIN_SMALL and part[0] in ("van", "thi")):
            continue
        if style != "l" and surname not in names.folded_strong and part[0] not in ("van", "thi"):
            continue
        return length + 1
    return 0


def _joined(text: str, words: list[_Word], position: int) -> bool:
    return text[words[position - 1].end : words[position].start].strip() == ""


def _is_public(folded: str, words: list[_Word], position: int, end: int, allowed: Allowed) -> bool:
    start = words[position].start
    if allowed.covers(folded, start, end):
        return True
    before = folded[:start].rstrip(" “\"':-(")
    names = name_words()
    last = before.split()[-3:]
    placed = any(" ".join(last[-n:]) in names.public_before for n in range(1, len(last) + 1))
    if not placed and last and last[-1].rstrip(".") in {"p", "q", "d", "tp", "tx"}:
        placed = True
    reach = before[-_ROLE_REACH:]
    # "Chủ tịch phường Nguyễn Văn Ba": the ward of an office, the name of who holds it
    return placed and not any(re.search(rf"\b{role}\b", reach) for role in names.roles)


def _addressed(text: str, folded: str, allowed: Allowed) -> list[Span]:
    """Names after a form of address: "anh Tuấn", "bà Lê Thị Hoa", "ông N.V.A"."""
    names = name_words()
    found = []
    for match in _honorific().finditer(text):
        address, at = match[0].strip(" :"), match.end()
        rest = folded[at:]
        if rest.startswith(names.titles) or allowed.covers(folded, match.start(), at + len(rest.split(" ", 1)[0])):
            continue
        words = [_word(m) for m in _WORD.finditer(text[at : at + 40])]
        if not words or words[0].start:
            continue
        first = words[0]
        if (initials := _INITIALS.match(text[at:])) and not address[0].isupper():
            found.append(Span("person_name", at, at + initials.end()))
            continue
        if first.style not in "TU":
            continue
        known = first.text.lower() in names.givens | names.surnames
        if not has_accent(address) and address.lower() not in names.honorifics:
            known = text.isascii() and fold(first.text) in names.folded_givens
        run = [first, *_following(text[at : at + 40], words, 0)]
        heading = first.style == "U" and address.isupper() and len(run) < 2
        if known and not heading and not (len(run) > 1 and _ordinary(run[0].text, run[1].text)):
            found.append(Span("person_name", at, at + run[-1].end))
    return found
