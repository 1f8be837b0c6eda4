"""Faults beside reports of others, or beside the same report sent before: police, standing office, copies, the ledger.

Written from the forms and the sender side of the demonstration city; nothing here knows a contract or a check.
"""

from __future__ import annotations

import copy
from datetime import timedelta

from ingestion.sample_city.submission import Submission
from tests.faults.across_city import QUARTERS, City, Planted, by_place, changed, clean, count, place_of


def _police(s: Submission) -> bool:
    return s.form == "F06" and s.unit.kind == "police"


def _all_police(part: str, year: int) -> list[int]:
    return [n for n, s in enumerate(clean()) if _police(s) and s.window.part == part and s.window.year == year]


def _with_change(number: int, **values: int) -> tuple[int, Submission]:
    """The change against the year before, and its share, as they follow from both figures."""
    number, made = changed(number, **values)
    now, then = int(str(made.values["criminal_cases"])), int(str(made.values["criminal_cases_prev"]))
    made.values |= {
        "criminal_cases_change": now - then,
        "criminal_cases_change_pct": round(100 * (now - then) / then, 2),
    }
    return number, made


def year_of_months(city: City) -> Planted:
    number = city.chance.choice(_all_police("Y", 2024))
    value = count(clean()[number], "criminal_cases") + city.chance.randint(1, 9)
    rest = [n for n in _all_police("Y", 2024) if n != number]
    made = _with_change(number, criminal_cases=value)
    return Planted("police: the year is not its months", ("XCHK-01",), [made], left=rest, at_field="criminal_cases")


def year_before(city: City) -> Planted:
    year = city.chance.choice([2024, 2025])
    number = city.chance.choice(_all_police("H1", year))
    rest = [n for n in _all_police("H1", year) if n != number]
    was = count(clean()[number], "criminal_cases_prev")
    made = _with_change(number, criminal_cases_prev=was + city.chance.choice([-1, 1, 3, 7]))
    return Planted(
        "police: the year before is not what was received then",
        ("XPRV-01",),
        [made],
        left=rest,
        at_field="criminal_cases_prev",
    )


def more_than_the_police(city: City) -> Planted:
    """One ward has more fires than the police of the whole city: the ward is asked."""
    number = city.pick(
        lambda s: s.form == "F01" and s.window.part in QUARTERS and bool(_all_police(s.window.part, s.window.year))
    )
    window = clean()[number].window
    whole = sum(count(clean()[n], "fires") for n in _all_police(window.part, window.year))
    made = changed(number, fires=whole + city.chance.choice([1, 2, 5]))
    return Planted("a ward has more fires than the police of the city", ("XCHK-03",), [made], at_field="fires")


_SAYS_SO = {"Cơ quan": "F02", "Doanh nghiệp": "F04", "Nhà trường": "F05"}


def _lines(year: int, kind: str) -> list[tuple[int, int]]:
    """Report and line of each standing office on this kind of unit."""
    return [
        (n, at) for n, s in enumerate(clean()) if s.form == "F08" and s.unit.kind == "city_sc138" and s.window.year == year
        for at, line in enumerate(s.lines) if line["unit_kind"] == kind
    ]  # fmt: skip


def recognised(city: City) -> Planted:
    """The standing offices recognised fewer than say they were: they are asked, at their line."""
    year, kind = city.chance.choice([2023, 2024]), city.chance.choice(list(_SAYS_SO))
    say_so = sum(
        s.form == _SAYS_SO[kind] and (s.window.frame, s.window.year, s.window.part) == ("ND09", year, "Y")
        and s.values.get("recognised_safe") == "Có" for s in clean()
    )  # fmt: skip
    places = _lines(year, kind)
    whole = sum(int(str(clean()[n].lines[at]["recognised"])) for n, at in places)
    number, at = city.chance.choice(places)
    made = copy.deepcopy(clean()[number])
    line = made.lines[at]
    fewer = whole - say_so + city.chance.randint(1, 3)
    line["recognised"] = int(str(line["recognised"])) - fewer
    line["not_recognised"] = int(str(line["not_recognised"])) + fewer
    left = [n for n, _ in places if n != number]
    return Planted(
        "fewer recognised than say they were",
        ("XCHK-03",),
        [(number, made)],
        left=left,
        at_field="recognised",
        line=at + 1,
    )


def _tells(s: Submission) -> bool:
    counts = [v for v in s.values.values() if type(v) is int and v]
    return s.form in ("F01", "F05") and len(set(counts)) >= 12


def own_copy(city: City) -> Planted:
    number = city.pick(lambda s: _tells(s) and place_of(s, -1) in by_place())
    source = clean()[by_place()[place_of(clean()[number], -1)]]
    made = changed(number, **{k: v for k, v in source.values.items() if type(v) is int})
    return Planted("last year's figures sent again", ("XCPY-01",), [made])


def others_copy(city: City) -> Planted:
    number = city.pick(lambda s: _tells(s) and s.form == "F01" and s.window.part in QUARTERS)
    window = clean()[number].window
    source = city.pick(lambda s: _tells(s) and s.form == "F01" and s.window == window)
    made = changed(number, **{k: v for k, v in clean()[source].values.items() if type(v) is int})
    return Planted("another unit's figures", ("XCPY-02",), [made], left=[source])


def nearly_a_copy(city: City) -> Planted:
    """Last year's figures but for one: a year like the last."""
    planted = own_copy(city)
    number, made = planted.instead[0]
    name = next(n for n in ("security_cameras", "students_total") if n in made.values)
    made.values[name] = int(str(made.values[name])) + 1
    return Planted("last year's figures but for one", (), [(number, made)], silent_about=("XCPY-01", "XCPY-02"))


def twice(city: City) -> Planted:
    number = city.pick(lambda s: s.form in ("F02", "F03", "F04", "F05"))
    one = copy.deepcopy(clean()[number])
    again = copy.deepcopy(one)
    again.file_name, again.received_at = f"ban sao.{one.file_format}", one.received_at + timedelta(hours=3)
    return Planted("the same file twice", ("DUP-01",), [(number, one), (None, again)])


def late(city: City) -> Planted:
    number = city.pick(lambda s: s.form in ("F02", "F03", "F05") and s.window.year < 2025)
    made = copy.deepcopy(clean()[number])
    made.received_at += timedelta(days=40)
    return Planted("long after the deadline", ("LATE-01",), [(number, made)])


def conflict(city: City) -> Planted:
    number = city.pick(lambda s: s.form in ("F02", "F03") and s.window.year < 2025)
    one, other = copy.deepcopy(clean()[number]), copy.deepcopy(clean()[number])
    name = {"F02": "propaganda_participants", "F03": "propaganda_participants"}[one.form]
    other.values[name] = int(str(other.values[name])) + 1
    other.file_name = f"ban khac.{other.file_format}"
    return Planted("two files of one revision", ("REV-02",), [(number, one), (None, other)], [0, 1])
