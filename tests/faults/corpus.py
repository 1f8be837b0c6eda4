"""The corpus: every class a number of times, over the forms and formats it fits; the same files every time."""

from __future__ import annotations

import copy
import random
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from ingestion.sample_city.blank_form import BlankForm
from ingestion.sample_city.faults import Planted, place
from ingestion.sample_city.plan import submissions
from ingestion.sample_city.submission import Submission
from ingestion.sample_city.write_city import TEMPLATES
from tests.faults.case import LINES, Case, Declared, FaultClass
from tests.faults.controls import CONTROLS, SAVED_BY
from tests.faults.edges import EDGE_CLASSES
from tests.faults.files import FILE_CLASSES
from tests.faults.headers import HEADER_CLASSES
from tests.faults.hidden import HIDDEN_CLASSES
from tests.faults.odd_programs import ODD_PROGRAM_CLASSES
from tests.faults.opening import OPENING_CLASSES
from tests.faults.personal import PERSONAL_CLASSES
from tests.faults.programs import PROGRAM_CLASSES
from tests.faults.readings import READING_CLASSES
from tests.faults.relations import RELATION_CLASSES
from tests.faults.saved_as import saved_as
from tests.faults.shapes import SHAPE_CLASSES
from tests.faults.values import VALUE_CLASSES

CLASSES: tuple[FaultClass, ...] = (
    *VALUE_CLASSES, *READING_CLASSES, *HEADER_CLASSES, *SHAPE_CLASSES, *FILE_CLASSES, *HIDDEN_CLASSES, *PROGRAM_CLASSES,
    *PERSONAL_CLASSES, *RELATION_CLASSES, *EDGE_CLASSES, *OPENING_CLASSES, *ODD_PROGRAM_CLASSES,
)  # fmt: skip
INSTANCES = 25
_TRIES = 400


@cache
def _reports() -> dict[str, list[Submission]]:
    by_form: dict[str, list[Submission]] = defaultdict(list)
    for made in submissions():
        by_form[made.form].append(made)
    return dict(by_form)


@cache
def blank(form: str) -> BlankForm:
    """The blank workbook of a form, read once."""
    return BlankForm(TEMPLATES / f"{form}.xlsx")


def faulty(instances: int = INSTANCES) -> Iterator[Case]:
    """``instances`` files of every class."""
    for fault in CLASSES:
        for number in range(instances):
            yield planted(fault, number)


def clean(each: int) -> Iterator[Case]:
    """``each`` clean files of every habit."""
    for habit, (show, forms) in CONTROLS.items():
        for number in range(each):
            name = f"{habit} {number}"
            chance = random.Random(name)  # noqa: S311 — repeatable, not secret
            kinds = ("xlsx",) if habit in SAVED_BY else ("xlsx", "csv", "json")
            for made in _candidates(forms, "MQHY", kinds, number, chance):
                if show(made, chance):
                    case = _case(name, habit, made, None)
                    if habit in SAVED_BY:
                        case.content = saved_as(SAVED_BY[habit])(case.content, case)
                    yield case
                    break


def planted(fault: FaultClass, number: int) -> Case:
    """File ``number`` of a class."""
    name = f"{fault.name} {number}"
    chance = random.Random(name)  # noqa: S311 — repeatable, not secret
    for made in _candidates(fault.forms, fault.parts, fault.formats, number, chance):
        declared = fault.plant(made, chance)
        if declared is not None:
            return _case(name, fault.name, made, declared)
    raise LookupError(f"no report can carry “{fault.name}”")


def _candidates(
    forms: tuple[str, ...], parts: str, formats: tuple[str, ...], number: int, chance: random.Random
) -> Iterator[Submission]:
    # forms and formats in turn, so that every class meets all it fits
    for turn in range(_TRIES):
        form = forms[(number + turn) % len(forms)]
        kind = formats[((number + turn) // len(forms) + turn) % len(formats)]
        fits = [s for s in _reports()[form] if s.window.part[0] in parts]
        if not fits or (form in LINES and kind == "csv"):
            continue
        made = copy.deepcopy(chance.choice(fits))
        made.file_format = kind
        made.file_name = f"bao-cao.{kind}"
        yield made


def _case(name: str, of: str, made: Submission, declared: Declared | None) -> Case:
    serial = int.from_bytes(random.Random(name).randbytes(3), "big")  # noqa: S311 — only tells files apart
    made.note = f"{made.note}; bản in {serial}"
    own = blank(made.form)
    sheet, cell = None, None
    if declared and (declared.field or declared.level == "note"):
        planted = Planted(declared.level, declared.rules, declared.verdict, declared.field, declared.line)
        sheet, cell = place(planted, made, own)
    case = Case(name, of, made, declared, sheet, cell, made.content(own))
    if declared and declared.rewrite:
        case.content = declared.rewrite(case.content, case)
    return case
