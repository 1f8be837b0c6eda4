"""The corpus: every sentence, column and harmless text a number of times, in files of one sheet; the same every time.

Nothing of the guard is imported: who writes a sentence knows what a person's data is, not how it is found.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.personal_data.placeholders import Drawn, plain, words

EACH = 12
_OUTSIDE = ("comment", "header_footer", "shape_text", "defined_name")


@dataclass(frozen=True)
class Text:
    """A text of a file: where it stands (part, row, column), how the program stored it, what it says."""

    part: str
    row: int
    col: int
    typed: str
    said: str


@dataclass(frozen=True)
class Case:
    """One file. ``kind`` is what must be found in the texts of ``planted``; None: nothing may be found."""

    name: str
    group: str
    kind: str | None
    held_out: bool
    texts: tuple[Text, ...]
    planted: frozenset[int]  # places of the planted texts in ``texts``


def corpus(each: int = EACH) -> Iterator[Case]:
    """``each`` files of every sentence, column and harmless text."""
    yield from _sentences(each)
    yield from _tables(each)
    yield from _harmless(each)


def _sentences(each: int) -> Iterator[Case]:
    for group, entry in words("sentences.yml").items():
        for held_out, template, number in _turns(entry["written"], entry["held_out"], each):
            chance = random.Random(f"{group} {template} {number}")  # noqa: S311 — repeatable, not secret
            said = _filled(template, chance, held_out)
            if number % 4 == 3:
                text = Text(chance.choice(_OUTSIDE), 0, 0, "s", said)
            else:
                text = Text("cell", 30, chance.choice([3, 4, 6]), "s", said)
            yield _case(group, template, number, entry["kind"], held_out, [text])


def _tables(each: int) -> Iterator[Case]:
    for group, entry in words("tables.yml").items():
        for held_out, heading, number in _turns(entry["headings"], entry["held_out"], each):
            chance = random.Random(f"{group} {heading} {number}")  # noqa: S311 — repeatable, not secret
            first, column = chance.choice([3, 40]), chance.choice([2, 5, 8])
            values = [
                Text("cell", first + row, column, entry.get("typed", "s"), _filled(chance.choice(entry["values"]), chance, held_out))
                for row in range(1, 4)
            ]  # fmt: skip
            case = _case(f"column: {group}", heading, number, entry["kind"], held_out, values)
            head = Text("cell", first, column, "s", heading)
            yield Case(case.name, case.group, case.kind, held_out, (*case.texts, head), case.planted)


def _harmless(each: int) -> Iterator[Case]:
    for group, entry in words("harmless.yml").items():
        for held_out, template, number in _turns(entry["texts"], entry["held_out"], each):
            chance = random.Random(f"{group} {template} {number}")  # noqa: S311 — repeatable, not secret
            said = _filled(template, chance, held_out)
            if entry.get("change"):
                said = chance.choice([str.upper, plain, str.title, lambda t: plain(t).upper(), lambda t: plain(t).lower()])(said)  # fmt: skip
            texts = [Text("cell", 30, 4, entry.get("typed", "s"), said)]
            if heading := entry.get("under"):
                texts.append(Text("cell", 29, 4, "s", heading))
            yield _case(group, template, number, None, held_out, texts)


def _turns(written: list[str], held_out: list[str], each: int) -> Iterator[tuple[bool, str, int]]:
    for hidden, templates in ((False, written), (True, held_out)):
        for template in templates:
            for number in range(each):
                yield hidden, template, number


def _filled(template: str, chance: random.Random, held_out: bool) -> str:
    return template.format_map(Drawn(chance, "unseen" if held_out else "seen"))


def _case(group: str, template: str, number: int, kind: str | None, held_out: bool, texts: list[Text]) -> Case:
    # what stands around it in every report: titles, labels and figures of a form
    around = [
        Text("cell", 1, 1, "s", "BÁO CÁO KẾT QUẢ PHONG TRÀO TOÀN DÂN BẢO VỆ AN NINH TỔ QUỐC"),
        Text("cell", 20, 1, "s", "Số vụ cháy"),
        Text("cell", 20, 4, "n", str(number)),
    ]
    name = f"{group} | {'held out' if held_out else 'written'} | {template} | {number}"
    return Case(name, group, kind, held_out, (*texts, *around), frozenset(range(len(texts))))
