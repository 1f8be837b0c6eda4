"""What is public by the registers: names of units, streets and schools, and the words of the forms themselves."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from quality.contracts.registry import forms, header
from quality.contracts.units_of_measure import label_vi
from quality.personal_data.folding import fold, normalise
from quality.personal_data.name_lists import name_words, public_names
from quality.register.register import Register


@dataclass(frozen=True)
class Allowed:
    """Texts that are known as a whole, and phrases that may contain a person's name; all normalised."""

    texts: frozenset[str]
    # folded -> the ways it is written, as ``_same`` spells them
    phrases: dict[str, frozenset[str]] = field(hash=False)

    def covers(self, text: str, folded: str, start: int, end: int) -> bool:
        """Whether the name at ``start:end`` of ``text`` is (part of) a public name standing there.

        Words count as a whole ("Nguyễn Dũng" is no "Nguyễn Du"), and with their accents where the text has any
        ("bà Trung" is no Bà Trưng).
        """
        if "  " in folded:  # typed with two spaces: the same name
            kept = [n for n, char in enumerate(folded) if char != " " or folded[n - 1 : n] != " "]
            start, end = sum(n < start for n in kept), sum(n < end for n in kept)
            text, folded = "".join(text[n] for n in kept), "".join(folded[n] for n in kept)
        for phrase, written in self.phrases.items():
            at = folded.find(phrase)
            while at >= 0:
                after = at + len(phrase)
                whole = not folded[at - 1 : at].isalnum() and not folded[after : after + 1].isalnum()
                here = whole and at <= start < after and (text[at:after].isascii() or _same(text[at:after]) in written)
                # "Trần Hưng Đạo Nam Định": the street, then its city; "Vũ Quang Huy" is no Vũ Quang
                if here and (end <= after or self.covers(text, folded, after + 1, end)):
                    return True
                at = folded.find(phrase, at + 1)
        return False


def _same(text: str) -> str:
    """One spelling of Hòa and Hoà, of capitals and small letters."""
    return " ".join("".join(sorted(unicodedata.normalize("NFD", word))) for word in text.lower().split(" "))


@cache
def form_words() -> frozenset[str]:
    """Every label, note and choice of the contracts, as they stand in blank workbooks."""
    words: set[str] = set()
    for form in (header(), *forms().values()):
        words |= {form.title_vi, form.title_vi.upper()}
        for group in form.groups:
            words.add(group.title_vi)
            for asked in group.fields:
                words |= {asked.label_vi, f"{asked.label_vi} *", label_vi(asked.unit), f"{label_vi(asked.unit)} *"}
                words |= {c.label_vi for c in asked.choices} | ({asked.note_vi} if asked.note_vi else set())
    return frozenset(normalise(w) for w in words)


def allowed(register: Register | None) -> Allowed:
    """The allow-list of a city; without a register only what every city shares."""
    names: Iterable[str] = ()
    if register is not None:
        names = [*register.units["name_vi"].drop_nulls(), *register.aliases["alias"].drop_nulls()]
    known = {normalise(name).strip() for name in names}
    surnames = name_words().folded_surnames | name_words().honorifics
    phrases: dict[str, set[str]] = {}
    for name in {*public_names(), *known, *map(_without_type, known)}:
        folded = fold(name)
        # only what a name could be found in is worth looking for
        if len(folded) > 4 and (surnames.intersection(folded.split()) or name in public_names()):
            phrases.setdefault(folded, set()).add(_same(name))
    return Allowed(form_words() | known, {phrase: frozenset(phrases[phrase]) for phrase in sorted(phrases)})


def _without_type(name: str) -> str:
    folded = fold(name)
    for kind in ("phuong ", "xa ", "thi tran ", "thanh pho ", "huyen ", "tinh "):
        if folded.startswith(kind):
            return name[len(kind) :]
    return name
