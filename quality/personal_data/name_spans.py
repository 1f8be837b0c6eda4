"""Personal names, with and without accents: a surname and what follows it, or a form of address and a name."""

from __future__ import annotations

import re
from functools import cache

from quality.personal_data.addressed_names import addressed
from quality.personal_data.allowed import Allowed
from quality.personal_data.folding import CAPITALS, fold, has_accent
from quality.personal_data.name_lists import name_words
from quality.personal_data.name_word import Word, following, ordinary, words_in
from quality.personal_data.number_spans import Span
from quality.personal_data.public_places import is_public

_SAFE_SMALL_MIDDLES = frozenset({"văn", "thị"})
_PLAIN_SMALL = frozenset(["nguyen", "tran", "pham", "huynh", "bui", "ngo", "trinh", "hoang"])
_PLAIN_SURE = frozenset(["nguyen", "tran", "pham", "huynh", "bui", "trinh"])
_UNMISTAKABLE = frozenset(["nguyen", "huynh"])  # no ordinary word without accents, when capitalised
_UNMISTAKABLE_SMALL = frozenset({"nguyễn", "huỳnh"})  # with accents no ordinary word at all
# without accents too like other words to begin a name of two
_SELDOM = frozenset(
    ["quang", "dong", "quan", "tu", "vi", "tieu", "bo", "au", "la", "luc", "ung", "mach", "che", "lo", "ma", "phi"]
)
_REACH = 50
_FEWEST_WORDS = 2
_BULLETS = " -–•*+.,;:()[]“”\"'0123456789"
_MARKET = frozenset({"trường", "trấn", "xã"})  # "thị trường" and no Ms. Trường
# "N. V. An": initials of the first words; not the town of "T.P. Nam Định"
_INITIALS_FIRST = re.compile(
    rf"(?<![\w.])(?!T\.\s?[PXT]\.)(?:[{CAPITALS}]\.\s?){{2,3}}([{CAPITALS}][^\W\d_]{{1,6}})(?![^\W\d_])"
)


def find_names(text: str, allowed: Allowed) -> list[Span]:
    """Spans of personal names in ``text`` (normalised) that no register makes public."""
    if text in allowed.texts:
        return []
    folded = fold(text)
    words = words_in(text)
    found = [
        *addressed(text, folded, allowed),
        *_surnamed(text, folded, words, allowed),
        *_written_so(text, folded, allowed),
    ]
    taken: list[Span] = []
    for span in found:
        if not any(span.start < t.end and t.start < span.end for t in taken):
            taken.append(span)
    return taken


@cache
def _highland() -> re.Pattern[str]:
    surnames = "|".join(sorted(w.title() for w in name_words().highland))
    return re.compile(
        rf"(?<!\w)(?:{surnames})\s+(?:A|Bá|Mí|Seo|Láo|Mẩy|Mùi|Sành|Chá|Nhìa|Thị|Văn)\s+[{CAPITALS}][^\W\d_]{{0,6}}(?!\w)"
        r"|(?<!\w)(?:Y|H|K)['’ ]?[A-ZĐ][^\W\d_]+\s+(?:Niê|Ayun|Mlô|Êban|Ksor|Kbuôr|Bkrông|Kpă|Rcom|Siu|Rmah)(?!\w)"
        r"|(?<!\w)(?:Ksor|Siu|Rcom|Kpă|Rmah|Nay)\s+(?:Y|H['’]?)\s?[A-ZĐ][^\W\d_]+"
    )


@cache
def marks_of_rare_names() -> str:
    """A pattern over texts as written (polars, Rust): what ``worth_scanning`` cannot see in folded ones."""
    rare = "|".join(sorted(w.title() for w in name_words().rare | name_words().highland))
    initials, woman = r"\p{Lu}\. ?\p{Lu}\. ?\p{Lu}", r"\p{Lu}\p{Ll}+ Thị \p{Lu}"
    return rf"\b(?:{rare}|Y|H|K|Ksor|Siu|Rcom|Kpă|Nay)['’]? ?\p{{Lu}}|{initials}|{woman}"


def _written_so(text: str, folded: str, allowed: Allowed) -> list[Span]:
    givens = name_words().givens
    found = [
        Span("person_name", m.start(), m.end())
        for m in _highland().finditer(text)
        if not is_public(text, folded, *m.span(), allowed)
    ]
    initials = (m for m in _INITIALS_FIRST.finditer(text) if m[1].lower() in givens)
    return found + [Span("person_name", m.start(), m.end()) for m in initials]


@cache
def _called() -> re.Pattern[str]:
    either = "|".join(sorted(map(re.escape, name_words().called), key=len, reverse=True))
    return re.compile(rf"(?:^|[^a-z])(?:{either})(?: la| ten)?\s*[:\-–(]?\s*$")


@cache
def _done_by() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[^a-z])(?:{'|'.join(map(re.escape, name_words().by))})\s*$")


def _surnamed(text: str, folded: str, words: list[Word], allowed: Allowed) -> list[Span]:
    found = []
    position = 0
    while position < len(words):
        used = _name_at(text, folded, words, position)
        if used:
            start, end = words[position].start, words[position + used - 1].end
            if not is_public(text, folded, start, end, allowed):
                found.append(Span("person_name", start, end))
        position += max(used, 1)
    return found


def _name_at(text: str, folded: str, words: list[Word], position: int) -> int:
    """How many words the name that begins at ``position`` has; 0 when none begins there."""
    names = name_words()
    word = words[position]
    surname, plain = word.text.lower(), fold(word.text)
    rare = word.style == "T" and surname in names.rare
    accented = rare or surname in names.surnames
    if word.style == "1" or not (accented or plain in names.folded_surnames or _before_thi(words, position)):
        return 0
    rest = following(text, words, position)
    if not rest or ordinary(word.text, rest[0].text):
        return 0
    if position and _never_after(text, words, position):
        return 0
    # "Le Thị Hoa": without its accent; "La" is a surname of its own, and no Lã
    strong = surname in names.strong or (
        surname not in names.surnames and surname.isascii() and plain in names.folded_strong
    )
    if rest[-1].style == "1":
        if text[rest[-1].end : rest[-1].end + 1].isalnum():
            return 0  # "Định F06"
        # "Nguyễn Văn A": half a secret
        middle = len(rest) > 1 and fold(rest[0].text) in names.folded_middles
        sure = len(rest) > 1 and accented and rest[0].text.lower() in _SAFE_SMALL_MIDDLES
        return len(rest) + 1 if (strong and (len(rest) == 1 or middle)) or sure else 0
    before = folded[max(0, word.start - _REACH) : word.start]
    called = _called().search(before) is not None
    # "do hồ ngọc đạt cung cấp": in small letters a surname that is another word too needs to be somebody's
    if word.style == "l" and not called and (accented or plain in _PLAIN_SMALL):
        called = len(rest) > 1 and _done_by().search(before) is not None
    in_accents = any(has_accent(w.text) for w in (word, *rest))
    if in_accents and (accented or _before_thi(words, position)):
        alone = not text[: word.start].strip(_BULLETS) and not text[rest[-1].end :].strip(_BULLETS)
        sure = strong or (rare and called)
        return _accented(word, sure, [w.text.lower() for w in rest], called=called, alone=alone)
    return 0 if in_accents else _plain(word.style, plain, [fold(w.text) for w in rest], called=called)


def _before_thi(words: list[Word], position: int) -> bool:
    """Whether "Thị" and a name follow: any capitalised word is a surname there, if it is no "Đô Thị"."""
    after = words[position + 1 : position + _FEWEST_WORDS + 1]
    if len(after) < _FEWEST_WORDS or words[position].style != "T" or after[0].text != "Thị" or after[1].style != "T":
        return False
    return words[position].text.lower() not in name_words().before_thi and after[1].text.lower() in name_words().givens


def _accented(word: Word, strong: bool, rest: list[str], *, called: bool, alone: bool) -> int:
    names = name_words()
    style, surname = word.style, word.text.lower()
    for length in (3, 2):
        part = rest[:length]
        if len(part) < length:
            continue
        middle, given = part[0] in names.middles, part[-1] in names.givens
        sure = part[0] in _SAFE_SMALL_MIDDLES
        if style == "T" and (
            (strong and (middle or given)) or sure or (length == _FEWEST_WORDS and surname in names.nothing_else)
        ):
            return length + 1
        if style == "l":
            likely = strong and (sure or (middle and surname in names.sure_small))
            woman = part[0] == "thị" and part[-1] not in _MARKET
            if given and (likely or woman or (middle and called)):
                return length + 1
            if surname in _UNMISTAKABLE_SMALL and (middle or given):
                return length + 1
        elif middle and given:
            return length + 1
        if style == "U":
            woman = part[0] == "thị" and part[-1] not in _MARKET
            if woman or (surname in names.nothing_else and (middle or given)):
                return length + 1
    # "TRẦN CẬY" and nothing else in the cell
    lone = len(rest) == 1 and (rest[0] in names.givens or (alone and surname in names.nothing_else))
    sure_of_two = (
        (style == "T" and strong)
        or (style == "U" and alone and surname in names.nothing_else)
        or (style in "TU" and called)
        or surname in _UNMISTAKABLE_SMALL
    )
    return 2 if lone and sure_of_two else 0


def _plain(style: str, surname: str, rest: list[str], *, called: bool) -> int:
    """Without accents a name needs a known middle and a known given name; in small letters a sure surname too.

    After a word that says who is meant ("Nguoi lap: ...") the surname and the given name are enough.
    """
    names = name_words()
    for length in (3, 2):
        part = rest[:length]
        if len(part) < length:
            continue
        middle = part[0] in names.folded_middles
        # "Tran Anh Cay": a surname that is no other word and a middle name, whatever follows
        unmistakable = style != "l" and middle and surname in _PLAIN_SURE and len(rest) == _FEWEST_WORDS
        if unmistakable and (part[0] in ("van", "thi", "huu", "duc", "ngoc", "duy", "anh") or called):
            return length + 1
        if part[-1] not in names.folded_givens:
            continue
        if not middle and not (called and style != "l"):
            continue
        if style == "l" and not (called and surname in names.folded_strong):
            if not (surname in _PLAIN_SMALL and part[0] in ("van", "thi")):
                continue
        elif style != "l" and not called and surname not in names.folded_strong and part[0] not in ("van", "thi"):
            continue
        return length + 1
    known = bool(rest) and (rest[0] in names.folded_givens or (called and surname in _PLAIN_SURE))
    lone = len(rest) == 1 and known and style in "TU"
    return 2 if lone and ((called and surname not in _SELDOM) or (style == "T" and surname in _UNMISTAKABLE)) else 0


def _never_after(text: str, words: list[Word], position: int) -> bool:
    """Whether the word before makes of the surname an ordinary one: "vi phạm"; not "bị can Phạm …"."""
    before = [fold(word.text) for word in words[max(0, position - 2) : position]]
    return before[-1] in name_words().never_after and before != ["bi", "can"] and _joined(text, words, position)


def _joined(text: str, words: list[Word], position: int) -> bool:
    return text[words[position - 1].end : words[position].start].strip() == ""
