"""Turns the clean plan into what arrives: faults planted and healed, corrections, copies, late files."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from ingestion.sample_city.chance import chance
from ingestion.sample_city.faults import CONTROLS, FAULTS, Planted
from ingestion.sample_city.personal_data import MISTAKES, Edit, signed_by_the_program, spoiled
from ingestion.sample_city.plan import arrival, file_name, submissions
from ingestion.sample_city.submission import Submission
from ingestion.sample_city.units import MERGED_2024, MERGED_2025

# the article's figures stand on these: a fault here is always mended by the sender
_ALWAYS_HEALED = frozenset({"ward_commune", "police", "city_sc138", "mass_org"})

# the year of these wards is not the sum of four quarters of one unit, so one quarter may be changed alone
_BEFORE_THE_MERGER = frozenset({"one_ward_more_than_the_police"})
_TELLING = 8  # different figures in a report that is copied: fewer may be a coincidence
_ALONE = frozenset({"control decimal_comma", "correction F01"})


@dataclass
class Sent:
    """A file to be written; ``raw`` replaces its bytes, ``planted`` is the fault in it."""

    made: Submission
    fault_class: str | None = None
    planted: Planted | None = None
    control: str | None = None
    raw: str | None = None  # html | cut | plain | same_as:<path>
    heals: str | None = None
    edit: Edit | None = None


@dataclass
class _Plan:
    clean: list[Submission]
    used: set[int] = field(default_factory=set)
    sent: list[Sent] = field(default_factory=list)

    def pick(self, form: str, parts: tuple[str, ...], count: int, about: str) -> Iterator[int]:
        """Numbers of unused clean xlsx submissions, spread over years by chance."""
        fits = [
            n for n, s in enumerate(self.clean)
            if n not in self.used and s.window.last < MERGED_2025 and s.form == form and s.window.part in parts and s.file_format == "xlsx"
            and (form != "F06" or (s.unit.kind == "police" and s.unit.code == "CA-356"))
            and (about != "merged_ward_reports" or (s.unit.code == "13681" and s.window.year == 2024))
            and (about != "not_a_choice" or s.unit.eligible)
            and (about != "line_key_repeated" or len(s.lines) > 1)
            and (about != "dash_for_zero" or s.values["fires"] == 0)
            and (about != "control explicit_zero" or s.values["weapons_handed_in"] == 0)
            # where the year is not the sum of four quarters of one unit, one of them may be changed alone
            and (about != "figures of last year" or s.window.year > 2023)
            and (about not in _BEFORE_THE_MERGER or (s.window.year == 2024 and s.window.last < MERGED_2024))
            and (about not in _ALONE or s.unit.valid_from == MERGED_2024)
        ]  # fmt: skip
        chance("pick", about).shuffle(fits)
        chosen = sorted(fits[:count])
        self.used.update(chosen)
        yield from chosen


def everything_sent() -> list[Sent]:
    """Every file, clean or faulty, in a stable order."""
    plan = _Plan(list(submissions()))
    _plant_faults(plan)
    _plant_files_that_are_no_workbooks(plan)
    _plant_wrong_forms(plan)
    _plant_corrections(plan)
    _plant_conflicts(plan)
    _plant_copies_and_late(plan)
    _plant_controls(plan)
    _plant_personal_data(plan)
    _plant_copied_figures(plan)
    rest = [Sent(s) for n, s in enumerate(plan.clean) if n not in plan.used]
    return rest + plan.sent


def _plant_faults(plan: _Plan) -> None:
    for fault_class, (spoil, form, parts, count) in FAULTS.items():
        for n in plan.pick(form, parts, count, fault_class):
            true, spoiled = plan.clean[n], copy.deepcopy(plan.clean[n])
            planted = spoil(spoiled)
            plan.sent.append(Sent(spoiled, fault_class, planted))
            if planted.verdict != "accepted":
                _heal(plan, true, spoiled)


def _heal(plan: _Plan, true: Submission, spoiled: Submission) -> None:
    kept_silent = true.unit.kind not in _ALWAYS_HEALED and chance("heal", true.path()).random() < 0.4
    if not kept_silent:
        _send_mended(plan, true, spoiled)


def _send_mended(plan: _Plan, true: Submission, spoiled: Submission) -> None:
    mended = copy.deepcopy(true)
    mended.received_at = true.received_at + timedelta(days=2, minutes=7)
    mended.file_name = file_name(mended, 0.2 if "_" in true.file_name else 0.6, " (đã sửa)")
    plan.sent.append(Sent(mended, heals=spoiled.path()))


def _plant_files_that_are_no_workbooks(plan: _Plan) -> None:
    for raw, rule, form in (("html", "OPEN-02", "F04"), ("cut", "OPEN-01", "F05"), ("cut", "OPEN-01", "F04")):
        for n in plan.pick(form, ("Y",), 1, f"{raw}-{form}"):
            true = plan.clean[n]
            plan.sent.append(Sent(copy.deepcopy(true), f"{raw}_file", Planted("file", (rule,), "returned"), raw=raw))
            _heal(plan, true, true)


def _plant_wrong_forms(plan: _Plan) -> None:
    for n in plan.pick("F02", ("H1",), 2, "wrong template"):
        true = plan.clean[n]
        plan.sent.append(
            Sent(copy.deepcopy(true), "no_template", Planted("file", ("FORM-01",), "returned"), raw="plain")
        )
        _heal(plan, true, true)
    for n in plan.pick("F03", ("H1",), 1, "form of another kind"):
        true = plan.clean[n]
        wrong = copy.deepcopy(true)
        wrong.form, wrong.values = "F02", {"staff_total": 10, "staff_briefed": 10}
        plan.sent.append(
            Sent(wrong, "form_of_another_kind", Planted("cell", ("FORM-03",), "returned", "submitter_kind"))
        )
        _heal(plan, true, true)


def _plant_corrections(plan: _Plan) -> None:
    """An accepted submission is corrected by a second one: it supersedes, it does not overwrite."""
    for form, part, name, was in (
        ("F01", "Y", "propaganda_sessions", 3),
        ("F02", "Y", "staff_total", 2),
        ("F05", "Y", "students_total", 9),
    ):
        for n in plan.pick(form, (part,), 2, f"correction {form}"):
            true, first = plan.clean[n], copy.deepcopy(plan.clean[n])
            first.values[name] = int(str(first.values[name])) + was
            second = copy.deepcopy(true)
            second.revision, second.reason = 2, "Rà soát lại sổ theo dõi"
            second.received_at = true.received_at + timedelta(days=4)
            second.file_name = file_name(second, 0.2, " lần 2")
            plan.sent.append(Sent(first, "superseded", Planted("ledger", ("superseded",), "accepted")))
            plan.sent.append(Sent(second, control="correction"))


def _plant_conflicts(plan: _Plan) -> None:
    for n in plan.pick("F02", ("H1",), 2, "conflict"):
        one, other = plan.clean[n], copy.deepcopy(plan.clean[n])
        other.values["staff_total"] = other.values["staff_briefed"] = int(str(other.values["staff_total"])) + 1
        other.file_name = file_name(other, 0.2, " (1)")
        for made in (one, other):
            plan.sent.append(Sent(made, "same_revision", Planted("ledger", ("REV-02",), "quarantined")))


def _plant_copies_and_late(plan: _Plan) -> None:
    for n in plan.pick("F04", ("Y",), 3, "copy"):
        true, again = plan.clean[n], copy.deepcopy(plan.clean[n])
        again.file_name = file_name(again, 0.2, " - Copy")
        plan.sent.append(Sent(true))
        plan.sent.append(
            Sent(again, "same_file_twice", Planted("ledger", ("DUP-01",), "accepted"), raw=f"same_as:{true.path()}")
        )
    for form, part in (("F01", "Q2"), ("F03", "H1"), ("F05", "Y"), ("F02", "Y")):
        for n in plan.pick(form, (part,), 2, f"late {form}"):
            late = plan.clean[n]
            late.received_at = arrival(late.unit, late.window, form, days=24)
            plan.sent.append(Sent(late, "late", Planted("ledger", ("LATE-01",), "accepted")))


def _plant_controls(plan: _Plan) -> None:
    for control, (odd, form, parts) in CONTROLS.items():
        for n in plan.pick(form, parts, 2, f"control {control}"):
            odd(plan.clean[n])
            plan.sent.append(Sent(plan.clean[n], control=control))


def _plant_personal_data(plan: _Plan) -> None:
    """Refused before landing, with no byte kept; last of all, so that it moves no other fault."""
    for fault_class, (spoil, form, parts, count) in MISTAKES.items():
        for n in plan.pick(form, parts, count, fault_class):
            made, planted, edit = spoiled(plan.clean[n], spoil)
            plan.sent.append(Sent(made, fault_class, planted, edit=edit))
            _send_mended(plan, plan.clean[n], made)
    for n in plan.pick("F02", ("Y",), 2, "control author_in_properties"):
        plan.sent.append(Sent(plan.clean[n], control="author_in_properties", edit=signed_by_the_program))


def _plant_copied_figures(plan: _Plan) -> None:
    """Last year's file sent again with this year's dates, and the figures of another school."""
    for n in plan.pick("F05", ("Y",), 1, "figures of last year"):
        made = plan.clean[n]
        source = plan.clean[_unused(plan, made, made.unit.code, made.window.year - 1)]
        made.values = dict(source.values)
        plan.sent.append(Sent(source))
        plan.sent.append(Sent(made, "figures_of_last_year", Planted("file", ("XCPY-01",), "accepted")))
    for n in plan.pick("F05", ("Y",), 1, "figures of another school"):
        made = plan.clean[n]
        source = plan.clean[_unused(plan, made, None, made.window.year)]
        made.values |= {k: v for k, v in source.values.items() if isinstance(v, int)}
        for one in (made, source):  # nobody knows who copied
            plan.sent.append(Sent(one, "figures_of_another_unit", Planted("file", ("XCPY-02",), "accepted")))


def _unused(plan: _Plan, like: Submission, code: str | None, year: int) -> int:
    """Takes a clean report of the form, frame and part of ``like`` that says enough to be recognised, of unit ``code``."""
    for n, s in enumerate(plan.clean):
        if len({v for v in s.values.values() if isinstance(v, int) and v}) < _TELLING:
            continue
        same = (s.form, s.window.frame, s.window.part, s.window.year) == (
            like.form,
            like.window.frame,
            like.window.part,
            year,
        )
        if same and n not in plan.used and code in (None, s.unit.code):
            plan.used.add(n)
            return n
    raise LookupError(f"{like.form} {code} {year}: no clean report is left")
