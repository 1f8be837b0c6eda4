"""Faults in one value: what people type into a cell that asks for something else."""

from __future__ import annotations

import random

from ingestion.sample_city.submission import Submission
from tests.faults.case import ALL, LINES, Declared, FaultClass, Plant, counts

_WORDS = ("mười hai", "chưa thống kê", "không rõ", "nhiều", "có", "12a", "3 hộ gia đình và 2 cơ sở", "đang rà soát")
_APPROXIMATE = ("khoảng 15", "~20", "15-20", "chừng 40", "15 đến 20")
_ENGLISH = ("1,234", "12,500", "1,234,567", "2,018")
_FRACTIONS = ("12,5", "0,75", "3.5", "1,25")


def _any_count(typed: tuple[object, ...], rules: tuple[str, ...], verdict: str = "returned") -> Plant:
    def plant(made: Submission, chance: random.Random) -> Declared | None:
        names = counts(made)
        if not names:
            return None
        name = chance.choice(names)
        made.values[name] = chance.choice(typed)
        return Declared(rules, verdict, name)

    return plant


def _fraction(made: Submission, chance: random.Random) -> Declared | None:
    names = [n for n in counts(made) if not n.endswith("_kg") and not n.startswith("criminal_cases_change")]
    if not names:
        return None
    name = chance.choice(names)
    made.values[name] = chance.choice([12.5, 0.75, 3.25]) if made.file_format != "csv" else chance.choice(_FRACTIONS)
    return Declared(("VAL-02",), "returned", name)


def _whole(typed: tuple[object, ...], rules: tuple[str, ...]) -> Plant:
    def plant(made: Submission, chance: random.Random) -> Declared | None:
        names = [n for n in counts(made) if not n.endswith("_kg") and not n.startswith("criminal_cases_change")]
        if not names:
            return None
        name = chance.choice(names)
        made.values[name] = chance.choice(typed)
        return Declared(rules, "returned", name)

    return plant


def _choice(typed: tuple[str, ...], names: tuple[str, ...]) -> Plant:
    def plant(made: Submission, chance: random.Random) -> Declared | None:
        fits = [n for n in names if made.values.get(n) is not None]
        if not fits:
            return None
        name = chance.choice(fits)
        made.values[name] = chance.choice(typed)
        return Declared(("VAL-06",), "returned", name)

    return plant


def _blank_line(made: Submission, chance: random.Random) -> Declared | None:
    needed = {"F07": ("model_name", "scope", "launch_date", "sites"), "F08": ("eligible", "recognised", "graded"),
              "F09": ("comparator", "target_value", "document_no")}[made.form]  # fmt: skip
    line = chance.randrange(len(made.lines))
    name = chance.choice(needed)
    made.lines[line][name] = None
    return Declared(("VAL-05",), "returned", name, line + 1)


def _line_value(by_form: dict[str, tuple[str, ...]], typed: tuple[object, ...], rules: tuple[str, ...]) -> Plant:
    def plant(made: Submission, chance: random.Random) -> Declared | None:
        line = chance.randrange(len(made.lines))
        name = chance.choice(by_form[made.form])
        made.lines[line][name] = chance.choice(typed)
        return Declared(rules, "returned", name, line + 1)

    return plant


def _header(name: str, typed: tuple[object, ...], rules: tuple[str, ...], verdict: str = "returned") -> Plant:
    def plant(made: Submission, chance: random.Random) -> Declared:
        made.header[name] = chance.choice(typed)
        return Declared(rules, verdict, name)

    return plant


def _zero(text: str, rules: tuple[str, ...], verdict: str) -> Plant:
    def plant(made: Submission, chance: random.Random) -> Declared | None:
        names = [n for n in counts(made) if made.values[n] == 0 and not n.startswith("criminal_cases_change")]
        if not names:
            return None
        name = chance.choice(names)
        made.values[name] = text
        return Declared(rules, verdict, name)

    return plant


def _bound(made: Submission, chance: random.Random) -> Declared | None:
    # a figure no rule compares with another one, a little below what was counted
    names = [
        n for n in ("security_cameras", "tips_collected", "members_total", "public_fire_points") if n in made.values
    ]
    if not names or int(str(made.values[names[0]])) < 2:
        return None
    true = int(str(made.values[names[0]]))
    made.values[names[0]] = chance.choice([f"hơn {true - 1}", f"trên {true - 1}", f"ít nhất {true}", f"gần {true + 1}"])
    return Declared(("VAL-10",), "accepted", names[0])


def _unusual(made: Submission, chance: random.Random) -> Declared:
    made.values["population"] = chance.choice([999, 250_001])
    made.values["zalo_members"] = 2 * int(str(made.values["zalo_groups"]))
    return Declared(("VAL-04",), "accepted", "population")


_LINE_COUNTS = {"F07": ("sites",), "F08": ("eligible", "registered", "graded"), "F09": ("target_version",)}
_LINE_DATES = {"F07": ("launch_date",), "F08": ("decision_date",), "F09": ("document_date",)}
_GRADES = ("movement_grade", "size", "level")

VALUE_CLASSES = (
    FaultClass("text in a number", _any_count(_WORDS, ("VAL-01",))),
    FaultClass("approximate number", _any_count(_APPROXIMATE, ("VAL-01",))),
    FaultClass("English thousands", _whole(_ENGLISH, ("VAL-02", "VAL-01"))),
    FaultClass("fraction of a count", _fraction),
    FaultClass("negative count", _whole((-1, -3, -250), ("VAL-03",))),
    FaultClass("required figure blank", _any_count((None,), ("VAL-05",))),
    FaultClass("ellipsis for a figure", _any_count(("...", "…"), ("VAL-05",))),
    FaultClass("spaces for a figure", _any_count(("   ", "\u00a0"), ("VAL-05",))),
    FaultClass("a day in a count", _whole(("01/02/2024", "15/12/2023", "2024-03-01"), ("VAL-01", "VAL-09", "VAL-12"))),
    FaultClass("absurdly large figure", _whole((10**15, 10**17), ("VAL-01", "VAL-03", "CELL-03"))),
    FaultClass("dash for zero", _zero("-", ("VAL-08",), "accepted")),
    FaultClass("bound for a figure", _bound, ("F01", "F03", "F04")),
    FaultClass("population no ward has", _unusual, ("F01",)),
    FaultClass("not a choice", _choice(("Rất tốt", "Đạt loại A", "khác", "1"), _GRADES), ("F02", "F04", "F05")),
    FaultClass(
        "neither yes nor no",
        _choice(("Đúng", "Đã làm", "1", "chưa"), ("rules_issued", "registered_safe", "q1_plan", "q1_resolution")),
        ("F01", "F02", "F04", "F05"),
    ),
    FaultClass("required cell of a line blank", _blank_line, LINES, formats=("xlsx", "json")),
    FaultClass(
        "text in a count of a line", _line_value(_LINE_COUNTS, _WORDS, ("VAL-01",)), LINES, formats=("xlsx", "json")
    ),
    FaultClass(
        "negative count in a line", _line_value(_LINE_COUNTS, (-1, -20), ("VAL-03",)), LINES, formats=("xlsx", "json")
    ),
    FaultClass(
        "impossible date in a line",
        _line_value(_LINE_DATES, ("31/02/2024", "29/02/2023", "32/01/2024", "15/13/2024"), ("VAL-09",)),
        LINES,
        formats=("xlsx", "json"),
    ),
    FaultClass(
        "words for a date in a line",
        _line_value(_LINE_DATES, ("quý I", "tháng 3", "chưa có"), ("VAL-09",)),
        LINES,
        formats=("xlsx", "json"),
    ),
    FaultClass(
        "not a choice in a line",
        _line_value(
            {"F07": ("model_topic", "scope"), "F08": ("unit_kind", "recognised_by"), "F09": ("comparator",)},
            ("Loại khác", "Cấp trên", "x"),
            ("VAL-06",),
        ),
        LINES,
        formats=("xlsx", "json"),
    ),
    FaultClass(
        "text too long in a line",
        _line_value({"F07": ("model_name",), "F09": ("document_no",)}, ("Rất dài " * 60,), ("VAL-07",)),
        ("F07", "F09"),
        formats=("xlsx", "json"),
    ),
    FaultClass("unit name too long", _header("submitter_name", ("Tên rất dài " * 30,), ("VAL-07",)), ALL),
    FaultClass(
        "impossible date in the header",
        _header("prepared_on", ("31/02/2024", "30/02/2025", "40/01/2024"), ("VAL-09",)),
        ALL,
    ),
    FaultClass(
        "words for a date in the header", _header("period_start", ("đầu quý", "đầu năm", "chưa rõ"), ("VAL-09",)), ALL
    ),
    FaultClass("required header cell blank", _header("report_year", (None,), ("VAL-05",)), ALL),
    FaultClass("text for the revision number", _header("submission_no", ("lần đầu", "một", "a"), ("VAL-01",)), ALL),
    FaultClass("revision number out of range", _header("submission_no", (0, -1, 100, 1000), ("VAL-03",)), ALL),
    FaultClass(
        "secrecy mark", _header("secrecy", ("Mật", "Tối mật", "TUYỆT MẬT", "Tối Mật"), ("SEC-01",), "quarantined"), ALL
    ),
)
