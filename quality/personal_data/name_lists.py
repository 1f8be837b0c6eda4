"""The words names are made of, and the names that are places: read once from name_words.yml and public_names.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quality.personal_data.folding import fold, normalise
from quality.personal_data.patterns import read_yaml


@dataclass(frozen=True)
class NameWords:
    """Words of names: lower case with accents, and folded (without)."""

    strong: frozenset[str]
    surnames: frozenset[str]
    middles: frozenset[str]
    givens: frozenset[str]
    folded_strong: frozenset[str]
    folded_surnames: frozenset[str]
    folded_middles: frozenset[str]
    folded_givens: frozenset[str]
    honorifics: frozenset[str]
    not_names: frozenset[str]
    folded_not_names: frozenset[str]
    never_after: frozenset[str]
    public_before: frozenset[str]
    folded_public_before: frozenset[str]
    roles: tuple[str, ...]
    titles: tuple[str, ...]
    ranks: tuple[str, ...]
    called: tuple[str, ...]
    by: tuple[str, ...]
    rare: frozenset[str]
    highland: frozenset[str]
    before_thi: frozenset[str]
    sure_small: frozenset[str]
    nothing_else: frozenset[str]
    folded_nothing_else: frozenset[str]
    not_called: frozenset[str]


@cache
def name_words() -> NameWords:
    """The lists of name_words.yml."""
    raw = read_yaml("name_words.yml")
    lists = {name: _words(raw[name]) for name in ("strong_surnames", "ambiguous_surnames", "middles", "givens")}
    strong, ambiguous = lists["strong_surnames"], lists["ambiguous_surnames"]
    return NameWords(
        strong=strong,
        surnames=strong | ambiguous,
        middles=lists["middles"],
        givens=lists["givens"],
        folded_strong=frozenset(map(fold, strong)),
        folded_surnames=frozenset(map(fold, strong | ambiguous)),
        folded_middles=frozenset(map(fold, lists["middles"])),
        folded_givens=frozenset(map(fold, lists["givens"])),
        honorifics=frozenset(raw["honorifics"].replace("đồng chí", "đồng_chí").split()),
        not_names=frozenset(raw["not_names"]),
        folded_not_names=frozenset(map(fold, raw["not_names"])),
        never_after=frozenset(raw["never_after"]),
        public_before=frozenset(normalise(words) for words in raw["public_before"]),
        folded_public_before=frozenset(map(fold, raw["public_before"])) - frozenset(raw["two_readings"]),
        roles=tuple(raw["roles"]),
        titles=tuple(raw["titles_after_honorific"]),
        ranks=tuple(raw["ranks"]),
        called=tuple(raw["called"]),
        by=tuple(raw["by"]),
        rare=_words(raw["rare_surnames"]),
        highland=_words(raw["highland_surnames"]),
        before_thi=_words(raw["before_thi"]),
        sure_small=_words(raw["sure_small"]),
        nothing_else=_words(raw["nothing_else"]),
        folded_nothing_else=frozenset(map(fold, _words(raw["nothing_else"]))),
        not_called=_words(raw["not_called"]),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(normalise(word).lower() for word in text.split())


@cache
def public_names() -> tuple[str, ...]:
    """Names of people that are names of places first (streets, wards, schools)."""
    with Path(__file__).with_name("public_names.csv").open(encoding="utf-8", newline="") as file:
        return tuple(normalise(row["name"]) for row in csv.DictReader(file))
