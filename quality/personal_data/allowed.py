"""What is public by the registers: names of units, streets and schools, and the words of the forms themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
    phrases: tuple[str, ...]  # folded

    def covers(self, folded: str, start: int, end: int) -> bool:
        """Whether the name at ``start:end`` is (part of) a public name standing there."""
        name = folded[start:end]
        for phrase in self.phrases:
            at = folded.find(phrase)
            while at >= 0:
                if at <= start and end <= at + len(phrase):
                    return True
                if at == start and end > at + len(phrase) and name.startswith(phrase):
                    return True  # "Trần Hưng Đạo Nam Định": the street, then what comes after it
                at = folded.find(phrase, at + 1)
        return False


@cache
def form_words() -> frozenset[str]:
    """Every label, note and choice of the contracts, as they stand in blank workbooks."""
    words: set[str] = set()
    for form in (header(), *forms().values()):
        words |= {form.title_vi, form.title_vi.upper()}
        for group in form.groups:
            words.add(group.title_vi)
            for field in group.fields:
                words |= {field.label_vi, f"{field.label_vi} *", label_vi(field.unit), f"{label_vi(field.unit)} *"}
                words |= {c.label_vi for c in field.choices} | ({field.note_vi} if field.note_vi else set())
    return frozenset(normalise(w) for w in words)


def allowed(register: Register | None) -> Allowed:
    """The allow-list of a city; without a register only what every city shares."""
    names: Iterable[str] = ()
    if register is not None:
        names = [*register.units["name_vi"].drop_nulls(), *register.aliases["alias"].drop_nulls()]
    known = {normalise(name).strip() for name in names}
    phrases = {*public_names(), *map(fold, known), *(_without_type(fold(name)) for name in known)}
    surnames = name_words().folded_surnames | name_words().honorifics
    # only what a name could be found in is worth looking for
    wanted = {p for p in phrases if len(p) > 4 and (surnames.intersection(p.split()) or p in public_names())}
    return Allowed(form_words() | known, tuple(sorted(wanted)))


def _without_type(folded: str) -> str:
    for kind in ("phuong ", "xa ", "thi tran ", "thanh pho ", "huyen ", "tinh "):
        if folded.startswith(kind):
            return folded.removeprefix(kind)
    return folded
