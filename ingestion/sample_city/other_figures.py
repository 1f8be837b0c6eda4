"""Invented figures of agencies, mass organisations, enterprises, schools and the standing office."""

from __future__ import annotations

from datetime import date
from functools import cache

from ingestion.sample_city.calendar import Window, quarters_of
from ingestion.sample_city.chance import chance
from ingestion.sample_city.units import MERGED_2024, Unit, invented

FIRST_YEAR = 2023
# recognised in every year after the first, of 59 agencies, 75 enterprises and 30 schools that the standard is for
_RECOGNISED = {"agency": 50, "enterprise": 54, "school": 25}
_GRADES = ("Xuất sắc", "Khá", "Khá", "Trung bình")


def _sessions(unit: Unit, window: Window) -> dict[str, object]:
    made = [chance("sessions", unit.code, window.year, q) for q in quarters_of(window.part)]
    drawn = [(m.randint(1, 2), m.randint(30, 40)) for m in made]
    sessions, people = sum(n for n, _ in drawn), sum(n * each for n, each in drawn)
    return {"propaganda_sessions": sessions, "propaganda_participants": people}


def _recognition(unit: Unit, window: Window) -> dict[str, object]:
    made = chance("grade", unit.code, window.year)
    if not unit.eligible:
        return {"registered_safe": "Không", "recognised_safe": "Không"}
    made.choice(_GRADES)
    won = unit.code in _recognised(unit.kind, window.year)
    return {
        "registered_safe": "Có",
        "recognised_safe": "Có" if won else "Không",
        "movement_grade": made.choice(_GRADES),
    }


@cache
def _recognised(kind: str, year: int) -> frozenset[str]:
    """Units of a kind that were recognised in a year: as many as the standing office reports."""
    eligible = [u.code for u in invented() if u.kind == kind and u.eligible]
    return frozenset(sorted(eligible, key=lambda code: chance("recognised", code, year).random())[: _won(kind, year)])


def _won(kind: str, year: int) -> int:
    return _RECOGNISED[kind] - (2 if year == FIRST_YEAR else 0)


def agency_values(unit: Unit, window: Window) -> dict[str, object]:
    """Values of form F02."""
    staff = chance("staff", unit.code).randint(12, 90)
    values = {"staff_total": staff, "staff_briefed": staff, "rules_issued": "Có", "models_taken_part": 1, "models_new": 0,
              "coordination_rules_active": chance("rules", unit.code).randint(0, 2), "incidents_on_site": 0}  # fmt: skip
    return values | _sessions(unit, window) | (_recognition(unit, window) if window.part == "Y" else {})


def mass_org_values(unit: Unit, window: Window) -> dict[str, object]:
    """Values of form F03."""
    made = chance("org", unit.code)
    chapters = made.randint(20, 60)
    return {"chapters_total": chapters, "chapters_joined": chapters - made.randint(0, 4),
            "members_total": chapters * made.randint(40, 120), "models_led": made.randint(1, 3), "models_new_led": 0,
            "coordination_rules_active": made.randint(1, 3), "tips_collected": made.randint(0, 6),
            "reintegration_helped": made.randint(0, 8), "at_risk_youth_managed": made.randint(0, 9),
            } | _sessions(unit, window)  # fmt: skip


def enterprise_values(unit: Unit, window: Window) -> dict[str, object]:
    """Values of form F04; small and micro enterprises leave the standard empty."""
    made = chance("workers", unit.code)
    workers = {"Lớn": 400, "Vừa": 120, "Nhỏ": 40, "Siêu nhỏ": 8}[unit.note] + made.randint(0, 9)
    values: dict[str, object] = {"size": unit.note, "workers_total": workers}
    if unit.eligible:
        values["registered_safe"] = "Có"
    if window.part != "Y":
        return values
    values |= {"workers_briefed": workers - made.randint(0, 5), "guards_total": 1 + workers // 50, "models_taken_part": 1,
               "security_cameras": 2 + workers // 20, "fire_incidents": 0, "incidents_on_site": 0}  # fmt: skip
    if unit.eligible:
        values |= {k: v for k, v in _recognition(unit, window).items() if k != "registered_safe"}
    return values | _sessions(unit, window)


def school_values(unit: Unit, window: Window) -> dict[str, object]:
    """Values of form F05; nurseries and primary schools leave the standard empty."""
    made = chance("students", unit.code)
    students = made.randint(180, 900) + chance("intake", unit.code, window.year).randint(1, 12)
    values: dict[str, object] = {
        "level": unit.note, "students_total": students, "staff_total": students // 15, "models_taken_part": 1,
        "students_briefed": students - made.randint(0, 20), "security_cameras": made.randint(4, 20),
        "school_violence_cases": 0, "students_disciplined": made.choice((0, 0, 0, 1)), "at_risk_youth_managed": made.choice((0, 0, 2)),
    }  # fmt: skip
    standard = _recognition(unit, window) if unit.eligible else {}
    return values | _sessions(unit, window) | standard


def awards_values(unit: Unit, window: Window) -> dict[str, object]:
    """Values of form F06 the standing office sends."""
    made = chance("awards", window.year)
    return {"awards_collective_city": made.randint(18, 26), "awards_collective_province": made.randint(4, 8),
            "awards_collective_ministry": made.randint(1, 3)}  # fmt: skip


def _share_line(
    kind: str, eligible: int, registered: int, recognised: int, by: str, window: Window
) -> dict[str, object]:
    graded = registered
    excellent = graded // 4
    good = graded // 2
    return {
        "unit_kind": kind, "eligible": eligible, "registered": registered, "recognised": recognised,
        "not_recognised": registered - recognised, "recognised_by": by, "decision_no": f"MINH HỌA-{window.year}/QĐ",
        "decision_date": date(window.year, 11, 28), "graded": graded, "grade_excellent": excellent, "grade_good": good,
        "grade_average": graded - excellent - good, "grade_weak": 0,
    }  # fmt: skip


def city_recognition_lines(unit: Unit, window: Window) -> list[dict[str, object]]:
    """Lines of form F08 the standing office sends: every kind but residential areas."""
    communes = 21 if unit.valid_from >= MERGED_2024 else 36
    district, commune = "Ủy ban nhân dân cấp huyện", "Ủy ban nhân dân cấp xã"
    lost = 4 if window.year == FIRST_YEAR else 2
    return [
        _share_line("Xã/phường", communes, communes, communes - lost, district, window),
        _share_line("Cơ quan", 59, 59, _won("agency", window.year), district, window),
        _share_line("Doanh nghiệp", 75, 75, _won("enterprise", window.year), commune, window),
        _share_line("Nhà trường", 30, 30, _won("school", window.year), commune, window),
    ]


def target_lines(unit: Unit, window: Window) -> list[dict[str, object]]:
    """Lines of form F09: demonstration targets, labelled as such in their document number."""
    at_least, at_most, change = "Ít nhất", "Không quá", "Tăng không quá (%) so với năm trước"
    city: list[tuple[str, str, float]] = [
        ("models_active", at_least, 23), ("models_new", at_least, 2), ("zalo_groups", at_least, 200),
        ("zalo_members", at_least, 21000), ("zalo_coverage_pct", at_least, 100), ("criminal_cases", change, -5),
        ("clearance_rate_pct", at_least, 85), ("organised_crime_cases", at_most, 0), ("open_gangs", at_most, 0),
        ("safe_kdc_pct", at_least, 80), ("safe_commune_pct", at_least, 90), ("safe_agency_pct", at_least, 80),
        ("safe_enterprise_pct", at_least, 70), ("safe_school_pct", at_least, 80), ("safe_registered_pct", at_least, 100),
        ("movement_good_pct", at_least, 80), ("tips_resolved_pct", at_least, 90), ("traffic_accidents", change, -5),
        ("model_police_wards", at_least, 1), ("submission_on_time_pct", at_least, 95),
    ]  # fmt: skip
    ward: list[tuple[str, str, float]] = [("zalo_coverage_pct", at_least, 100), ("safe_kdc_pct", at_least, 80)]
    return [
        {"indicator_code": code, "comparator": comparator, "target_value": value, "phasing": "Chia đều",
         "document_no": "MINH HỌA-01/KH-BCĐ", "document_date": date(window.year, 2, 10), "target_version": 1}
        for code, comparator, value in (city if unit.kind == "city_sc138" else ward)
    ]  # fmt: skip
