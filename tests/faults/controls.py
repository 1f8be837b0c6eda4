"""Clean reports with habits that look odd: nothing may be said of them."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

from ingestion.sample_city.submission import Submission
from tests.faults.case import ALL, RECORD, counts
from tests.faults.edges import EDGE_CONTROLS

Habit = Callable[[Submission, random.Random], bool]  # False: this report cannot show the habit


def _plain(_made: Submission, _chance: random.Random) -> bool:
    return True


def _count_as(write: Callable[[int], str], least: int = 0) -> Habit:
    def habit(made: Submission, chance: random.Random) -> bool:
        fits = [n for n in counts(made) if int(str(made.values[n])) >= least]
        if not fits:
            return False
        name = chance.choice(fits)
        made.values[name] = write(int(str(made.values[name])))
        return True

    return habit


def _zero_word(made: Submission, chance: random.Random) -> bool:
    zeros = [n for n in counts(made) if made.values[n] == 0]
    if not zeros:
        return False
    made.values[chance.choice(zeros)] = chance.choice(["Không", "không", "K", "k", "0", " 0 "])
    return True


def _text(change: Callable[[str], str]) -> Habit:
    def habit(made: Submission, _: random.Random) -> bool:
        made.header["submitter_name"] = change(made.unit.name)
        made.header["secrecy"] = change("Không mật")
        return True

    return habit


def _dates_as_text(made: Submission, chance: random.Random) -> bool:
    spelled = chance.choice(["{0.day}/{0.month}/{0.year}", "{0:%d/%m/%Y}", "{0:%d-%m-%Y}", "{0:%d.%m.%Y}"])
    for name, value in (("period_start", made.window.first), ("period_end", made.window.last)):
        made.header[name] = spelled.format(value)
    return True


def _long_note(made: Submission, _: random.Random) -> bool:
    made.note += (
        ". Đã đối chiếu với sổ theo dõi của đơn vị, số liệu đủ 12 đơn vị trực thuộc, tăng 3,5% so với kỳ trước."
    )
    return True


def _correction(made: Submission, _: random.Random) -> bool:
    made.revision, made.reason = 2, "Rà soát lại sổ theo dõi, cộng thiếu một đơn vị"
    return True


def _year_as_number_text(made: Submission, _: random.Random) -> bool:
    made.header["report_year"] = str(made.window.year)
    return True


def _edge(made: Submission, _: random.Random) -> bool:
    """Figures that just fit: the part equal to the whole."""
    pairs = {
        "F01": [("tips_useful", "tips_received"), ("tips_resolved", "tips_due"), ("model_sites", "models_taken_part"),
                ("models_new", "models_taken_part"), ("residential_areas_with_zalo", "zalo_groups"),
                ("security_teams", "residential_areas_total")],
        "F02": [("staff_briefed", "staff_total"), ("models_new", "models_taken_part")],
        "F03": [("chapters_joined", "chapters_total"), ("models_new_led", "models_led")],
        "F04": [("workers_briefed", "workers_total"), ("guards_total", "workers_total")],
        "F05": [("students_briefed", "students_total")],
        "F06": [("tips_resolved", "tips_due"), ("organised_crime_cases", "criminal_cases"), ("very_serious_cases", "criminal_cases"),
                ("online_fraud_cases", "criminal_cases")],
    }[made.form]  # fmt: skip
    for part, whole in pairs:
        if part in made.values:
            made.values[part] = made.values[whole]
    if made.form == "F01":
        groups = int(str(made.values["zalo_groups"]))
        made.values["residential_areas_total"] = max(groups, 1)
        made.values["security_teams"] = max(groups, 1)
        made.values["security_team_members"] = 3 * max(groups, 1)
        made.values["zalo_members"] = 2 * groups
        made.values["propaganda_participants"] = made.values["propaganda_sessions"]
        households = int(str(made.values["households"])) // 25
        made.values |= {"households": 25 * households, "fire_safety_groups": 6 * households}
        if made.window.part == "Y":
            made.values["festival_sites"] = max(groups, 1) + 5
            eligible = int(str(made.values["units_eligible"])) // 10 * 10
            made.values |= {
                "units_eligible": eligible,
                "units_registered": eligible,
                "units_recognised": eligible * 7 // 10,
            }
    if made.form == "F06":
        cases = int(str(made.values["criminal_cases"])) + int(str(made.values["criminal_cases_carried_over"]))
        made.values["criminal_cases_cleared"] = cases
    return True


def _outer_bound(made: Submission, _: random.Random) -> bool:
    """As many groups and members as a ward can have."""
    areas, population = int(str(made.values["residential_areas_total"])), int(str(made.values["population"])) // 2 * 2
    made.values |= {"zalo_groups": 3 * areas, "population": population, "zalo_members": population * 3 // 2}
    return True


def _unit_word(made: Submission, chance: random.Random) -> bool:
    words = {"tips_collected": "tin", "tips_received": "tin", "criminal_cases": "vụ", "fires": "vụ", "households": "hộ"}
    fits = [n for n in words if n in made.values and made.form != "F06"] or [n for n in ("fires",) if n in made.values]
    if not fits:
        return False
    name = chance.choice(fits)
    made.values[name] = f"{made.values[name]} {words[name]}"
    return True


def _decimal_comma(made: Submission, chance: random.Random) -> bool:
    if "fireworks_kg" not in made.values:
        return False
    made.values["fireworks_kg"] = chance.choice(["12,5", "0,25", "3,0", "1.250,75"])
    return True


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


CONTROLS: dict[str, tuple[Habit, tuple[str, ...]]] = {
    "nothing odd": (_plain, ALL),
    "number typed as text": (_count_as(str), RECORD),
    "number between spaces": (_count_as(lambda n: f"\u00a0{n} "), RECORD),
    "thousands with dots": (_count_as(_dotted, 1_000), RECORD),
    "zero in words": (_zero_word, RECORD),
    "decomposed accents": (_text(lambda t: unicodedata.normalize("NFD", t)), ALL),
    "double spaces": (_text(lambda t: t.replace(" ", "  ") + " "), ALL),
    "zero-width and no-break spaces": (_text(lambda t: t.replace(" ", "\u00a0") + "\u200b"), ALL),
    "dates as text": (_dates_as_text, ALL),
    "year as text": (_year_as_number_text, ALL),
    "long note": (_long_note, ALL),
    "correction that says so": (_correction, ALL),
    "figures that just fit": (_edge, RECORD),
    "figures at the outer bound": (_outer_bound, ("F01",)),
    "unit behind the number": (_unit_word, ("F01", "F03", "F06")),
    "decimal comma": (_decimal_comma, ("F01",)),
    "saved as .xls": (_plain, ALL),
    "saved as .ods": (_plain, ALL),
    "saved as .xlsm": (_plain, ALL),
    **EDGE_CONTROLS,
}
# habits of another program: the finished workbook is saved in its format
SAVED_BY = {"saved as .xls": "xls", "saved as .ods": "ods", "saved as .xlsm": "xlsm"}
