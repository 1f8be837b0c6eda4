"""Figures, dates and codes that can be read in one way only by asking: serial numbers of days, "70/69", lost zeros, no code."""

from __future__ import annotations

import random
import re
from datetime import date

from ingestion.sample_city.submission import Submission
from tests.faults.case import ALL, RECORD, Case, Declared, FaultClass

# which figure is part of which, from the forms
_PARTS = {
    "F01": ("tips_useful", "tips_received"), "F02": ("staff_briefed", "staff_total"),
    "F03": ("chapters_joined", "chapters_total"), "F04": ("workers_briefed", "workers_total"),
    "F05": ("students_briefed", "students_total"), "F06": ("tips_resolved", "tips_due"),
}  # fmt: skip
_FIRST_DAY = date(1899, 12, 30)


def _serial_for_a_day(made: Submission, chance: random.Random) -> Declared:
    made.header["period_start"] = (made.window.first - _FIRST_DAY).days
    return Declared(("VAL-11",), "accepted", "period_start")


def _whole_before_part(made: Submission, chance: random.Random) -> Declared | None:
    part, whole = _PARTS[made.form]
    most = made.values.get(whole)
    if not isinstance(most, int) or most < 2 or part not in made.values:
        return None
    made.values[part] = f"{most}/{most - 1}"
    return Declared(("VAL-12",), "returned", part)


def _another_whole(made: Submission, chance: random.Random) -> Declared | None:
    part, whole = _PARTS[made.form]
    most, mine = made.values.get(whole), made.values.get(part)
    if not isinstance(most, int) or not isinstance(mine, int) or most < 3:
        return None
    made.values[part] = f"{min(mine, most - 1)}/{most - 1}"
    return Declared(("VAL-13",), "returned", part)


def _lost_zero(made: Submission, chance: random.Random) -> Declared | None:
    if not made.unit.code.startswith("0") or made.file_format == "csv":
        return None
    made.folder = made.unit.code
    made.header["submitter_code"] = int(made.unit.code)
    return Declared(("TAX-01",), "accepted", "submitter_code")


def _no_code(made: Submission, chance: random.Random) -> Declared:
    made.header["submitter_code"] = None
    return Declared(("HEAD-09",), "accepted", "submitter_code")


def _no_code_and_a_misspelt_name(made: Submission, chance: random.Random) -> Declared:
    name = made.unit.name
    at = chance.randrange(len(name) // 2, len(name) - 1)
    made.header |= {"submitter_code": None, "submitter_name": name[:at] + name[at + 1 :]}
    return Declared(("HEAD-10",), "returned", "submitter_name")


def _wrong_control_total(content: bytes, _: Case) -> bytes:
    return re.sub(rb"_control_total;[^\r]*", b"_control_total;;;;1;", content, count=1)


def _control_total(made: Submission, chance: random.Random) -> Declared:
    return Declared(("CSV-03",), "returned", rewrite=_wrong_control_total)


def _value_is_a_list(made: Submission, chance: random.Random) -> Declared | None:
    names = [n for n, v in made.values.items() if type(v) is int]
    if not names:
        return None
    name = chance.choice(names)
    made.values[name] = [made.values[name]]
    return Declared(("JSON-02",), "returned", name)


def _csv_called_xlsx(content: bytes, case: Case) -> bytes:
    case.made.file_format = "xlsx"
    return content


READING_CLASSES = (
    FaultClass("serial number for a day", _serial_for_a_day, ALL, formats=("json",)),
    FaultClass("whole before the part", _whole_before_part),
    FaultClass("part of another whole", _another_whole),
    FaultClass("tax code without its zero", _lost_zero, ("F04",), formats=("xlsx", "json")),
    FaultClass("no unit code", _no_code, ALL),
    FaultClass("no unit code and a misspelt name", _no_code_and_a_misspelt_name, ALL),
    FaultClass("control total that does not add up", _control_total, RECORD, formats=("csv",)),
    FaultClass("list for a figure", _value_is_a_list, RECORD, formats=("json",)),
    FaultClass(
        "text called .xlsx",
        lambda _made, _chance: Declared(("OPEN-02", "OPEN-05"), rewrite=_csv_called_xlsx),
        RECORD,
        formats=("csv",),
    ),
)
