"""Faults between figures: one class a rule of the forms, each just over its edge.

Written from the forms, not from the contracts: which figures must fit together, and how a report that
does not looks. The values say what stands in the file; ``v`` gives what stood there before.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from ingestion.sample_city.submission import Submission
from tests.faults.case import Declared, FaultClass

Values = dict[str, object]
Change = Callable[["Before"], Values]


class Before:
    """Whole numbers of a report (or line) as they were."""

    def __init__(self, values: Values, made: Submission) -> None:
        self._values = values
        self.made = made

    def __getattr__(self, name: str) -> int:
        return int(float(str(self._values[name])))

    def day(self, name: str) -> date:
        """A date of the line."""
        value = self._values[name]
        assert isinstance(value, date)
        return value


def _record(rule: str, field: str, change: Change) -> Callable[[Submission, random.Random], Declared | None]:
    def plant(made: Submission, _: random.Random) -> Declared | None:
        try:
            made.values |= change(Before(made.values, made))
        except (KeyError, ValueError):  # this report does not ask for these figures
            return None
        return Declared((rule,), "accepted" if "-Q" in rule else "returned", field)

    return plant


def _line(rule: str, field: str, change: Change) -> Callable[[Submission, random.Random], Declared | None]:
    def plant(made: Submission, chance: random.Random) -> Declared | None:
        number = chance.randrange(len(made.lines))
        made.lines[number] |= change(Before(made.lines[number], made))
        return Declared((rule,), "accepted" if "-Q" in rule else "returned", field, number + 1)

    return plant


# rule, name of the class, parts of the year, field the sender is led to, what is typed
_RECORD: tuple[tuple[str, str, str, str, Change], ...] = (
    ("F01-E01", "more new models than models", "QY", "models_new", lambda v: {"models_new": v.models_taken_part + 1}),
    ("F01-Q01", "a ward without a model", "QY", "models_taken_part", lambda _: {"models_taken_part": 0, "models_new": 0}),
    ("F01-Q02", "fewer sites than models", "QY", "model_sites", lambda v: {"model_sites": v.models_taken_part - 1}),
    ("F01-E02", "groups without members", "QY", "zalo_members", lambda v: {"zalo_groups": max(v.zalo_groups, 1), "zalo_members": 0}),
    ("F01-Q03", "too few members for the groups", "QY", "zalo_members", lambda v: {"zalo_members": 2 * max(v.zalo_groups, 1) - 1}),
    ("F01-Q04", "too many groups for the areas", "QY", "zalo_groups",
     lambda v: {"zalo_groups": 3 * v.residential_areas_total + 1, "zalo_members": 6 * v.residential_areas_total + 5}),
    ("F01-Q05", "more members than the population carries", "QY", "zalo_members", lambda v: {"zalo_members": v.population * 3 // 2 + 1}),
    ("F01-E03", "more areas covered than areas", "QY", "residential_areas_with_zalo",
     lambda v: {"residential_areas_with_zalo": v.residential_areas_total + 1}),
    ("F01-Q06", "more areas covered than groups", "QY", "residential_areas_with_zalo",
     lambda v: {"residential_areas_total": v.residential_areas_total + 2, "residential_areas_with_zalo": v.zalo_groups + 1}),
    ("F01-E04", "participants of no session (ward)", "QY", "propaganda_participants",
     lambda _: {"propaganda_sessions": 0, "propaganda_participants": 1}),
    ("F01-Q07", "fewer participants than sessions", "QY", "propaganda_participants",
     lambda v: {"propaganda_sessions": v.propaganda_sessions + 2, "propaganda_participants": v.propaganda_sessions + 1}),
    ("F01-Q08", "too many festival sites", "Y", "festival_sites",
     lambda v: {"festival_sites": v.residential_areas_total + 6, "festival_participants": 900}),
    ("F01-E05", "more useful tips than tips", "QY", "tips_useful", lambda v: {"tips_useful": v.tips_received + 1}),
    ("F01-E06", "more resolved than due (ward)", "QY", "tips_resolved", lambda v: {"tips_resolved": v.tips_due + 1}),
    ("F01-Q09", "more teams than areas", "QY", "security_teams",
     lambda v: {"security_teams": v.residential_areas_total + 1, "security_team_members": 3 * v.residential_areas_total + 3}),
    ("F01-Q10", "too few members for the teams", "QY", "security_team_members", lambda v: {"security_team_members": 3 * v.security_teams - 1}),
    ("F01-Q11", "more fire-safety groups than households carry", "QY", "fire_safety_groups",
     lambda v: {"households": v.households // 25 * 25 + 4, "fire_safety_groups": v.households // 25 * 6 + 1}),
    ("F01-E07", "more registered than eligible (ward)", "Y", "units_registered", lambda v: {"units_registered": v.units_eligible + 1}),
    ("F01-E08", "more recognised than registered (ward)", "Y", "units_recognised",
     lambda v: {"units_recognised": v.units_registered + 1, "self_safe_claim": "Không"}),
    ("F01-Q12", "fewer registered than eligible (ward)", "Y", "units_registered",
     lambda v: {"units_registered": v.units_eligible - 1, "units_recognised": 0, "self_safe_claim": "Không"}),
    ("F01-Q13", "plan dated after the first quarter", "Y", "q1_plan_date",
     lambda v: {"q1_plan": "Có", "q1_plan_date": date(v.made.window.year, 4, 1)}),
    ("F01-E09", "claim below seventy per cent", "Y", "self_safe_claim",
     lambda v: {"self_safe_claim": "Có", "units_recognised": (7 * v.units_eligible - 1) // 10}),
    ("F02-E01", "more staff briefed than staff", "HY", "staff_briefed", lambda v: {"staff_briefed": v.staff_total + 1}),
    ("F02-Q01", "not all staff briefed", "HY", "staff_briefed", lambda v: {"staff_briefed": v.staff_total - 1}),
    ("F02-Q02", "an agency without a model", "HY", "models_taken_part", lambda _: {"models_taken_part": 0, "models_new": 0}),
    ("F02-E02", "more new models than models (agency)", "HY", "models_new", lambda v: {"models_new": v.models_taken_part + 1}),
    ("F02-E03", "participants of no session (agency)", "HY", "propaganda_participants",
     lambda _: {"propaganda_sessions": 0, "propaganda_participants": 1}),
    ("F02-E04", "recognised without registering (agency)", "Y", "recognised_safe",
     lambda _: {"registered_safe": "Không", "recognised_safe": "Có"}),
    ("F03-E01", "more chapters joined than chapters", "HY", "chapters_joined", lambda v: {"chapters_joined": v.chapters_total + 1}),
    ("F03-E02", "more new models led than led", "HY", "models_new_led", lambda v: {"models_new_led": v.models_led + 1}),
    ("F03-E03", "participants of no session (organisation)", "HY", "propaganda_participants",
     lambda _: {"propaganda_sessions": 0, "propaganda_participants": 1}),
    ("F04-E01", "a small enterprise registers", "Y", "registered_safe",
     lambda _: {"size": "Nhỏ", "registered_safe": "Không", "recognised_safe": None}),
    ("F04-E02", "a small enterprise recognised", "Y", "recognised_safe",
     lambda _: {"size": "Siêu nhỏ", "registered_safe": None, "recognised_safe": "Không"}),
    ("F04-E03", "a large enterprise says nothing of registering", "QY", "registered_safe",
     lambda v: {"size": "Lớn", "registered_safe": None} | ({"recognised_safe": "Không"} if v.made.window.part == "Y" else {})),
    ("F04-E04", "a large enterprise says nothing of recognition", "Y", "recognised_safe",
     lambda _: {"size": "Vừa", "registered_safe": "Có", "recognised_safe": None}),
    ("F04-E05", "recognised without registering (enterprise)", "Y", "recognised_safe",
     lambda _: {"size": "Lớn", "registered_safe": "Không", "recognised_safe": "Có"}),
    ("F04-E06", "more workers briefed than workers", "Y", "workers_briefed", lambda v: {"workers_briefed": v.workers_total + 1}),
    ("F04-E07", "participants of no session (enterprise)", "Y", "propaganda_participants",
     lambda _: {"propaganda_sessions": 0, "propaganda_participants": 1}),
    ("F04-Q01", "more guards than workers", "Y", "guards_total", lambda v: {"guards_total": v.workers_total + 1}),
    ("F05-E01", "a primary school registers", "Y", "registered_safe",
     lambda _: {"level": "Tiểu học", "registered_safe": "Không", "recognised_safe": None}),
    ("F05-E02", "a kindergarten recognised", "Y", "recognised_safe",
     lambda _: {"level": "Mầm non", "registered_safe": None, "recognised_safe": "Không"}),
    ("F05-E03", "recognised without registering (school)", "Y", "recognised_safe",
     lambda _: {"level": "Trung học cơ sở", "registered_safe": "Không", "recognised_safe": "Có"}),
    ("F05-E04", "more students briefed than students", "Y", "students_briefed", lambda v: {"students_briefed": v.students_total + 1}),
    ("F05-E05", "participants of no session (school)", "Y", "propaganda_participants",
     lambda _: {"propaganda_sessions": 0, "propaganda_participants": 1}),
    ("F05-Q01", "a school without a model", "Y", "models_taken_part", lambda _: {"models_taken_part": 0}),
    ("F06-E01", "change that is not the difference", "HY", "criminal_cases_change",
     lambda v: {"criminal_cases_change": v.criminal_cases - v.criminal_cases_prev + 1}),
    ("F06-E02", "per cent that is not the change", "HY", "criminal_cases_change_pct",
     lambda v: {"criminal_cases_change_pct": round(100 * (v.criminal_cases - v.criminal_cases_prev) / v.criminal_cases_prev, 2) + 0.1}),
    ("F06-E03", "more organised than criminal cases", "MQHY", "organised_crime_cases",
     lambda v: {"organised_crime_cases": v.criminal_cases + 1}),
    ("F06-E04", "more very serious than criminal cases", "MQHY", "very_serious_cases", lambda v: {"very_serious_cases": v.criminal_cases + 1}),
    ("F06-E05", "more online fraud than criminal cases", "MQHY", "online_fraud_cases", lambda v: {"online_fraud_cases": v.criminal_cases + 1}),
    ("F06-Q01", "more cleared than cases and carried over", "MQHY", "criminal_cases_cleared",
     lambda v: {"criminal_cases_cleared": v.criminal_cases + v.criminal_cases_carried_over + 1}),
    ("F06-E06", "more resolved than due (police)", "MQHY", "tips_resolved", lambda v: {"tips_resolved": v.tips_due + 1}),
    ("F06-Q02", "casualties of no accident", "MQHY", "traffic_injured",
     lambda _: {"traffic_accidents": 0, "traffic_deaths": 0, "traffic_injured": 1}),
)  # fmt: skip

_LINES: tuple[tuple[str, str, str, Change], ...] = (
    ("F07-E01", "stopped before it was launched", "stop_date", lambda v: {"stop_date": v.day("launch_date") - timedelta(days=1)}),
    ("F07-E02", "province-wide without a notice", "replication_level",
     lambda _: {"replication_level": "Toàn tỉnh", "replication_notice_no": None, "recognised_by": "Công an tỉnh"}),
    ("F07-Q01", "recognised before it was launched", "recognised_on",
     lambda v: {"recognised_by": "Công an tỉnh", "recognised_on": v.day("launch_date") - timedelta(days=1)}),
    ("F08-E01", "more registered than eligible (line)", "registered",
     lambda v: {"eligible": v.registered - 1}),
    ("F08-E02", "more recognised than registered (line)", "recognised",
     lambda v: {"recognised": v.registered + 1}),
    ("F08-E03", "results that do not add up", "not_recognised", lambda v: {"not_recognised": v.not_recognised + 1}),
    ("F08-E04", "grades that do not add up", "grade_weak", lambda v: {"grade_weak": v.grade_weak + 1}),
    ("F08-E05", "recognised by a district that is gone", "recognised_by",
     lambda _: {"recognised_by": "Ủy ban nhân dân cấp huyện", "decision_date": date(2025, 7, 1)}),
    ("F08-Q01", "fewer registered than eligible (line)", "registered", lambda v: {"eligible": v.registered + 1}),
    ("F09-E01", "a target below nothing", "target_value", lambda _: {"comparator": "Ít nhất", "target_value": -1}),
    ("F09-Q01", "a target beyond anything", "target_value", lambda _: {"comparator": "Ít nhất", "target_value": 1_000_001}),
)  # fmt: skip

RELATION_CLASSES = (
    *(FaultClass(name, _record(rule, f, change), (rule[:3],), parts) for rule, name, parts, f, change in _RECORD),
    *(
        FaultClass(name, _line(rule, f, change), (rule[:3],), formats=("xlsx", "json"))
        for rule, name, f, change in _LINES
    ),
)
