"""Is every rule needed? Each is dropped, loosened, tightened or softened in turn; something in the corpus must change.

Works on the parsed corpus in this process. A rule of a form is really changed and its files judged again; a rule of
the catalogue is taken out of what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl

from ingestion.judge_batch import judge_batch
from quality.contracts.form_model import Form, Rule
from quality.contracts.registry import forms, header
from quality.issues.catalogue import catalogue
from quality.register.register import Register
from tests.faults.case import Case
from tests.faults.outcome import Found, gather

# one step over the edge: a part may exceed the whole by one, a total may be off by one
_LOOSER = {"<=": "<= 1 +", ">=": ">= -1 +", "=": ">= -1 +", "<>": "<> 'x' OR 'a' <>", ">": ">= -1 +", "<": "<= 1 +"}
_TIGHTER = {"<=": "< ", ">=": "> "}
_COMPARISON = re.compile(r"<=|>=|<>|=|<|>")


# habits of clean files that are about the header
_OF_THE_HEADER = ("highest revision", "longest reason", "correction that says so", "dates as text")

# changes no file can show, and why
EQUIVALENT = {
    "F06-E02 tightened": "no share in hundredths lies exactly on the tolerance",
    "F08-E02 softened": "more recognised than registered never adds up, so F08-E03 returns the file as well",
}


@dataclass(frozen=True)
class Mutant:
    """One change of one rule."""

    rule_id: str
    change: str  # dropped | loosened | tightened | softened
    rule: Rule | None  # what stands in its place


def mutants_of(form: Form) -> Iterator[Mutant]:
    """Every change of every rule of a form that gives another rule."""
    for rule in form.rules:
        yield Mutant(rule.id, "dropped", None)
        if rule.severity == "error":
            yield Mutant(rule.id, "softened", rule.model_copy(update={"severity": "query"}))
        numbers = not re.search(r"'|DATE|_on|_date|IN \(|IS ", rule.expr)
        first = _COMPARISON.search(rule.expr)
        if first and numbers and first[0] in ("<=", ">="):
            for change, words in (("loosened", _LOOSER), ("tightened", _TIGHTER)):
                expression = rule.expr[: first.start()] + words[first[0]] + rule.expr[first.end() :]
                yield Mutant(rule.id, change, rule.model_copy(update={"expr": expression}))


@contextmanager
def _in_force(form: Form, mutant: Mutant) -> Iterator[None]:
    before = form.rules
    changed = tuple(mutant.rule if r.id == mutant.rule_id else r for r in before)
    object.__setattr__(form, "rules", tuple(r for r in changed if r is not None))  # the contract is frozen, and shared
    try:
        yield
    finally:
        object.__setattr__(form, "rules", before)


def score(
    cases: Mapping[str, Case], tables: Mapping[str, pl.DataFrame], register: Register, found: Mapping[str, Found]
) -> dict[Mutant, bool]:
    """Every mutant and whether the corpus notices it.

    Args:
        cases: by submission_id.
        tables: what was parsed (see ``outcome.parsed_tables``).
        register: the city's register.
        found: what was found before anything was changed, by submission_id.
    """
    result: dict[Mutant, bool] = {}
    for form in (header(), *forms().values()):
        part = of_form(form, cases, tables, found)
        for mutant in mutants_of(form):
            if f"{mutant.rule_id} {mutant.change}" in EQUIVALENT:
                continue
            with _in_force(form, mutant):
                result[mutant] = noticed(cases, part, register, found)
    return result | dict(_catalogue(cases, found))


def of_form(
    form: Form, cases: Mapping[str, Case], tables: Mapping[str, pl.DataFrame], found: Mapping[str, Found]
) -> dict[str, pl.DataFrame]:
    """The tables of the files a change of ``form`` can be seen in; of the header, of every class and habit some."""
    own = [sid for sid, case in cases.items() if case.made.form == form.code]
    if form.code == header().code:
        fields = {field.name for field in form.fields()}
        touching = [
            s for s, c in cases.items()
            if any(r.startswith(form.code) for r, _, _ in found[s].issues) or (c.declared and c.declared.field in fields)
        ]  # fmt: skip
        own = [*touching, *(s for s, c in cases.items() if c.declared is None and c.of in _OF_THE_HEADER)]
    return {name: table.filter(pl.col("submission_id").is_in(own)) for name, table in tables.items()}


def noticed(
    cases: Mapping[str, Case], part: Mapping[str, pl.DataFrame], register: Register, found: Mapping[str, Found]
) -> bool:
    """Whether judging these files again says something else than before of one of them."""
    judged = judge_batch(part["receipts"], part["openings"], part["cells"], register, "mutant", part["cell_findings"])
    for sid, now in gather(judged.submissions, judged.issues).items():
        case = cases[sid]
        if case.declared is None:
            if now.issues and not found[sid].issues:
                return True
        elif found[sid].shows(case) and not now.shows(case):
            return True
    return False


def _catalogue(cases: Mapping[str, Case], found: Mapping[str, Found]) -> Iterator[tuple[Mutant, bool]]:
    showing = [(found[sid], case) for sid, case in cases.items() if case.declared and found[sid].shows(case)]
    for rule_id in sorted(spoken(cases, found)):
        if rule_id in catalogue():
            yield Mutant(rule_id, "dropped", None), any(not _without(f, rule_id).shows(c) for f, c in showing)


def spoken(cases: Mapping[str, Case], found: Mapping[str, Found]) -> set[str]:
    """Rules that were declared somewhere and spoke there."""
    planted = ((found[sid], case.declared.rules) for sid, case in cases.items() if case.declared)
    return {rule for f, rules in planted for rule, _, _ in f.issues if rule in rules}


def _without(found: Found, rule_id: str) -> Found:
    return Found(found.verdict, [i for i in found.issues if i[0] != rule_id])


def survivors(result: Mapping[Mutant, bool]) -> Sequence[str]:
    """The mutants nothing noticed, as ``rule change``."""
    return sorted(f"{m.rule_id} {m.change}" for m, noticed in result.items() if not noticed)
