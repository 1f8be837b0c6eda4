"""Contracts -> Markdown: the field dictionary, the rules, and the indicators."""

from __future__ import annotations

from quality.contracts.form_model import Form, FormField
from quality.contracts.markdown_table import NOTE, table
from quality.contracts.registry import forms, header, themes
from quality.contracts.units_of_measure import label_vi
from quality.issues.catalogue import catalogue


def dictionary() -> str:
    """Every form: its cadence, fields and rules; then the built-in rules."""
    lines = [NOTE, "# Field dictionary", ""]
    for form in (header(), *forms().values()):
        lines += _form(form)
    lines += ["## Rules of every form", ""]
    lines += table(
        ["rule", "severity", "message", "what to do", "source", "owner"],
        ((c, e.severity, e.message_vi, e.action_vi, e.source, e.owner) for c, e in catalogue().items()),
    )
    return "\n".join(lines)


def _form(form: Form) -> list[str]:
    lines = [f"## {form.code} {form.title_vi} ({form.title_en}), version {form.version}", ""]
    for due in form.reporting:
        parts = f", part {', '.join(map(str, due.sub_periods))} only" if due.sub_periods else ""
        lines.append(
            f"- {', '.join(due.submitter_kinds)}: {due.period_type} ({due.period_frame}{parts}), "
            f"within {due.deadline_working_days} working days"
        )
    for group in form.groups:
        asked = "; ".join(filter(None, [", ".join(group.submitter_kinds), ", ".join(group.period_types)]))
        lines += [
            "",
            f"### {group.title_vi} ({group.title_en}) · {group.period_frame}{' · ' + asked if asked else ''}",
            "",
        ]
        lines += table(
            ["field", "label", "English", "type", "unit", "measure", "required", "range", "sensitivity", "source"],
            (
                (f.name, f.label_vi, f.label_en, f.type, label_vi(f.unit), f.measure, "yes" if f.required else "no",
                 _range(f), f.sensitivity, f.source)
                for f in group.fields
            ),
        )  # fmt: skip
    if form.rules:
        lines += table(
            ["rule", "severity", "expression", "message", "what to do", "source", "owner"],
            ((r.id, r.severity, f"`{r.expr}`", r.message_vi, r.action_vi, r.source, r.owner) for r in form.rules),
        )
    return lines


def _range(field: FormField) -> str:
    if field.choices:
        return "; ".join(f"{c.value} = {c.label_vi}" for c in field.choices)
    hard = f"{_bound(field.min)}..{_bound(field.max)}" if field.min is not None or field.max is not None else ""
    if field.usual_min is None and field.usual_max is None:
        return hard
    return f"{hard} (usually {_bound(field.usual_min)}..{_bound(field.usual_max)})"


def _bound(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"


def indicator_list() -> str:
    """Every indicator: definition, source, how it adds up over units and over time, sensitivity."""
    lines = [NOTE, "# Indicators", ""]
    for theme in themes():
        lines += [f"## {theme.title_vi} ({theme.title_en})", ""]
        lines += table(
            ["code", "name", "unit", "better", "over units", "over time", "source", "definition", "shown", "evidence"],
            (
                (i.code, i.name_vi, i.unit_vi, i.direction, i.agg_units, i.agg_time,
                 i.formula or "; ".join(f"{c.form}.{c.field} ({c.period_type})" for c in i.components), i.definition_vi,
                 i.sensitivity, i.evidence)
                for i in theme.indicators
            ),
        )  # fmt: skip
    return "\n".join(lines)
