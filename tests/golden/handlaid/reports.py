"""What senders report: plausible figures of every form, and the header of a period. Invented, every one."""

from __future__ import annotations

import datetime as dt
from typing import Any

Figures = dict[str, Any]

KIND = {
    "ward_commune": "Xã/phường/thị trấn", "agency": "Cơ quan", "mass_org": "Tổ chức đoàn thể",
    "enterprise": "Doanh nghiệp", "school": "Cơ sở giáo dục", "police": "Công an",
    "city_sc138": "Thường trực Ban Chỉ đạo 138",
}  # fmt: skip
FRAME = "Kỳ hành chính (15/12 - 14/12)"

FIGURES: dict[str, Figures] = {
    "F01": {
        "residential_areas_total": 12, "households": 4200, "population": 15800, "models_taken_part": 5, "models_new": 1,
        "models_stopped": 0, "model_sites": 14, "zalo_groups": 10, "zalo_members": 1250, "residential_areas_with_zalo": 10,
        "propaganda_sessions": 24, "propaganda_participants": 1830, "tips_received": 18, "tips_useful": 11, "tips_due": 9,
        "tips_resolved": 9, "security_teams": 12, "security_team_members": 48, "weapons_handed_in": 3,
        "ammunition_handed_in": 0, "fireworks_kg": 2.5, "fire_safety_groups": 20, "public_fire_points": 9, "fires": 0,
        "security_cameras": 65, "at_risk_youth_managed": 6,
    },
    "F02": {
        "staff_total": 48, "staff_briefed": 48, "rules_issued": "Có", "models_taken_part": 1, "models_new": 0,
        "propaganda_sessions": 4, "propaganda_participants": 170, "coordination_rules_active": 1, "incidents_on_site": 0,
    },
    "F03": {
        "chapters_total": 26, "chapters_joined": 24, "members_total": 3150, "models_led": 2, "models_new_led": 1,
        "propaganda_sessions": 12, "propaganda_participants": 940, "coordination_rules_active": 3, "tips_collected": 15,
        "reintegration_helped": 6, "at_risk_youth_managed": 8,
    },
    "F04": {"size": "Lớn", "workers_total": 320, "registered_safe": "Có"},
    "F05": {
        "level": "Trung học cơ sở", "students_total": 640, "staff_total": 42, "students_briefed": 640, "models_taken_part": 1,
        "propaganda_sessions": 6, "propaganda_participants": 1900, "security_cameras": 16, "school_violence_cases": 0,
        "students_disciplined": 0, "at_risk_youth_managed": 5, "registered_safe": "Có", "recognised_safe": "Có",
        "movement_grade": "Xuất sắc",
    },
    "F06": {
        "criminal_cases": 7, "criminal_cases_carried_over": 1, "criminal_cases_cleared": 7, "very_serious_cases": 0,
        "very_serious_cases_cleared": 0, "organised_crime_cases": 0, "open_gangs": 0, "online_fraud_cases": 1,
        "traffic_accidents": 3, "traffic_deaths": 1, "traffic_injured": 2, "fires": 1, "tips_received": 12, "tips_due": 11,
        "tips_resolved": 10,
    },
}  # fmt: skip

OF_THE_YEAR: dict[str, Figures] = {
    "F01": {
        "q1_resolution": "Có", "q1_plan": "Có", "q1_plan_date": dt.date(2024, 2, 20), "festival_sites": 12,
        "festival_participants": 2100, "units_eligible": 30, "units_registered": 30, "units_recognised": 27,
        "self_safe_claim": "Có",
    },
    "F02": {"registered_safe": "Có", "recognised_safe": "Có", "movement_grade": "Khá"},
    "F04": {
        "workers_briefed": 300, "guards_total": 8, "models_taken_part": 1, "propaganda_sessions": 3,
        "propaganda_participants": 260, "security_cameras": 40, "fire_incidents": 0, "incidents_on_site": 0,
        "recognised_safe": "Có", "movement_grade": "Khá",
    },
    "F06": {
        "criminal_cases": 84, "criminal_cases_carried_over": 3, "criminal_cases_cleared": 80, "very_serious_cases": 4,
        "very_serious_cases_cleared": 4, "online_fraud_cases": 11, "criminal_cases_prev": 96, "criminal_cases_change": -12,
        "criminal_cases_change_pct": -12.5, "traffic_accidents": 30, "traffic_deaths": 6, "traffic_injured": 24, "fires": 7,
        "tips_received": 140, "tips_due": 130, "tips_resolved": 126, "model_police_wards": 5,
    },
}  # fmt: skip

MODELS = [
    ["MH-001", "Tuyến đường, tuyến phố trật tự đô thị", "Trật tự đô thị", "13681", "Xã/phường", dt.date(2021, 5, 19), None, None, None, "Chưa nhân rộng", None, 21],
    ["MH-002", "Cựu Công an nhân dân vì bình yên cuộc sống", "Khác", "DT-07", "Thành phố", dt.date(2022, 8, 19), None, "Công an tỉnh", dt.date(2023, 10, 15), "Toàn tỉnh", "MINH HỌA-12/TB", 23],
    ["MH-003", "Cơ sở tôn giáo, tín ngưỡng an toàn, đoàn kết, văn hóa", "Tôn giáo - tín ngưỡng", "DT-01", "Thành phố", dt.date(2024, 3, 20), None, None, None, "Chưa nhân rộng", None, 30],
]  # fmt: skip
COMMUNE_PEOPLE = "Ủy ban nhân dân cấp xã"
RESULTS = [
    ["Khu dân cư", 12, 12, 11, 1, COMMUNE_PEOPLE, "45/QĐ-UBND", dt.date(2024, 11, 18), 12, 4, 6, 2, 0],
    ["Cơ quan", 6, 6, 6, 0, COMMUNE_PEOPLE, "46/QĐ-UBND", dt.date(2024, 11, 20), 6, 3, 3, 0, 0],
    ["Nhà trường", 4, 4, 4, 0, COMMUNE_PEOPLE, "46/QĐ-UBND", dt.date(2024, 11, 20), 4, 2, 2, 0, 0],
]
TARGETS = [
    ["zalo_coverage_pct", "Ít nhất", 12.5, "Chia đều", "18/KH-UBND", dt.date(2025, 1, 20), 1, None],
    ["safe_kdc_pct", "Ít nhất", 80, "Tính vào cuối năm", "18/KH-UBND", dt.date(2025, 1, 20), 1, None],
    ["propaganda_participants", "Ít nhất", 1250, "Chia đều", "18/KH-UBND", dt.date(2025, 1, 20), 1, None],
]
LINES = {"F07": MODELS, "F08": RESULTS, "F09": TARGETS}


def window(period: str) -> tuple[str, dt.date, dt.date]:
    """``2024Q4`` -> ("Quý", 15/09/2024, 14/12/2024): the administrative frame of Decree 09/2019."""
    year, kind = int(period[:4]), period[4:]
    if kind == "Y":
        return "Năm", dt.date(year - 1, 12, 15), dt.date(year, 12, 14)
    if kind == "H1":
        return "6 tháng", dt.date(year - 1, 12, 15), dt.date(year, 6, 14)
    if kind[0] == "M":
        month = int(kind[1:])
        return "Tháng", dt.date(year, month - 1, 15), dt.date(year, month, 14)
    quarter = int(kind[1:])
    start = dt.date(year - 1, 12, 15) if quarter == 1 else dt.date(year, 3 * quarter - 3, 15)
    return "Quý", start, dt.date(year, 3 * quarter, 14)


def header(form: str, kind: str, code: str, name: str, area: str | None, period: str) -> Figures:
    """The header block, in the form's order."""
    type_vi, start, end = window(period)
    return {
        "form_code": form, "form_version": "2024.1", "submitter_kind": KIND[kind], "submitter_code": code,
        "submitter_name": name, "area_code": area, "report_year": int(period[:4]), "period_type": type_vi,
        "period_frame": FRAME, "period_start": start, "period_end": end, "submission_no": 1, "corrects_submission": None,
        "correction_reason": None, "prepared_on": end + dt.timedelta(days=2), "secrecy": "Không mật",
    }  # fmt: skip


def report(form: str, kind: str, code: str, name: str, area: str | None, period: str) -> Figures:
    """Header and figures of one report: what this kind of unit is asked for in this period."""
    figures = header(form, kind, code, name, area, period)
    if kind != "city_sc138":
        figures |= FIGURES.get(form, {})
        if period.endswith("Y"):
            figures |= OF_THE_YEAR.get(form, {})
    if kind == "ward_commune" and form == "F01":
        more = int(code) % 37
        figures |= {"households": 4200 + more, "population": 15800 + more}
    return figures
