"""Contracts -> Markdown: every rule there is, of what kind it is and in which places it is tested."""

from __future__ import annotations

from collections.abc import Iterator

from quality.contracts.form_model import Form, Rule
from quality.contracts.markdown_table import NOTE, table
from quality.contracts.registry import forms, header
from quality.contracts.template_validation import VALIDATED
from quality.issues.catalogue import catalogue
from quality.rules.expression import Call, Compare, Condition, Field, Logic, parse

# Kind of the built-in rules: by code, else by what stands before the number.
_KINDS = {
    "VAL-01": "type", "VAL-02": "type", "VAL-09": "type", "VAL-03": "range", "VAL-04": "usual range",
    "VAL-05": "missing", "VAL-06": "choice", "VAL-07": "length", "VAL-08": "reading", "VAL-10": "reading",
    "XCHK-01": "cross-form: year against months", "XCHK-02": "cross-form: year against quarters",
    "XCHK-03": "police or standing office, same fact", "XPER-01": "previous period, same territory",
    "XPRV-01": "previous year, same territory", "XCPY-01": "copy of an earlier file",
    "XCPY-02": "file of another unit", "XOUT-01": "outlier of small counts",
    "OPEN": "opening", "FORM": "form", "HEAD": "header", "COL": "shape of the form", "EMPTY": "missing",
    "LINE": "lines", "SEC": "secrecy", "PII": "personal data", "DUP": "ledger", "LATE": "ledger", "REV": "ledger",
    "TEXT": "reading", "CSV": "reading", "X": "across submissions",
}  # fmt: skip
_OF_THE_WAREHOUSE = ("X", "DUP", "LATE", "REV")


def of_the_warehouse(rule_id: str) -> bool:
    """Whether a built-in rule reads several submissions and is asked in SQL."""
    return rule_id.startswith(_OF_THE_WAREHOUSE)


def kind_of(rule_id: str) -> str:
    """Kind of a built-in rule."""
    prefix = rule_id.partition("-")[0]
    return _KINDS.get(rule_id) or _KINDS.get(prefix) or (_KINDS["X"] if prefix.startswith("X") else prefix.lower())


def kind_of_expression(rule: Rule) -> str:
    """``totals = parts`` where a sum must equal a field, else ``cross-field``."""
    return "totals = parts" if _adds_up(parse(rule.expr)) else "cross-field"


def _adds_up(condition: Condition) -> bool:
    if isinstance(condition, Logic):
        return False
    return (
        isinstance(condition, Compare)
        and condition.sign == "="
        and isinstance(condition.left, Call)
        and condition.left.name == "+"
        and isinstance(condition.right, Field)
    )


def rules_list() -> str:
    """Text of ``generated/rules.md``."""
    lines = [NOTE, "# Rules", "", *_INTRODUCTION, ""]
    lines += table(
        ["rule", "kind", "severity", "owner", "source", "message", "English", "what to do", "tested in"],
        (
            (code, kind_of(code), e.severity, e.owner, e.source, e.message_vi, e.message_en, e.action_vi, _places(code))
            for code, e in catalogue().items()
        ),
    )
    for form in (header(), *forms().values()):
        if form.rules:
            lines += [f"## {form.code} {form.title_vi}", "", *table(
                ["rule", "kind", "severity", "owner", "source", "expression", "message", "English", "what to do"],
                _of_form(form),
            )]  # fmt: skip
    return "\n".join(lines)


def _of_form(form: Form) -> Iterator[tuple[str, ...]]:
    for r in form.rules:
        yield (r.id, kind_of_expression(r), r.severity, r.owner, r.source, f"`{r.expr}`", r.message_vi, r.message_en,
               r.action_vi)  # fmt: skip


def _places(code: str) -> str:
    if of_the_warehouse(code):
        return "warehouse"
    return "template, check, pipeline" if code in VALIDATED else "check, pipeline"


_INTRODUCTION = """\
An **error** is mended and never explained away; a **query** is explained or mended; **quarantine** waits for a person.
A rule whose operand is missing is *not testable*: it finds nothing, in every place.

Rules of the forms (below) are tested in three places from one text, their expression: the blank workbook (conditional
formats, while the sender is typing), `kho138 check` and the pipeline (polars). `tests/unit/test_rule_forms.py` proves
the same three-state verdict for every rule in polars, in DuckDB, in Excel's semantics and, where LibreOffice is
installed, in LibreOffice. Rules of the warehouse read several submissions as of a moment and only ever ask.

What Excel cannot express, and the blank workbook therefore does not show:

- rules that need the register, the channel or other submissions (HEAD-02 to HEAD-06, HEAD-08, DUP, LATE, REV, X...);
- rules about the file itself (OPEN, FORM, COL, PII, SEC): they are about what the workbook should have been;
- figures written as text (“hơn 20 nghìn”, “12 nhóm”, “Không”, “-”): the pipeline reads them, Excel sees text, so a rule
  over such a cell is not testable there. Never the other way round: what Excel marks, the pipeline finds;
- whether a required cell may stay empty: a blank form would be red before anything is typed (VAL-05);
- repeated keys in a table (LINE-01), and the usual range of a field (VAL-04), are left to `check` and the pipeline.\
""".splitlines()
