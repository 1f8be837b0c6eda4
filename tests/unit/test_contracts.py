"""The contracts are whole, and every rule in them can hold and can bite."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

from ingestion.wide_frame import _DTYPE
from quality.contracts import registry
from quality.contracts.form_model import Form, FormField, Rule
from quality.contracts.indicator_model import Component, Indicator
from quality.contracts.registry import ContractError, forms, header, indicators
from quality.contracts.units_of_measure import label_vi

RULES = [(form, rule) for form in (header(), *forms().values()) for rule in form.rules]
CODES = """models_active models_new models_replicated_province model_sites zalo_groups zalo_members zalo_coverage_pct
criminal_cases criminal_cases_change criminal_cases_change_pct criminal_cases_per_100k criminal_cases_cleared
clearance_rate_pct organised_crime_cases open_gangs online_fraud_cases safe_kdc_pct safe_commune_pct safe_agency_pct
safe_enterprise_pct safe_school_pct safe_registered_pct movement_good_pct propaganda_sessions propaganda_participants
festival_sites tips_received tips_useful tips_resolved_pct security_teams security_team_members weapons_handed_in
fire_safety_groups security_cameras at_risk_youth_managed traffic_accidents coordination_rules_active awards_collective
model_police_wards submission_on_time_pct"""
# rules about presence itself: with everything missing they hold or bite, they are never untestable
ABOUT_PRESENCE = ("IS NULL", "IS NOT NULL", "coalesce")


def _candidates(field: FormField) -> list[Any]:
    if field.type == "count":
        return [0, 1, 4, 30, 500_000]
    if field.type in ("decimal", "percent"):
        return [-200.0, -12.5, -12.0, 0.0, 50.0, 2e6]
    if field.type == "date":
        return [date(2024, 3, 1), date(2025, 12, 1)]
    if field.type == "yes_no":
        return ["yes", "no", None]
    return [*(c.value for c in field.choices), None] if field.choices else ["x", None]


def _rows(form: Form, rule: Rule) -> Iterator[dict[str, Any]]:
    fields = {f.name: f for f in form.fields()}
    names = rule.field_names(frozenset(fields))
    for values in itertools.product(*(_candidates(fields[n]) for n in names)):
        yield dict(zip(names, values, strict=True))


def _verdicts(form: Form, rule: Rule) -> pl.Series:
    fields = {f.name: f for f in form.fields()}
    rows = list(_rows(form, rule))
    schema = {n: _DTYPE.get(fields[n].type, pl.String) for n in rows[0]}
    return pl.DataFrame(rows, schema=schema).select(pl.sql_expr(rule.expr).alias("holds"))["holds"]


@pytest.mark.parametrize(("form", "rule"), RULES, ids=[r.id for _, r in RULES])
def test_every_rule_can_hold_and_can_bite(form: Form, rule: Rule) -> None:
    seen = set(_verdicts(form, rule))
    assert {True, False} <= seen


@pytest.mark.parametrize(("form", "rule"), RULES, ids=[r.id for _, r in RULES])
def test_a_missing_operand_is_not_testable(form: Form, rule: Rule) -> None:
    if any(word in rule.expr for word in ABOUT_PRESENCE):
        return
    fields = {f.name: f for f in form.fields()}
    names = rule.field_names(frozenset(fields))
    nothing = pl.DataFrame({n: [None] for n in names}, schema={n: _DTYPE.get(fields[n].type, pl.String) for n in names})
    assert nothing.select(pl.sql_expr(rule.expr).alias("holds"))["holds"].to_list() == [None]


@pytest.mark.parametrize(("form", "rule"), RULES, ids=[r.id for _, r in RULES])
def test_every_placeholder_of_a_sentence_is_a_field(form: Form, rule: Rule) -> None:
    known = {f.name for f in form.fields()}
    import re

    assert set(re.findall(r"\{([a-z_0-9]+)\}", rule.message_vi + rule.action_vi)) <= known
    assert rule.message_vi.endswith((".", "?", ")."))


def test_all_forty_indicators_are_there() -> None:
    assert set(indicators()) == set(CODES.split())
    assert len(indicators()) == 40


def test_words_are_used_once_and_known() -> None:
    for form in (header(), *forms().values()):
        labels = Counter(f.label_vi for f in form.fields())
        assert [x for x, n in labels.items() if n > 1] == [], form.code
        for field in form.fields():
            label_vi(field.unit)
            assert len({c.value for c in field.choices}) == len(field.choices)
            assert not any(word in field.name for word in ("full_name", "phone", "email", "birth"))


def test_every_kind_of_submitter_has_a_form() -> None:
    kinds = {k for f in forms().values() for k in f.submitter_kinds()}
    assert kinds == {"ward_commune", "agency", "mass_org", "enterprise", "school", "police", "city_sc138"}
    assert set(forms()) == {f"F0{n}" for n in range(1, 10)}


def test_a_contract_that_contradicts_itself_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    form = forms()["F02"].model_dump()
    twice = form | {"groups": (*form["groups"], form["groups"][0])}
    with pytest.raises(ValidationError, match="named twice"):
        Form.model_validate(twice)
    with pytest.raises(ValidationError, match="Extra inputs"):
        Form.model_validate(form | {"colour": "red"})
    indicator = indicators()["propaganda_sessions"].model_dump()
    with pytest.raises(ValidationError, match="counted twice"):
        Indicator.model_validate(indicator | {"disjoint_because": None})
    with pytest.raises(ValidationError, match="numerator and denominator"):
        Indicator.model_validate(indicator | {"agg_units": "ratio_of_sums"})
    lost = indicators()["zalo_groups"].model_copy(
        update={"components": (Component(form="F01", field="nowhere", period_type="year", period_frame="ND09"),)}
    )
    theme = registry.themes()[0].model_copy(update={"indicators": (lost,)})
    monkeypatch.setattr(registry, "themes", lambda: (theme,))
    with pytest.raises(ContractError, match=r"F01\.nowhere"):
        indicators.__wrapped__()
