"""Invented monthly police figures whose totals are the article's: 96 cases in 2023, 84 in 2024."""

from __future__ import annotations

from functools import cache

from ingestion.sample_city.calendar import Window
from ingestion.sample_city.chance import chance, share
from ingestion.sample_city.units import MERGED_2025, Unit, wards
from ingestion.sample_city.ward_figures import fires_of, old_codes, ward_fires

CASES = {2022: 101, 2023: 96, 2024: 84, 2025: 78}
_MY_LOC = "CA-358"
_MY_LOC_SHARE = 0.18
_LAST_MONTH_OF_MY_LOC = {2024: 8}  # the district ended on 2024-08-31; its last full month closed on 14 August
FIELDS = (
    "criminal_cases", "criminal_cases_cleared", "very_serious_cases", "very_serious_cases_cleared",
    "organised_crime_cases", "open_gangs", "online_fraud_cases", "traffic_accidents", "traffic_deaths", "traffic_injured",
    "fires", "tips_received", "tips_due", "tips_resolved",
)  # fmt: skip


@cache
def _month(year: int, month: int, code: str) -> dict[str, int]:
    if code in _ward_police():
        return _ward_month(year, month, code)
    cases = _cases(year)[month - 1]
    made = chance("police", code, year, month)
    mine = round(cases * _MY_LOC_SHARE) if month <= _LAST_MONTH_OF_MY_LOC.get(year, 12) and year < 2025 else 0
    own = mine if code == _MY_LOC else cases - mine
    serious = 1 if own > 4 and made.random() < 0.3 else 0
    accidents = made.randint(1, 3)
    due = made.randint(4, 9)
    return {
        "criminal_cases": own, "criminal_cases_cleared": own - (1 if own > 5 else 0), "very_serious_cases": serious,
        "very_serious_cases_cleared": serious, "organised_crime_cases": 0, "open_gangs": 0,
        "online_fraud_cases": min(own, made.randint(0, 2)), "traffic_accidents": accidents,
        "traffic_deaths": made.randint(0, 1), "traffic_injured": made.randint(0, accidents),
        "fires": _fires(year, month, code, reports=code != _MY_LOC or mine > 0),
        "tips_received": due + made.randint(0, 3), "tips_due": due, "tips_resolved": due - made.choice((0, 0, 1)),
    }  # fmt: skip


def _fires(year: int, month: int, code: str, *, reports: bool) -> int:
    """The fires the wards report too: those of a quarter over its months, Mỹ Lộc's part while it had police."""
    whole = _fires_by_month(year, (month + 2) // 3)[(month - 1) % 3]
    ended = month > _LAST_MONTH_OF_MY_LOC.get(year, 12) or year >= MERGED_2025.year
    part = 0 if ended else round(whole * _MY_LOC_SHARE)
    return (part if code == _MY_LOC else whole - part) if reports else 0


@cache
def _fires_by_month(year: int, quarter: int) -> tuple[int, ...]:
    return tuple(share(sum(fires_of(code, year, quarter) for code in old_codes()), [1.0, 1.0, 1.0]))


@cache
def _ward_police() -> tuple[str, ...]:
    return tuple(f"CA-{w.code}" for w in wards() if w.valid_from == MERGED_2025)


@cache
def _ward_month(year: int, month: int, code: str) -> dict[str, int]:
    """A month of one of the eight ward police: its part of the city's cases, and what the communes outside add."""
    places = _ward_police()
    own = share(_cases(year)[month - 1], [chance("ward", c).uniform(0.6, 1.6) for c in places])[places.index(code)]
    made = chance("police", code, year, month)
    own += made.randint(0, 1)
    due = made.randint(0, 3)
    accidents = made.randint(0, 1)
    return dict.fromkeys(FIELDS, 0) | {
        "criminal_cases": own, "criminal_cases_cleared": own, "online_fraud_cases": min(own, made.randint(0, 1)),
        "traffic_accidents": accidents, "traffic_injured": made.randint(0, accidents), "tips_received": due,
        "tips_due": due, "tips_resolved": due,
        "fires": share(ward_fires(code.removeprefix("CA-"), year, (month + 2) // 3), [1.0, 1.0, 1.0])[(month - 1) % 3],
    }  # fmt: skip


@cache
def _cases(year: int) -> tuple[int, ...]:
    return tuple(share(CASES[year], [chance("month", year, m).uniform(0.7, 1.3) for m in range(12)]))


def _months(part: str) -> range:
    if part == "Y":
        return range(1, 13)
    number = int(part[1:])
    length = {"M": 1, "Q": 3, "H": 6, "N": 9}[part[0]]
    return range((number - 1) * length + 1, number * length + 1)


def _total(year: int, part: str, codes: tuple[str, ...]) -> dict[str, int]:
    rows = [_month(year, m, c) for m in _months(part) for c in codes]
    total = {name: sum(r[name] for r in rows) for name in FIELDS}
    return total | {"open_gangs": 0}


def police_values(unit: Unit, window: Window) -> dict[str, object]:
    """Values of form F06 a police unit sends; after the merger the city answers for the district too."""
    ended = _months(window.part)[-1] > _LAST_MONTH_OF_MY_LOC.get(window.year, 12)
    whole_city = window.year >= 2025 or ended
    codes = ("CA-356", _MY_LOC) if whole_city and unit.code == "CA-356" else (unit.code,)
    values: dict[str, object] = {"criminal_cases_carried_over": 2, **_total(window.year, window.part, codes)}
    if window.part in ("H1", "Y"):
        now = int(str(values["criminal_cases"]))
        before = CASES[2022] if window.year == 2023 and window.part == "Y" else None
        if before is None and window.year == 2023:
            before = now + 3
        elif before is None:
            before = _total(window.year - 1, window.part, codes)["criminal_cases"]
        elif unit.code == _MY_LOC:
            before = now + 2
        values |= {"criminal_cases_prev": before, "criminal_cases_change": now - before,
                   "criminal_cases_change_pct": round(100 * (now - before) / before, 2)}  # fmt: skip
    if window.part == "Y":
        values["model_police_wards"] = 1 if unit.code == "CA-356" else 0
    return values
