"""One text, three places: what the blank form shows in LibreOffice while it is filled in is what the pipeline says.

Files of the fault corpus (and clean ones with a habit), opened by the program itself. Its conditional formats colour
exactly the cells of the rules that the pipeline reports; its validations refuse every cell the pipeline cannot read,
and beyond that only what stands in ``READ_ALL_THE_SAME``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from xlsxwriter.utility import xl_rowcol_to_cell

from quality.contracts.form_model import Rule
from quality.contracts.registry import forms, header
from quality.contracts.template_conditions import LOOKS
from quality.contracts.template_validation import VALIDATED
from tests.faults import corpus, outcome
from tests.faults.case import Case
from tests.faults.edges import EDGE_CLASSES
from tests.faults.headers import HEADER_CLASSES
from tests.faults.outcome import Found
from tests.faults.readings import READING_CLASSES
from tests.faults.relations import RELATION_CLASSES
from tests.faults.values import VALUE_CLASSES
from tests.spreadsheet_program.libreoffice import Seen, program, seen_by_libreoffice

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(program() is None and "KHO138_CI" not in os.environ, reason="LibreOffice is not installed"),
]
_CLASSES = (*VALUE_CLASSES, *READING_CLASSES, *HEADER_CLASSES, *RELATION_CLASSES, *EDGE_CLASSES)
_FORM_SHEETS = ("Báo cáo", "Danh mục")
RULES: dict[str, Rule] = {r.id: r for form in (header(), *forms().values()) for r in form.rules}
# A validation sees a cell alone and as it is typed; the pipeline reads Vietnamese, and says what it says by other rules.
READ_ALL_THE_SAME = {
    "number typed as text": "read", "number between spaces": "read", "thousands with dots": "read", "zero in words": "read",
    "double spaces": "read", "dates as text": "read", "year as text": "read", "unit behind the number": "read",
    "decimal comma": "read", "ellipsis for a figure": "missing (VAL-05)", "spaces for a figure": "missing (VAL-05)",
    "dash for zero": "zero, asked about (VAL-08)", "bound for a figure": "a bound, asked about (VAL-10)",
    "secrecy mark": "set aside (SEC-01)", "whole before the part": "a share (VAL-13)",
    "part of another whole": "a share (VAL-13)", "period the form is not due by": "not owed (HEAD-07, COL-03)",
    "frame the form is not due by": "not owed (HEAD-07)",
}  # fmt: skip


class Shown(NamedTuple):
    """A file, what the program shows in its form, and what the pipeline says of it: cells by name."""

    case: Case
    seen: dict[str, set[str]]  # error, query, invalid
    said: dict[str, set[str]]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """A workbook of every class a workbook can have, and one of every habit."""
    folder = tmp_path_factory.mktemp("libreoffice")
    cases = list(_cases())
    seen = seen_by_libreoffice({f"{n:04d}": case.content for n, case in enumerate(cases)}, folder / "program")
    found = outcome.run(cases, *outcome.workspace_in(folder / "workspace"))
    return [Shown(case, _seen(seen[f"{n:04d}"]), _said(found[case.name])) for n, case in enumerate(cases)]


def _cases() -> Iterator[Case]:
    names = {fault.name for fault in _CLASSES if "xlsx" in fault.formats}
    taken = set()
    for case in (*corpus.faulty(6), *corpus.clean(3)):
        wanted = case.declared is None or case.of in names
        if wanted and case.of not in taken and case.made.file_format == "xlsx":
            taken.add(case.of)
            yield case


def _seen(seen: Seen) -> dict[str, set[str]]:
    colour = {look["bg_color"].upper(): severity for severity, look in LOOKS.items()}
    cells: dict[str, set[str]] = {"error": set(), "query": set(), "invalid": set()}
    for place, shade in seen.colours.items():
        if place[0] in _FORM_SHEETS and shade in colour:
            cells[colour[shade]].add(_name(place))
    cells["invalid"] |= {_name(place) for place in seen.invalid if place[0] in _FORM_SHEETS}
    return cells


def _name(place: tuple[str, int, int]) -> str:
    return str(xl_rowcol_to_cell(place[2] - 1, place[1] - 1))


def _said(found: Found) -> dict[str, set[str]]:
    cells: dict[str, set[str]] = {"error": set(), "query": set(), "invalid": set()}
    for rule_id, _, named in found.issues:
        rule = RULES.get(rule_id)
        if rule is not None and not (rule.valid_from or rule.known_from):
            cells[rule.severity] |= named
        elif rule_id in VALIDATED:
            cells["invalid"] |= named
    cells["query"] -= cells["error"]  # a cell has one colour
    return cells


@pytest.mark.parametrize("severity", ["error", "query"])
def test_conditional_formats_colour_what_the_pipeline_reports(severity: str, shown: list[Shown]) -> None:
    assert [
        (s.case.name, s.seen[severity], s.said[severity]) for s in shown if s.seen[severity] != s.said[severity]
    ] == []
    assert sum(bool(s.said[severity]) for s in shown) >= 20


def test_validations_refuse_every_cell_the_pipeline_cannot_read(shown: list[Shown]) -> None:
    assert [(s.case.name, s.said["invalid"]) for s in shown if not s.said["invalid"] <= s.seen["invalid"]] == []
    assert sum(bool(s.said["invalid"]) for s in shown) >= 10


def test_what_else_validations_refuse_is_listed(shown: list[Shown]) -> None:
    assert {s.case.of for s in shown if s.seen["invalid"] - s.said["invalid"]} == set(READ_ALL_THE_SAME)
