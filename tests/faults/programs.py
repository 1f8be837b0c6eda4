"""Faults in reports that came as .xls, .ods or .xlsm: what is wrong in a cell is wrong in every format."""

from __future__ import annotations

import random
from dataclasses import replace

from ingestion.sample_city.submission import Submission
from tests.faults.case import Declared, FaultClass, Plant
from tests.faults.headers import HEADER_CLASSES
from tests.faults.saved_as import PROGRAMS, saved_as
from tests.faults.values import VALUE_CLASSES

_EVERYWHERE = (
    "text in a number",
    "negative count",
    "fraction of a count",
    "required figure blank",
    "secrecy mark",
    "unknown unit",
    "window shifted by days",
    "impossible date in the header",
)


def _saved(plant: Plant, kind: str) -> Plant:
    def plant_and_save(made: Submission, chance: random.Random) -> Declared | None:
        declared = plant(made, chance)
        return replace(declared, rewrite=saved_as(kind, declared.rewrite)) if declared else None

    return plant_and_save


def _classes() -> tuple[FaultClass, ...]:
    by_name = {fault.name: fault for fault in (*VALUE_CLASSES, *HEADER_CLASSES)}
    return tuple(
        FaultClass(f"{name} (.{kind})", _saved(by_name[name].plant, kind), by_name[name].forms, formats=("xlsx",))
        for kind in PROGRAMS
        for name in _EVERYWHERE
    )


PROGRAM_CLASSES = _classes()
