"""Exactly on the edge of what a field may hold (clean), and one step over it (a fault): bounds, lengths, usual ranges.

The edges are written down from the forms and the notes beside their cells.
"""

from __future__ import annotations

import random

from ingestion.sample_city.submission import Submission
from tests.faults.case import ALL, LINES, Declared, FaultClass

# totals of which there is always one
_AT_LEAST_ONE = {
    "F01": "households",
    "F02": "staff_total",
    "F04": "workers_total",
    "F05": "students_total",
    "F03": "members_total",
}
# what goes to zero with them
_WITH_IT = {"F01": ("fire_safety_groups",), "F02": ("staff_briefed",), "F03": ("reintegration_helped",),
            "F04": ("workers_briefed", "guards_total"), "F05": ("students_briefed",)}  # fmt: skip
_LENGTHS = {
    "F07": (("model_name", 200), ("replication_notice_no", 60)),
    "F08": (("decision_no", 60),),
    "F09": (("document_no", 80), ("weaker_reason", 300)),
}
_REASON = 500
_LAST_REVISION = 99
_USUAL_POPULATION = (1_000, 250_000)


def _words(length: int, chance: random.Random) -> str:
    """Any text of exactly this length; of words, so that nothing looks like a number of somebody."""
    text = " ".join(
        chance.choice(["rà soát", "sổ theo dõi", "cộng lại", "bổ sung", "đối chiếu"]) for _ in range(length)
    )
    return text[: length - 1].rstrip().ljust(length, "x")


def _zero_of_a_total(made: Submission, chance: random.Random) -> Declared | None:
    name = _AT_LEAST_ONE[made.form]
    if name not in made.values:
        return None
    made.values |= {name: 0} | {part: 0 for part in _WITH_IT[made.form] if part in made.values}
    return Declared(("VAL-03",), "returned", name)


def one_of_a_total(made: Submission, chance: random.Random) -> bool:
    """The smallest unit there can be."""
    name = _AT_LEAST_ONE[made.form]
    if name not in made.values:
        return False
    made.values |= {name: 1} | {part: int("briefed" in part) for part in _WITH_IT[made.form] if part in made.values}
    return True


def _version_zero(made: Submission, chance: random.Random) -> Declared:
    made.lines[0]["target_version"] = 0
    return Declared(("VAL-03",), "returned", "target_version", 1)


def _too_long_in_a_line(made: Submission, chance: random.Random) -> Declared:
    name, most = chance.choice(_LENGTHS[made.form])
    made.lines[0][name] = _words(most + 1, chance)
    return Declared(("VAL-07",), "returned", name, 1)


def longest_in_a_line(made: Submission, chance: random.Random) -> bool:
    """A text as long as it may be."""
    for name, most in _LENGTHS[made.form]:
        made.lines[0][name] = _words(most, chance)
    return True


def no_site(made: Submission, chance: random.Random) -> bool:
    """A model that is at work nowhere yet."""
    made.lines[0]["sites"] = 0
    return True


def _reason_too_long(made: Submission, chance: random.Random) -> Declared:
    made.revision, made.reason = 2, _words(_REASON + 1, chance)
    return Declared(("VAL-07",), "returned", "correction_reason")


def longest_reason(made: Submission, chance: random.Random) -> bool:
    """The reason of a correction as long as it may be."""
    made.revision, made.reason = 2, _words(_REASON, chance)
    return True


def _name_too_long(made: Submission, chance: random.Random) -> Declared:
    made.header["submitter_name"] = _words(201, chance)
    return Declared(("VAL-07",), "returned", "submitter_name")


def last_revision(made: Submission, chance: random.Random) -> bool:
    """The highest number a revision can have."""
    made.revision, made.reason = _LAST_REVISION, "Rà soát lại sổ theo dõi"
    return True


def population_at_the_edge(made: Submission, chance: random.Random) -> bool:
    """As few or as many people as a ward usually has."""
    made.values["population"] = chance.choice(_USUAL_POPULATION)
    made.values |= {"zalo_groups": 1, "zalo_members": 2, "residential_areas_with_zalo": 1}
    return True


EDGE_CLASSES = (
    FaultClass("zero of a total", _zero_of_a_total, tuple(_AT_LEAST_ONE)),
    FaultClass("target version zero", _version_zero, ("F09",), formats=("xlsx", "json")),
    FaultClass("one letter too long in a line", _too_long_in_a_line, LINES, formats=("xlsx", "json")),
    FaultClass("reason one letter too long", _reason_too_long, ALL),
    FaultClass("unit name one letter too long", _name_too_long, ALL),
)
EDGE_CONTROLS = {
    "one of a total": (one_of_a_total, tuple(_AT_LEAST_ONE)),
    "longest text in a line": (longest_in_a_line, LINES),
    "model without a site": (no_site, ("F07",)),
    "longest reason": (longest_reason, ALL),
    "highest revision": (last_revision, ALL),
    "population at the edge of the usual": (population_at_the_edge, ("F01",)),
}
