"""Invented figures of the wards, made for the 36 units before the merger and added up for those after it.

Totals at the end of 2024 are the ones the article states: 194 groups, a little over 20,000 members.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from ingestion.sample_city.calendar import Window, quarters_of
from ingestion.sample_city.chance import chance, share
from ingestion.sample_city.units import MERGED_2024, MERGED_2025, Unit, merged_into, neighbours, official

GROUPS_2024 = 194
MEMBERS_2024 = 20_432
POPULATION = 364_181  # city and Mỹ Lộc district, after 2024-09-01 (SEEN)
_FLOWS = {
    "propaganda_sessions": (4, 6), "festival_sites": (0, 1), "tips_received": (1, 6), "tips_due": (0, 4),
    "weapons_handed_in": (0, 3), "ammunition_handed_in": (0, 5), "fires": (0, 1),
}  # fmt: skip


@cache
def old_codes() -> tuple[str, ...]:
    """Codes of the 36 wards and communes before 2024-09-01."""
    return tuple(r["code"] for r in official("units_2024h1.csv") if r["type"] in {"phuong", "xa", "thi_tran"})


@cache
def _parts_of(code: str, began: date) -> tuple[str, ...]:
    """Codes of before 2024-09-01 (and of the communes outside the city) whose territory the unit has."""
    if began < MERGED_2024:
        return (code,)
    if began < MERGED_2025:
        return tuple(merged_into(code, MERGED_2024))
    outside = {u.code for u in neighbours()}
    parts: list[str] = []
    for old in merged_into(code, MERGED_2025):
        is_outside = old in outside
        parts += [old] if is_outside else merged_into(old, MERGED_2024) or [old]
    return tuple(parts)


@cache
def _stocks() -> dict[str, dict[str, int]]:
    codes = old_codes()
    size = [chance("size", c).uniform(0.6, 1.6) for c in codes]
    groups = share(GROUPS_2024, size)
    members = share(MEMBERS_2024, groups)
    population = share(POPULATION, size)
    inside = {code: _stock(code, groups[i], members[i], population[i]) for i, code in enumerate(codes)}
    return inside | {u.code: _stock(u.code, 6, 540, 9_000) for u in neighbours()}


def _stock(code: str, groups: int, members: int, population: int) -> dict[str, int]:
    return {
        "zalo_groups": groups,
        "zalo_members": members,
        "population": population,
        "households": population * 2 // 7,
        "residential_areas_total": groups + chance("areas", code).randint(0, 2),
        "models": chance("models", code).randint(1, 3),
    }


def _grown(final: int, year: int, quarter: int) -> int:
    """A stock that grew to ``final`` by the end of 2024 and goes on slowly."""
    steps = (year - 2024) * 4 + quarter - 4
    return final if steps == 0 else max(1, round(final * (1 + (0.06 if steps < 0 else 0.01) * steps)))


def _one(code: str, year: int, quarters: tuple[int, ...], *, yearly: bool) -> dict[str, int]:
    """Figures of one old ward: stocks at the end of the last quarter, flows over all of them."""
    base, last = _stocks()[code], quarters[-1]
    flows = dict.fromkeys(
        [*_FLOWS, "propaganda_participants", "festival_participants", "tips_useful", "tips_resolved"], 0
    )
    for quarter in quarters:
        made = chance("flow", code, year, quarter)
        drawn = {name: made.randint(*bounds) for name, bounds in _FLOWS.items()}
        drawn["festival_sites"] = 1 if quarter == 3 else 0
        drawn["propaganda_participants"] = drawn["propaganda_sessions"] * made.randint(45, 60)
        drawn["festival_participants"] = drawn["festival_sites"] * made.randint(80, 200)
        drawn["tips_useful"] = drawn["tips_received"] // 2
        drawn["tips_resolved"] = max(0, drawn["tips_due"] - made.choice((0, 0, 0, 1)))
        for name, amount in drawn.items():
            flows[name] += amount
    areas = base["residential_areas_total"]
    groups = min(_grown(base["zalo_groups"], year, last), areas * 3)
    teams = areas
    stocks = {
        "residential_areas_total": areas, "households": base["households"], "population": base["population"],
        "models_taken_part": base["models"], "models_new": 0, "models_stopped": 0, "model_sites": base["models"] * 3,
        "zalo_groups": groups, "zalo_members": _grown(base["zalo_members"], year, last),
        "residential_areas_with_zalo": min(groups, areas),
        "security_teams": teams, "security_team_members": teams * 3, "fire_safety_groups": areas * 2,
        "public_fire_points": areas, "security_cameras": areas * 4,
        "at_risk_youth_managed": chance("youth", code, year).randint(0, 7),
        "fireworks_kg": 0,
    }  # fmt: skip
    if yearly:
        eligible = areas + 2
        stocks |= {"units_eligible": eligible, "units_registered": eligible,
                   "units_recognised": eligible - chance("safe", code, year).randint(0, 1)}  # fmt: skip
    return stocks | flows


def fires_of(code: str, year: int, quarter: int) -> int:
    """Fires of one old ward in a quarter: the police report the same ones."""
    return _one(code, year, (quarter,), yearly=False)["fires"]


def ward_fires(code: str, year: int, quarter: int) -> int:
    """Fires of a ward of after 2025-07-01, with the communes outside that it took in."""
    return sum(fires_of(part, year, quarter) for part in _parts_of(code, MERGED_2025))


def ward_values(unit: Unit, window: Window) -> dict[str, object]:
    """Values of form F01 by field name."""
    yearly = window.part == "Y"
    codes = _parts_of(unit.code, unit.valid_from)
    parts = [_one(c, window.year, quarters_of(window.part), yearly=yearly) for c in codes]
    total: dict[str, object] = {name: sum(p[name] for p in parts) for name in parts[0]}
    if yearly:
        total |= {"q1_resolution": "Có", "q1_plan": "Có", "q1_plan_date": window.first.replace(month=2, day=20, year=window.year),
                  "self_safe_claim": "Có"}  # fmt: skip
    else:
        total = {k: v for k, v in total.items() if not k.startswith("festival")}
    return total


def recognition_line(unit: Unit, window: Window) -> dict[str, object]:
    """The line of form F08 a ward sends: its residential areas."""
    values = ward_values(unit, window)
    areas = int(str(values["residential_areas_total"]))
    lost = areas // 9
    good = (areas - areas // 3) * 4 // 5
    excellent = areas // 3
    return {
        "unit_kind": "Khu dân cư", "eligible": areas, "registered": areas, "recognised": areas - lost,
        "not_recognised": lost, "recognised_by": "Ủy ban nhân dân cấp xã", "decision_no": f"MINH HỌA-{unit.code}/QĐ",
        "decision_date": window.last.replace(month=11, day=18), "graded": areas, "grade_excellent": excellent,
        "grade_good": good, "grade_average": areas - excellent - good, "grade_weak": 0,
    }  # fmt: skip
