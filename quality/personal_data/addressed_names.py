"""Names after a form of address or a rank: "anh Tuấn", "bà Lê Thị Hoa", "Thượng tá …", "ông N.V.A"."""

from __future__ import annotations

import re
from functools import cache

from quality.personal_data.allowed import Allowed
from quality.personal_data.folding import CAPITALS, fold, has_accent
from quality.personal_data.name_lists import name_words
from quality.personal_data.name_word import Word, following, ordinary, words_in
from quality.personal_data.number_spans import Span

_INITIALS = re.compile(rf"(?:[{CAPITALS}]\.\s?){{1,3}}[{CAPITALS}]\b\.?|[{CAPITALS}]\b(?![.\-/]\d)")
_REACH = 40
_LONGEST_SYLLABLE = 7
_SURE_WORDS = 3  # so many capitalised words after "ông" are a name whatever they are


@cache
def _address() -> re.Pattern[str]:
    names = name_words()
    words = [*(w.replace("đồng_chí", "đồng chí") for w in names.honorifics), *names.ranks]
    words += ["dong chi", "d/c", "ong", "anh", "chi"]
    either = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?i)(?<![\w/.])(?:{either})(?:\s*:)?\s+(?=\S)")


@cache
def _titles(*, plain: bool) -> re.Pattern[str]:
    either = "|".join(re.escape(fold(title) if plain else title) for title in name_words().titles)
    return re.compile(rf"(?:{either})\b")


def begins_with_title(text: str) -> bool:
    """Whether a text begins with a title: "Phó Chủ tịch", and neither "Phong" nor "Trương"."""
    return bool(_titles(plain=text.isascii()).match(text.lower()))


def addressed(text: str, folded: str, allowed: Allowed) -> list[Span]:
    """Spans of the names; not of titles ("đồng chí Chủ tịch") nor of what the register makes public."""
    found = []
    for match in _address().finditer(text):
        address, at = match[0].strip(" :"), match.end()
        first = at + len(folded[at:].split(" ", 1)[0].rstrip(".,;:)"))
        if begins_with_title(text[at:]) or allowed.covers(text, folded, match.start(), first):
            continue
        if (initials := _INITIALS.match(text[at:])) and (not address[0].isupper() or initials[0].count(".") > 1):
            found.append(Span("person_name", at, at + initials.end()))
            continue
        words = words_in(text[at : at + _REACH])
        if words and not words[0].start and words[0].style in "TU":
            found += _called(address, text[at : at + _REACH], at, words) or _alone(text, match, words)
    met = (m for m in _met().finditer(text) if m[1] in name_words().givens - name_words().not_called)
    return found + [Span("person_name", *m.span(1)) for m in met]


@cache
def _met() -> re.Pattern[str]:
    """Somebody to be met or asked, in small letters: "gặp anh tuấn để lấy số liệu"; what follows ends the name."""
    return re.compile(
        r"\b(?:[Gg]ặp|[Hh]ỏi|[Ll]iên hệ|[Gg]ọi|[Nn]hờ|[Bb]áo cho) (?:anh|chị|ông|bà|cô|chú|bác|đồng chí)"
        r" ([^\W\d_]{2,7})"
        r"(?= (?:để|tại|ở|về|xin|lấy|hoặc|số|nhà|tổ)\b|\s*(?:[,.;:(]|$))"
    )


def _called(address: str, text: str, at: int, words: list[Word]) -> list[Span]:
    names = name_words()
    first = words[0]
    run = [first, *following(text, words, 0)]
    if len(run) > 1 and ordinary(run[0].text, run[1].text):
        return []
    heading = first.style == "U" and address.isupper() and len(run) < 2
    known = first.text.lower() in names.givens | names.surnames | names.rare | names.highland
    if not has_accent(address) and address.lower() not in names.honorifics:
        known = text.isascii() and _plain_name(run)
    sure = address.islower() and first.style == "T" and len(run) >= _SURE_WORDS
    return [Span("person_name", at, at + run[-1].end)] if (known or sure) and not heading else []


def _alone(text: str, match: re.Match[str], words: list[Word]) -> list[Span]:
    """One capitalised word after a form of address, what follows is not: "gặp chị Bền ở nhà", "Thầy Hoạch dạy"."""
    names, first = name_words(), words[0]
    address = match[0].strip(" :")
    opens = not text[: match.start()].strip(" -–•*(“\"'") or text[: match.start()].rstrip()[-1:] in ".;:!?"
    if first.style != "T" or not has_accent(text) or (address[0].isupper() and not opens):
        return []
    if (
        first.text.lower() in names.not_called
        or len(first.text) > _LONGEST_SYLLABLE
        or following(text[match.end() :], words, 0)
    ):
        return []
    known_address = address.lower() in names.honorifics or " " in address
    return [Span("person_name", match.end(), match.end() + first.end)] if known_address else []


def _plain_name(run: list[Word]) -> bool:
    names = name_words()
    first = fold(run[0].text)
    surname = first in names.folded_surnames and len(run) > 1 and fold(run[1].text) in names.folded_givens
    return first in names.folded_givens or surname or (first in names.folded_strong and len(run) > 2)
