"""Contracts -> dbt seeds: indicators, their components, form fields and rules as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from quality.contracts.form_model import FormField
from quality.contracts.indicator_model import Indicator
from quality.contracts.registry import forms, header, indicators, themes
from quality.issues.catalogue import catalogue


def seeds() -> dict[str, str]:
    """CSV text by seed name."""
    return {
        "indicator": _indicator(),
        "indicator_definition": definition_seed(indicators().values()),
        "indicator_component": component_seed(indicators().values()),
        "form_field": _form_field(),
        "rule": _rule(),
    }


def _csv(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([["" if v is None else v for v in row] for row in rows])
    return out.getvalue()


def _indicator() -> str:
    names = [
        "indicator_code",
        "sort_order",
        "theme",
        "theme_title_vi",
        "name_vi",
        "name_en",
        "unit",
        "unit_vi",
        "direction",
        "agg_units",
        "agg_time",
        "scale",
        "formula",
        "special_measure",
        "display_vi",
        "sensitivity",
        "definition_vi",
        "evidence",
    ]
    indicators()  # checks that every source exists
    numbered = enumerate(((t, i) for t in themes() for i in t.indicators), start=1)
    return _csv(
        names,
        (
            (
                i.code, n, t.theme, t.title_vi, i.name_vi, i.name_en, i.unit, i.unit_vi, i.direction, i.agg_units,
                i.agg_time, i.scale, i.formula, i.special.measure if i.special else None, i.display_vi, i.sensitivity,
                i.definition_vi, i.evidence,
            )
            for n, (t, i) in numbered
        ),
    )  # fmt: skip


def definition_seed(defined: Iterable[Indicator]) -> str:
    """Every definition of every indicator: since when it is valid, since when it is known."""
    names = [
        "indicator_code",
        "definition_version",
        "valid_from",
        "known_from",
        "formula",
        "definition_vi",
        "definition_hash",
    ]
    return _csv(
        names,
        (
            (i.code, n, d.valid_from, d.known_from, d.formula, d.definition_vi, d.definition_hash())
            for i in defined
            for n, d in enumerate(i.definitions(), start=1)
        ),
    )


def component_seed(defined: Iterable[Indicator]) -> str:
    """Where each definition of an indicator takes its parts from."""
    names = [
        "indicator_code",
        "definition_version",
        "component_no",
        "role",
        "form_code",
        "field",
        "submitter_kind",
        "sign",
        "where_field",
        "where_value",
        "period_type",
        "period_frame",
        "previous_year",
    ]
    return _csv(
        names,
        (
            (
                i.code, version, n, c.role, c.form, c.field, c.submitter_kind, c.sign, c.where_field, c.where_value,
                c.period_type, c.period_frame, str(c.previous_year).lower(),
            )
            for i in defined
            for version, d in enumerate(i.definitions(), start=1)
            for n, c in enumerate(d.components, start=1)
        ),
    )  # fmt: skip


def _form_field() -> str:
    names = [
        "form_code",
        "form_version",
        "group_name",
        "field",
        "label_vi",
        "label_en",
        "type",
        "unit",
        "measure",
        "period_frame",
        "sensitivity",
        "required",
        "confirmed_form",
        "confirmed_field",
        "confirmed_by",
        "confirmed_where_field",
        "confirmed_where_value",
    ]
    return _csv(
        names,
        (
            (
                f.code, f.version, g.name, x.name, x.label_vi, x.label_en, x.type, x.unit, x.measure, g.period_frame,
                x.sensitivity, str(x.required).lower(), *_confirmation(x),
            )
            for f in forms().values()
            for g in f.groups
            for x in g.fields
        ),
    )  # fmt: skip


def _confirmation(field: FormField) -> tuple[str | None, ...]:
    other = field.confirmed_by
    return (other.form, other.field, other.by, other.where_field, other.where_value) if other else (None,) * 5


def _rule() -> str:
    names = ["rule_id", "form_code", "severity", "owner", "source", "message_vi", "action_vi", "message_en", "expr",
             "valid_from", "known_from"]  # fmt: skip
    written = [
        (r.id, f.code, r.severity, r.owner, r.source, r.message_vi, r.action_vi, r.message_en, r.expr, r.valid_from,
         r.known_from)
        for f in (header(), *forms().values())
        for r in f.rules
    ]  # fmt: skip
    built_in = [
        (code, None, e.severity, e.owner, e.source, e.message_vi, e.action_vi, e.message_en, None, None, None)
        for code, e in catalogue().items()
    ]
    return _csv(names, [*written, *built_in])
