"""Faults a real sender makes, each planted in a real file at a known place with the rule that must find it.

A fault class is a function that spoils one clean submission and says where and how it should be
found. What the article's figures stand on is always healed by a later, clean submission.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from ingestion.sample_city.blank_form import BlankForm
from ingestion.sample_city.labels import FORMS, HEADER, LINE_FORMS
from ingestion.sample_city.submission import Submission


@dataclass(frozen=True)
class Planted:
    """Where a fault is and what must be said of it."""

    level: str  # cell | note | sheet | file | ledger
    rules: tuple[str, ...]
    verdict: str
    field: str | None = None
    line: int = 0
    at: tuple[str, str] | None = None  # sheet and cell, where no field of the form stands there


Spoil = Callable[[Submission], Planted]
Spoiled = tuple[Spoil, str, tuple[str, ...], int]


def _value(field_name: str, value: object, rule: str, verdict: str = "returned") -> Spoil:
    def spoil(made: Submission) -> Planted:
        made.values[field_name] = value
        return Planted("cell", (rule,), verdict, field_name)

    return spoil


def _header(field_name: str, value: object, rule: str, verdict: str = "returned") -> Spoil:
    def spoil(made: Submission) -> Planted:
        made.header[field_name] = value
        return Planted("cell", (rule,), verdict, field_name)

    return spoil


def _above(part: str, whole: str, rule: str) -> Spoil:
    def spoil(made: Submission) -> Planted:
        made.values[part] = int(str(made.values[whole])) + 7
        return Planted("cell", (rule,), "returned", part)

    return spoil


def _gone(name: str) -> Spoil:
    def spoil(made: Submission) -> Planted:
        made.without.append(name)
        return Planted("sheet", ("COL-01",), "returned", name)

    return spoil


def _window(made: Submission) -> Planted:
    made.header["period_start"] = made.window.first - timedelta(days=14)
    return Planted("cell", ("HEAD-01",), "returned", "period_start")


def _other_unit(made: Submission) -> Planted:
    made.header["submitter_code"] = "CQ-050" if made.unit.code != "CQ-050" else "CQ-051"
    return Planted("cell", ("HEAD-05",), "quarantined", "submitter_code")


def _empty(made: Submission) -> Planted:
    made.values.clear()
    return Planted("sheet", ("EMPTY-01",), "returned")


def _version(made: Submission) -> Planted:
    made.version = "2022.1"
    return Planted("cell", ("FORM-02",), "returned", "form_version")


def _percent(made: Submission) -> Planted:
    made.values["criminal_cases_change_pct"] = -21.4
    return Planted("cell", ("F06-E02",), "returned", "criminal_cases_change_pct")


def _line(field_name: str, value: object, rule: str, line: int = 1) -> Spoil:
    def spoil(made: Submission) -> Planted:
        made.lines[line - 1][field_name] = value
        return Planted("cell", (rule,), "returned", field_name, line)

    return spoil


def _repeated_key(made: Submission) -> Planted:
    made.lines[1]["indicator_code"] = made.lines[0]["indicator_code"]
    return Planted("cell", ("LINE-01",), "returned", "indicator_code", 2)


def _no_reason(made: Submission) -> Planted:
    made.revision = 2
    return Planted("cell", ("F00-H03",), "returned", "submission_no")


def _gone_unit(made: Submission) -> Planted:
    """A ward that merged goes on reporting under its old code from its old folder."""
    made.folder, made.header = (
        "13645",
        {"submitter_code": "13645", "submitter_name": "Phường Quang Trung", "area_code": "13645"},
    )
    return Planted("cell", ("HEAD-03",), "returned", "submitter_code")


# (how it is spoiled, form, parts of the year it is planted in, how many)
FAULTS: dict[str, Spoiled] = {
    "text_in_number": (_value("staff_total", "mười hai", "VAL-01"), "F02", ("Y",), 4),
    "approximate_number": (_value("students_total", "khoảng 450", "VAL-01"), "F05", ("Y",), 4),
    "words_in_ward_figure": (_value("zalo_members", "chưa thống kê", "VAL-01"), "F01", ("Y", "Q4"), 3),
    "fraction_in_count": (_value("workers_total", 12.5, "VAL-02"), "F04", ("Y", "Q1"), 4),
    "english_thousands": (_value("members_total", "1,234", "VAL-02"), "F03", ("Y", "H1"), 2),
    "negative_count": (_value("security_cameras", -3, "VAL-03"), "F04", ("Y",), 4),
    "missing_value": (_value("staff_briefed", None, "VAL-05"), "F02", ("Y", "H1"), 5),
    "missing_ward_value": (_value("zalo_groups", None, "VAL-05"), "F01", ("Y", "Q2"), 3),
    "part_above_total": (_above("staff_briefed", "staff_total", "F02-E01"), "F02", ("H1",), 4),
    "areas_above_total": (
        _above("residential_areas_with_zalo", "residential_areas_total", "F01-E03"),
        "F01",
        ("Y",),
        3,
    ),
    "students_above_total": (_above("students_briefed", "students_total", "F05-E04"), "F05", ("Y",), 4),
    "unknown_unit": (_header("submitter_code", "CQ-999", "HEAD-02"), "F02", ("Y",), 2),
    "other_unit": (_other_unit, "F02", ("H1",), 2),
    "wrong_window": (_window, "F04", ("Q1",), 4),
    "closed_year": (_header("report_year", 2019, "HEAD-06"), "F04", ("Y",), 2),
    "not_a_choice": (_value("movement_grade", "Rất tốt", "VAL-06"), "F02", ("Y",), 3),
    "percent_not_consistent": (_percent, "F06", ("Y",), 1),
    "police_text": (_value("criminal_cases", "4 hoặc 5 vụ", "VAL-01"), "F06", ("M03", "M07"), 2),
    "date_in_count": (_header("submission_no", "01/02/2024", "VAL-01"), "F05", ("Y",), 2),
    "row_deleted": (_gone("propaganda_sessions"), "F05", ("Y",), 4),
    "ward_row_deleted": (_gone("security_teams"), "F01", ("Q3",), 2),
    "column_cleared": (_gone("grade_weak"), "F08", ("Y",), 2),
    "empty_form": (_empty, "F04", ("Y", "Q1"), 4),
    "old_version": (_version, "F03", ("Y",), 2),
    "secrecy_mark": (_header("secrecy", "Mật", "SEC-01", "quarantined"), "F02", ("Y",), 2),
    "parts_do_not_add_up": (_line("not_recognised", 9, "F08-E03"), "F08", ("Y",), 2),
    "line_key_repeated": (_repeated_key, "F09", ("Q1",), 2),
    "correction_without_reason": (_no_reason, "F04", ("Y",), 2),
    "merged_ward_reports": (_gone_unit, "F01", ("Q3",), 1),
    "dash_for_zero": (_value("fires", "-", "VAL-08", "accepted"), "F01", ("Q1",), 3),
    "bound_for_number": (_value("workers_total", "hơn 50", "VAL-10", "accepted"), "F04", ("Q1",), 2),
    "one_ward_more_than_the_police": (_value("fires", 60, "XCHK-03", "accepted"), "F01", ("Q1", "Q2"), 1),
    "unusual_count": (_value("traffic_injured", 10, "XOUT-01", "accepted"), "F06", ("M04", "M05"), 1),
    "other_name": (_header("submitter_name", "Công ty TNHH Tên Khác", "HEAD-04", "accepted"), "F04", ("Y",), 2),
}


def _put(field_name: str, value: object) -> Callable[[Submission], None]:
    return lambda made: made.values.__setitem__(field_name, value)


def _decomposed(made: Submission) -> None:
    made.header["submitter_name"] = unicodedata.normalize("NFD", made.unit.name)


def _note(made: Submission) -> None:
    made.note = "Số liệu minh họa, không có thật. Đã đối chiếu, đủ 12 đơn vị."


# what looks odd and is right: nothing may be said of these
CONTROLS: dict[str, tuple[Callable[[Submission], None], str, tuple[str, ...]]] = {
    "explicit_zero": (_put("weapons_handed_in", 0), "F01", ("Q1",)),
    "zero_in_words": (_put("incidents_on_site", "Không"), "F02", ("H1",)),
    "zero_as_k": (_put("models_new", "K"), "F02", ("H1",)),
    "decimal_comma": (_put("fireworks_kg", "12,5"), "F01", ("Q3",)),
    "thousands_dot": (_put("members_total", "4.250"), "F03", ("H1",)),
    "number_as_text": (_put("reintegration_helped", " 7 "), "F03", ("Y",)),
    "unit_word": (_put("tips_collected", "15 tin"), "F03", ("H1",)),
    "decomposed_accents": (_decomposed, "F05", ("Y",)),
    "long_note": (_note, "F04", ("Q1",)),
}


def place(planted: Planted, made: Submission, blank: BlankForm) -> tuple[str | None, str | None]:
    """Sheet and cell where the fault stands in the file that was written."""
    if planted.level == "file":
        return None, None
    if planted.at:
        return planted.at
    if planted.level == "note":
        address = f"F{min(row for row, _ in blank.rows.values())}"
        return {"csv": ("csv", address), "json": ("json", "/note")}.get(made.file_format, ("Báo cáo", address))
    lines = made.form in LINE_FORMS and planted.field in FORMS[made.form]
    sheet = "Danh mục" if lines else "Báo cáo"
    if planted.level != "cell" or planted.field is None:
        return ("csv" if made.file_format == "csv" else "json" if made.file_format == "json" else sheet), None
    label = (HEADER | FORMS[made.form])[planted.field]
    if made.file_format == "json":
        return "json", f"/lines/{planted.line - 1}/{planted.field}" if lines else f"/values/{planted.field}"
    address = blank.cell_of(label, planted.line)[1]
    return ("csv" if made.file_format == "csv" else sheet), address
