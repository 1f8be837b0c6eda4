"""Another city: other units and codes, another review year, no schools. Only data differs from the first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import yaml

from ingestion.sample_city.calendar import Window, window
from ingestion.sample_city.plan import file_name
from ingestion.sample_city.planting import Sent
from ingestion.sample_city.police_figures import FIELDS
from ingestion.sample_city.register_files import PERIMETER_COLUMNS, write_table, write_units
from ingestion.sample_city.submission import Submission
from ingestion.sample_city.units import Unit
from ingestion.sample_city.write_city import TEMPLATES, _Blanks, write_drop

CASES = {2025: 100, 2026: 90}
CITY = {
    "city_name_vi": "Thành phố Minh Hải", "city_name_en": "Minh Hải city", "committee_name_vi": "Ban Chỉ đạo 138 Minh Hải",
    "invented": True, "invented_note_vi": "Thành phố tưởng tượng, dùng để thử", "review_year": 2026, "target_year": 2027,
    "open_years": [2025, 2026, 2027], "perimeter": "MINH_HAI", "forms": ["F01", "F02", "F03", "F04", "F06", "F07", "F08", "F09"],
}  # fmt: skip
WARDS = [
    Unit(f"9900{n}", "ward_commune", f"Phường số {n}", "phuong", parent="999", area=f"9900{n}") for n in range(1, 5)
]
AGENCIES = [Unit(f"MH-CQ-{n}", "agency", f"Cơ quan Minh Hải {n}", "co_quan", parent="999") for n in range(1, 4)]
POLICE = Unit("MH-CA", "police", "Công an Minh Hải", "cong_an", parent="999")
OFFICE = Unit("MH-BCD", "city_sc138", "Thường trực Ban Chỉ đạo 138 Minh Hải", "ban_chi_dao", parent="999")


def _ward(span: Window) -> dict[str, object]:
    counts = {
        "residential_areas_total": 10, "households": 900, "population": 4000, "models_taken_part": 2, "models_new": 0,
        "models_stopped": 0, "model_sites": 4, "zalo_groups": 10, "zalo_members": 500, "residential_areas_with_zalo": 10,
        "propaganda_sessions": 4, "propaganda_participants": 200, "tips_received": 4, "tips_useful": 2, "tips_due": 2,
        "tips_resolved": 2, "security_teams": 10, "security_team_members": 30, "weapons_handed_in": 0,
        "ammunition_handed_in": 0, "fireworks_kg": 0, "fire_safety_groups": 10, "public_fire_points": 5, "fires": 0,
        "security_cameras": 20, "at_risk_youth_managed": 0, "festival_sites": 1, "festival_participants": 100,
        "units_eligible": 12, "units_registered": 12, "units_recognised": 11,
    }  # fmt: skip
    return counts | {"q1_resolution": "Có", "q1_plan": "Có", "self_safe_claim": "Có"}


def _police(year: int, part: str) -> dict[str, object]:
    zero: dict[str, object] = dict.fromkeys(FIELDS, 0)
    months = [CASES[year] // 12 + (1 if m < CASES[year] % 12 else 0) for m in range(12)]
    cases = sum(months) if part == "Y" else months[int(part[1:]) - 1]
    values = zero | {"criminal_cases": cases, "criminal_cases_cleared": cases, "criminal_cases_carried_over": 0}
    if part == "Y":
        before = CASES.get(year - 1, CASES[year])
        values |= {"criminal_cases_prev": before, "criminal_cases_change": cases - before,
                   "criminal_cases_change_pct": round(100 * (cases - before) / before, 2), "model_police_wards": 1}  # fmt: skip
    return values


def _sent(form: str, unit: Unit, span: Window, values: dict[str, object], lines: list[dict[str, object]]) -> Sent:
    received = datetime.combine(span.last + timedelta(days=1), time(9), UTC)
    made = Submission(form, unit, span, values, lines, received)
    made.file_name = file_name(made, 0.6)
    return Sent(made)


def _everything() -> list[Sent]:
    sent = []
    for year in CASES:
        span = window(year, "Y")
        sent += [_sent("F01", w, span, _ward(span), []) for w in WARDS]
        sent += [_sent("F06", POLICE, window(year, f"M{m:02d}"), _police(year, f"M{m:02d}"), []) for m in range(1, 13)]
        sent.append(_sent("F06", POLICE, span, _police(year, "Y"), []))
        staff = {"staff_total": 20, "staff_briefed": 20, "rules_issued": "Có", "models_taken_part": 1, "models_new": 0,
                 "propaganda_sessions": 2, "propaganda_participants": 40, "coordination_rules_active": 1,
                 "incidents_on_site": 0, "registered_safe": "Có", "recognised_safe": "Có", "movement_grade": "Khá"}  # fmt: skip
        sent += [_sent("F02", a, span, staff, []) for a in AGENCIES]
    target = {"indicator_code": "criminal_cases", "comparator": "Không quá", "target_value": 85, "document_no": "MH-01",
              "document_date": date(2027, 2, 1), "target_version": 1}  # fmt: skip
    sent.append(_sent("F09", OFFICE, window(2027, "Q1"), {}, [target]))
    return sent


def write_second_city(home: Path) -> None:
    """Write the register and the drop folder of the other city below ``home``."""
    folder = home / "register"
    folder.mkdir(parents=True)
    (folder / "city.yml").write_text(yaml.safe_dump(CITY, allow_unicode=True), encoding="utf-8")
    units = [*WARDS, *AGENCIES, POLICE, replace(OFFICE)]
    write_units(folder, units)
    write_table(folder, "perimeters", PERIMETER_COLUMNS, [("MINH_HAI", u.code, u.valid_from, "yes") for u in units])
    write_drop(home, _everything(), _Blanks(TEMPLATES))
