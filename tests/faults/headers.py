"""Faults in who sends, for when, and on which form."""

from __future__ import annotations

import random
from datetime import date, timedelta

from ingestion.sample_city.submission import KIND_VI, Submission
from tests.faults.case import ALL, RECORD, Declared, FaultClass


def _unknown_unit(made: Submission, chance: random.Random) -> Declared:
    made.header["submitter_code"] = chance.choice(["CQ-999", "99999", "13999", "ABC", "0699999999"])
    return Declared(("HEAD-02",), "returned", "submitter_code")


def _other_unit(made: Submission, chance: random.Random) -> Declared | None:
    code = chance.choice(["CQ-001", "CQ-002", "GD-001", "GD-002", "DT-01", "DT-02"])
    if code == made.unit.code:
        return None
    made.header["submitter_code"] = code
    return Declared(("HEAD-05",), "quarantined", "submitter_code")


def _other_name(made: Submission, chance: random.Random) -> Declared:
    made.header["submitter_name"] = chance.choice(["Đơn vị khác", "Trường ở nơi khác", "Phòng Tổng hợp"])
    return Declared(("HEAD-04",), "accepted", "submitter_name")


def _window(made: Submission, chance: random.Random) -> Declared:
    made.header["period_start"] = made.window.first + timedelta(days=chance.choice([-31, -14, -1, 1, 16]))
    return Declared(("HEAD-01",), "returned", "period_start")


def _calendar_window(made: Submission, chance: random.Random) -> Declared | None:
    """The calendar year where the decree's runs from 15 December."""
    if made.window.part != "Y" or made.window.frame != "ND09":
        return None
    made.header |= {"period_start": date(made.window.year, 1, 1), "period_end": date(made.window.year, 12, 31)}
    return Declared(("HEAD-01", "F00-H04"), "returned", "period_start")


def _last_year_window(made: Submission, chance: random.Random) -> Declared | None:
    """Last year's file with a new year typed over: the window was forgotten."""
    other = made.window.year - 1 if made.window.year > 2023 else made.window.year + 1
    if other > 2025:
        return None
    made.header["report_year"] = other
    return Declared(("HEAD-01",), "returned", "period_start")


def _closed_year(made: Submission, chance: random.Random) -> Declared:
    made.header["report_year"] = chance.choice([2019, 2020, 2015, 1024, 2099])
    return Declared(("HEAD-06",), "returned", "report_year")


def _cadence(made: Submission, chance: random.Random) -> Declared:
    wrong = {"F01": "Tháng", "F02": "Quý", "F03": "9 tháng", "F04": "6 tháng", "F05": "Quý",
             "F07": "6 tháng", "F08": "Quý", "F09": "Năm"}  # fmt: skip
    made.header["period_type"] = wrong[made.form]
    return Declared(("HEAD-07",), "returned", "period_type")


def _frame(made: Submission, chance: random.Random) -> Declared:
    made.header["period_frame"] = "Năm dương lịch (01/01 - 31/12)"
    return Declared(("HEAD-07",), "returned", "period_type")


def _kind(made: Submission, chance: random.Random) -> Declared:
    # workbooks have the kind filled in where only one kind sends the form
    own = made.unit.kind
    made.header["submitter_kind"] = KIND_VI[chance.choice([k for k in KIND_VI if k != own])]
    return Declared(("FORM-03",), "returned", "submitter_kind")


def _wrong_form(made: Submission, chance: random.Random) -> Declared | None:
    """The blank form of another kind of unit, filled in."""
    if made.unit.kind not in ("agency", "mass_org", "school", "enterprise"):
        return None
    made.form = {"agency": "F03", "mass_org": "F02", "school": "F02", "enterprise": "F02"}[made.unit.kind]
    made.values = {"propaganda_sessions": 3, "propaganda_participants": 90}
    return Declared(("FORM-03",), "returned", "submitter_kind")


def _prepared_early(made: Submission, chance: random.Random) -> Declared:
    made.header["prepared_on"] = made.window.last - timedelta(days=chance.randint(1, 9))
    return Declared(("F00-H04",), "accepted", "prepared_on")


def _prepared_late(made: Submission, chance: random.Random) -> Declared:
    made.header["prepared_on"] = made.received_at.date() + timedelta(days=chance.randint(3, 40))
    return Declared(("HEAD-08",), "accepted", "prepared_on")


def _no_reason(made: Submission, chance: random.Random) -> Declared:
    made.revision = chance.choice([2, 3])
    return Declared(("F00-H03",), "returned", "correction_reason")


def _wrong_predecessor(made: Submission, chance: random.Random) -> Declared:
    made.revision, made.reason = 3, "Cộng lại số liệu"
    made.header["corrects_submission"] = 1
    return Declared(("F00-H02",), "returned", "corrects_submission")


def _first_that_corrects(made: Submission, chance: random.Random) -> Declared:
    made.header["corrects_submission"] = 1
    return Declared(("F00-H01",), "returned", "corrects_submission")


def _merged_unit(made: Submission, chance: random.Random) -> Declared | None:
    """A ward that was merged on 2024-09-01 goes on reporting under its old code from its old folder."""
    if made.unit.kind != "ward_commune" or not date(2024, 9, 1) <= made.window.last < date(2025, 7, 1):
        return None
    code, name = chance.choice([("13645", "Phường Quang Trung"), ("13639", "Phường Vị Xuyên")])
    made.folder, made.header = code, {"submitter_code": code, "submitter_name": name, "area_code": code}
    return Declared(("HEAD-03",), "returned", "submitter_code")


HEADER_CLASSES = (
    FaultClass("unknown unit", _unknown_unit, ALL),
    FaultClass("another unit's code", _other_unit, ALL),
    FaultClass("another name", _other_name, ALL),
    FaultClass("window shifted by days", _window, ALL),
    FaultClass("calendar window", _calendar_window, RECORD, "Y"),
    FaultClass("last year's file, year typed over", _last_year_window, ALL),
    FaultClass("year not open", _closed_year, ALL),
    FaultClass("period the form is not due by", _cadence, tuple(f for f in ALL if f != "F06")),
    FaultClass("frame the form is not due by", _frame, ALL),
    FaultClass("another kind of unit", _kind, ALL, formats=("csv", "json")),
    FaultClass("form of another kind of unit", _wrong_form, ("F02", "F03", "F04", "F05")),
    FaultClass("prepared before the period ended", _prepared_early, ALL),
    FaultClass("prepared after it was received", _prepared_late, ALL),
    FaultClass("correction without a reason", _no_reason, ALL),
    FaultClass("correction of the wrong revision", _wrong_predecessor, ALL),
    FaultClass("first report that corrects one", _first_that_corrects, ALL),
    FaultClass("unit that no longer exists", _merged_unit, ("F01",)),
)
