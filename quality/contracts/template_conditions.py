"""Rules in the blank workbook: cells change colour while the sender is typing, by the contract's own expressions.

An error turns its cells red, a query turns them yellow; what each rule says stands on the sheet
“Hướng dẫn”. Cells whose content Excel does not read as a value of the field ("hơn 20", "12 nhóm")
are not tested here; the pipeline reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from quality.contracts.form_model import Form, Rule
from quality.contracts.registry import header
from quality.contracts.rule_to_excel import asked_when, violated

# colour and a second sign: bold for an error, italic for a question
LOOKS = {
    "error": {"bg_color": "#F8C9C4", "font_color": "#8A1C12", "bold": True},
    "query": {"bg_color": "#FFE9A8", "font_color": "#6B4A00", "italic": True},
}
_PLACEHOLDER = re.compile(r"\s*\(\{[a-z0-9_]+\}\)|\{[a-z0-9_]+\}")


class Condition(NamedTuple):
    """A rule as a conditional format: its formula and the fields whose cells it colours."""

    rule: Rule
    formula: str
    fields: tuple[str, ...]


def conditions(form: Form, own: Form, cells: Mapping[str, str]) -> Iterator[Condition]:
    """Conditional formats of the rules of ``own`` (the form itself or the header), errors first.

    Args:
        form: the form the workbook is for: says in which periods a rule's fields are asked for.
        own: whose rules.
        cells: reference of every field's cell; ``period_type`` too where the header is on the sheet.
    """
    fields = {f.name: f for f in own.fields()}
    # a workbook does not know when it will be sent: a rule with a date is asked of what was received
    always = (r for r in own.rules if not (r.valid_from or r.known_from))
    for rule in sorted(always, key=lambda r: (r.severity != "error", r.id)):
        names = rule.field_names(frozenset(fields))
        if not set(names) <= set(cells):
            continue
        formula = violated(rule, fields, cells.__getitem__)
        periods = asked_when(form, rule, names) if own.code == form.code else None
        if periods is not None and "period_type" in cells:
            formula = f"IF({_in_period(periods, cells['period_type'])},{formula},FALSE)"
        yield Condition(rule, f"={formula}", names)


def _in_period(periods: tuple[str, ...], cell: str) -> str:
    labels = {c.value: c.label_vi for f in header().fields() if f.name == "period_type" for c in f.choices}
    tests = ",".join(f'TRIM({cell})="{word}"' for p in periods for word in (labels[p], p))
    return f"OR({tests})"


def add_conditions(sheet: Any, found: Iterator[Condition], looks: Mapping[str, Any], ranges: Mapping[str, str]) -> None:
    """Put conditional formats on a sheet; ``ranges`` says where a field's values stand."""
    for condition in found:
        first, *others = [ranges[n] for n in condition.fields]
        options = {"type": "formula", "criteria": condition.formula, "format": looks[condition.rule.severity]}
        if others:
            options["multi_range"] = " ".join([first, *others])
        sheet.conditional_format(first, options)


def in_words(form: Form) -> list[tuple[str, str, str]]:
    """Severity, what is wrong and what to do of every rule of the form, without values."""
    return [(r.severity, _PLACEHOLDER.sub(_gap, r.message_vi), r.action_vi) for r in (*header().rules, *form.rules)]


def _gap(match: re.Match[str]) -> str:
    return "" if "(" in match[0] else f"{match[0][: match[0].index('{')]}…"
