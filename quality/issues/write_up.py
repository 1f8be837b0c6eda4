"""Findings -> issues: each gets its place in the file, the value seen there, and its sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from quality.contracts.form_model import Form, FormField, Rule
from quality.contracts.registry import header
from quality.issues.catalogue import CatalogueEntry, catalogue
from quality.issues.shape import FINDING, ISSUE

_NOTHING = "trống"
_DATE_CELL = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?: 00:00:00)?")  # what a parser says of a cell that is a date
_PLACEHOLDER = re.compile(r"\{([a-z_0-9]+)\}")


class Place(NamedTuple):
    """Where a field of a submission stands and the raw text there."""

    sheet: str | None
    cell: str | None
    text: str | None


Places = Mapping[tuple[str, int, str], Place]  # (submission_id, line_no, field)


def fields_named(findings: pl.DataFrame, form: Form | None) -> set[str]:
    """Fields whose places ``write_up`` looks up: of the findings, those their rules read, those in the sentences."""
    forms = [header(), *([form] if form else [])]
    rules = {r.id: r for fm in forms for r in fm.rules}
    named = set(findings["field"].drop_nulls().unique())
    for related in findings["related_fields"].drop_nulls().unique():
        named.update(related.split(","))
    for rule_id in findings["rule_id"].unique():
        named.update(_PLACEHOLDER.findall((rules.get(rule_id) or catalogue()[rule_id]).message_vi))
    return named


def write_up(findings: pl.DataFrame, places: Places, form: Form | None, sheets: Mapping[str, str]) -> pl.DataFrame:
    """Issues (shape ISSUE), one a finding, in the order of the findings.

    Args:
        findings: shape FINDING, all about files of one form.
        places: cells of the fields of these files; a field without one has no place in its file.
        form: the form, None when it could not be recognised.
        sheets: sheet to name where a finding concerns a whole file, by submission_id.
    """
    forms = [header(), *([form] if form else [])]
    fields = {f.name: f for fm in forms for f in fm.fields()}
    rules = {r.id: r for fm in forms for r in fm.rules}
    rows = []
    for submission_id, line_no, rule_id, field, related, expected, detail in findings.select(
        FINDING.names()
    ).iter_rows():
        place = places.get((submission_id, line_no, field), Place(sheets.get(submission_id), None, None))
        around = [places.get((submission_id, line_no, name)) for name in (related or "").split(",") if name]
        rule: Rule | CatalogueEntry = rules.get(rule_id) or catalogue()[rule_id]
        words = _words(fields.get(field), place, expected, detail, usual=rule_id == "VAL-04")
        for name in fields:
            if "{" + name + "}" in rule.message_vi:
                words[name] = _shown(places.get((submission_id, line_no, name)) or _NO_PLACE)
        rows.append(
            (
                submission_id,
                rule_id,
                rule.severity,
                field,
                line_no,
                place.sheet,
                place.cell,
                ", ".join(p.cell for p in around if p and p.cell) or None,
                place.text if place.text is not None else detail if place.cell is None else None,
                _fill(rule.message_vi, words),
                _fill(rule.action_vi, words),
                _fill(rule.message_en, words),
            )
        )
    return pl.DataFrame(rows, schema=ISSUE, orient="row")


# A finding that already knows its place: what opening and parsing noticed at a cell of a file.
PLACED = pl.Schema(
    {
        "submission_id": pl.String,
        "line_no": pl.Int32,
        "rule_id": pl.String,
        "field": pl.String,  # the field of the form whose cell it is; null elsewhere
        "sheet": pl.String,
        "cell": pl.String,
        "detail": pl.String,
    }
)


def write_up_placed(found: pl.DataFrame, form: Form | None) -> pl.DataFrame:
    """Issues (shape ISSUE) of findings of shape PLACED; {label} falls back on the address of the cell."""
    labels = {f.name: f.label_vi for fm in (header(), *([form] if form else [])) for f in fm.fields()}
    rows = []
    for submission_id, line_no, rule_id, field, sheet, cell, detail in found.select(PLACED.names()).iter_rows():
        rule = catalogue()[rule_id]
        label = labels.get(field, f"{sheet}!{cell}" if sheet and cell else sheet or "")
        words = {"label": label, "value": detail or _NOTHING, "detail": detail or "", "sheet": sheet or ""}
        words["cell"] = cell or ""
        sentences = [_fill(text, words) for text in (rule.message_vi, rule.action_vi, rule.message_en)]
        rows.append((submission_id, rule_id, rule.severity, field, line_no, sheet, cell, None, detail, *sentences))
    return pl.DataFrame(rows, schema=ISSUE, orient="row")


_NO_PLACE = Place(None, None, None)


def _shown(place: Place) -> str:
    text = place.text.strip() if place.text else ""
    if day := _DATE_CELL.fullmatch(text):
        # as offices write a day; eight digits with hyphens in a sentence look like a telephone number to the guard,
        # which reads the sentence when the slip is sent back
        return "/".join(reversed(day.groups()))
    return text or _NOTHING


def _words(
    field: FormField | None, place: Place, expected: str | None, detail: str | None, *, usual: bool
) -> dict[str, str]:
    words = {
        "label": field.label_vi if field else "",
        "value": _shown(place) if place.text is not None else (detail or _NOTHING),
        "expected": expected or "",
        "detail": detail or "",
    }
    if field:
        low, high = (field.usual_min, field.usual_max) if usual else (field.min, field.max_length or field.max)
        words |= {"low": _number(low, "không giới hạn"), "high": _number(high, "không giới hạn")}
        if field.choices and not expected:
            words["expected"] = "; ".join(c.label_vi for c in field.choices)
        elif field.type == "yes_no" and not expected:
            words["expected"] = "Có; Không"
    return words


def _number(value: float | None, unlimited: str) -> str:
    """A bound as Vietnamese offices write it: dot for thousands, comma for decimals."""
    if value is None:
        return unlimited
    return f"{value:,.10g}".replace(",", "\0").replace(".", ",").replace("\0", ".")


def _fill(sentence: str, words: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda match: words.get(match[1], ""), sentence).strip()
