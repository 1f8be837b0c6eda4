"""The contracts are whole, and every rule in them can hold and can bite."""

from __future__ import annotations

import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from pydantic import ValidationError

from ingestion.wide_frame import _DTYPE
from quality.contracts import registry
from quality.contracts.form_model import Form, Rule
from quality.contracts.indicator_model import Component, Indicator
from quality.contracts.registry import ContractError, check_confirmation, forms, header, indicators
from quality.contracts.units_of_measure import label_vi

ALL_FORMS = (header(), *forms().values())
RULES = [(form, rule) for form in ALL_FORMS for rule in form.rules]
IDS = [rule.id for _, rule in RULES]
EXAMPLES: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("rule_examples.yml").read_text(encoding="utf-8")
)
# rules about presence itself: with every field missing they may say anything but are known one by one
ABOUT_PRESENCE = {
    "F00-H01", "F00-H02", "F00-H03", "F04-E01", "F04-E02", "F04-E03", "F04-E04", "F05-E01", "F05-E02", "F07-E02",
}  # fmt: skip
CODES = """models_active models_new models_replicated_province model_sites zalo_groups zalo_members zalo_coverage_pct
criminal_cases criminal_cases_change criminal_cases_change_pct criminal_cases_per_100k criminal_cases_cleared
clearance_rate_pct organised_crime_cases open_gangs online_fraud_cases safe_kdc_pct safe_commune_pct safe_agency_pct
safe_enterprise_pct safe_school_pct safe_registered_pct movement_good_pct propaganda_sessions propaganda_participants
festival_sites tips_received tips_useful tips_resolved_pct security_teams security_team_members weapons_handed_in
fire_safety_groups security_cameras at_risk_youth_managed traffic_accidents coordination_rules_active awards_collective
model_police_wards submission_on_time_pct"""


def _verdict(form: Form, rule: Rule, values: dict[str, Any]) -> bool | None:
    schema = {f.name: _DTYPE.get(f.type, pl.String) for f in form.fields()}
    assert set(values) <= set(rule.field_names(frozenset(schema))), "an example gives the operands, nothing else"
    row = pl.DataFrame([{name: values.get(name) for name in schema}], schema=schema)
    verdict: bool | None = row.select(pl.sql_expr(rule.expr).alias("holds"))["holds"][0]
    return verdict


def test_every_rule_has_its_examples_and_no_example_is_left_over() -> None:
    assert sorted(EXAMPLES) == sorted(IDS)


@pytest.mark.parametrize(("form", "rule"), RULES, ids=IDS)
def test_the_example_that_satisfies_holds(form: Form, rule: Rule) -> None:
    assert _verdict(form, rule, EXAMPLES[rule.id]["holds"]) is True


@pytest.mark.parametrize(("form", "rule"), RULES, ids=IDS)
def test_the_example_that_violates_bites(form: Form, rule: Rule) -> None:
    assert _verdict(form, rule, EXAMPLES[rule.id]["bites"]) is False


@pytest.mark.parametrize(("form", "rule"), RULES, ids=IDS)
def test_a_row_with_nothing_in_it_is_not_testable(form: Form, rule: Rule) -> None:
    assert (rule.id in ABOUT_PRESENCE) == bool(re.search(r"IS (NOT )?NULL|coalesce", rule.expr))
    if rule.id not in ABOUT_PRESENCE:
        assert _verdict(form, rule, {}) in (None, True)


@pytest.mark.parametrize(("form", "rule"), RULES, ids=IDS)
def test_somebody_is_asked_every_operand_of_the_rule(form: Form, rule: Rule) -> None:
    operands = set(rule.field_names(frozenset(f.name for f in form.fields())))
    due = [(kind, line.period_type) for line in form.reporting for kind in line.submitter_kinds]
    due = due or [("ward_commune", "year")]  # the header asks everybody the same
    assert any(operands <= {f.name for _, f in form.asked(kind, period_type)} for kind, period_type in due)


@pytest.mark.parametrize(("form", "rule"), RULES, ids=IDS)
def test_every_placeholder_of_a_sentence_is_a_field(form: Form, rule: Rule) -> None:
    known = {f.name for f in form.fields()}
    assert set(re.findall(r"\{([a-z_0-9]+)\}", rule.message_vi + rule.action_vi)) <= known
    assert rule.message_vi.endswith((".", "?", ")."))


def test_all_forty_indicators_are_there() -> None:
    assert set(indicators()) == set(CODES.split())
    assert len(indicators()) == 40


@pytest.mark.parametrize("form", ALL_FORMS, ids=[f.code for f in ALL_FORMS])
def test_words_are_used_once_and_known(form: Form) -> None:
    labels = Counter(f.label_vi for f in form.fields())
    assert [label for label, n in labels.items() if n > 1] == []
    for field in form.fields():
        label_vi(field.unit)  # raises for a unit that units_of_measure.yml does not have
        assert len({c.value for c in field.choices}) == len(field.choices)
        assert len({c.label_vi for c in field.choices}) == len(field.choices)
        assert not any(word in field.name for word in ("full_name", "phone", "email", "birth"))


def test_every_unit_of_an_indicator_has_a_word() -> None:
    assert [i.code for i in indicators().values() if not i.unit or not i.unit_vi] == []
    with pytest.raises(KeyError):
        label_vi("furlong")


def test_every_kind_of_submitter_has_a_form() -> None:
    kinds = {k for f in forms().values() for k in f.submitter_kinds()}
    assert kinds == {"ward_commune", "agency", "mass_org", "enterprise", "school", "police", "city_sc138"}
    assert set(forms()) == {f"F0{n}" for n in range(1, 10)}


def test_the_lines_an_indicator_keeps_exist() -> None:
    for indicator in indicators().values():
        for part in indicator.components:
            if part.where_field is not None:
                field = next(f for f in forms()[part.form].fields() if f.name == part.where_field)
                assert part.where_value in {c.value for c in field.choices}, indicator.code
            if part.submitter_kind is not None:
                assert part.submitter_kind in forms()[part.form].submitter_kinds(), indicator.code


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"form": "F01", "field": "nowhere"}, r"F01\.nowhere, which is not a field"),
        ({"form": "F77", "field": "zalo_groups"}, r"form F77, which has no contract"),
    ],
)
def test_an_indicator_of_an_unknown_source_is_refused(
    monkeypatch: pytest.MonkeyPatch, part: dict[str, str], message: str
) -> None:
    component = Component(form=part["form"], field=part["field"], period_type="year", period_frame="ND09")
    lost = indicators()["zalo_groups"].model_copy(update={"components": (component,)})
    theme = registry.themes()[0].model_copy(update={"indicators": (lost,)})
    monkeypatch.setattr(registry, "themes", lambda: (theme,))
    with pytest.raises(ContractError, match=message):
        indicators.__wrapped__()


def test_an_indicator_defined_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = registry.themes()[0]
    monkeypatch.setattr(registry, "themes", lambda: (theme, theme))
    with pytest.raises(ContractError, match="defined twice"):
        indicators.__wrapped__()


def test_a_file_that_is_no_contract_names_itself(tmp_path: Path) -> None:
    (tmp_path / "F99.yml").write_text("code: [", encoding="utf-8")
    with pytest.raises(ContractError, match=r"F99\.yml"):
        registry._read(Form, tmp_path / "F99.yml")
    (tmp_path / "F99.yml").write_text("code: F99", encoding="utf-8")
    with pytest.raises(ContractError, match=r"(?s)F99\.yml.*title_vi"):
        registry._read(Form, tmp_path / "F99.yml")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colour": "red"}, "Extra inputs"),
        ({"layout": "lines"}, "names its line_key"),
        ({"code": "F03"}, "starts with F03-"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Form.model_validate(forms()["F02"].model_dump() | change)


def test_a_doubled_field_rule_or_blind_rule_is_refused() -> None:
    form = forms()["F02"].model_dump()
    with pytest.raises(ValidationError, match="field named twice"):
        Form.model_validate(form | {"groups": (*form["groups"], form["groups"][0])})
    with pytest.raises(ValidationError, match="rule id is used twice"):
        Form.model_validate(form | {"rules": (*form["rules"], form["rules"][0])})
    with pytest.raises(ValidationError, match="reads no field"):
        Form.model_validate(form | {"rules": (form["rules"][0] | {"expr": "1 = 1"},)})


def test_an_indicator_that_contradicts_itself_is_refused() -> None:
    indicator = indicators()["propaganda_sessions"].model_dump()
    with pytest.raises(ValidationError, match="counted twice"):
        Indicator.model_validate(indicator | {"disjoint_because": None})
    with pytest.raises(ValidationError, match="numerator and denominator"):
        Indicator.model_validate(indicator | {"agg_units": "ratio_of_sums"})
    with pytest.raises(ValidationError, match="either components or a special"):
        Indicator.model_validate(indicator | {"components": ()})
    with pytest.raises(ValidationError, match="go together"):
        Component(form="F08", field="recognised", where_field="unit_kind", period_type="year", period_frame="ND09")


def test_a_rounded_percentage_is_never_refused() -> None:
    expr = next(r.expr for r in forms()["F06"].rules if r.id == "F06-E02")
    rows = [
        (c, p, float((Decimal(100 * (c - p)) / p).quantize(Decimal("0.1"), ROUND_HALF_UP)))
        for p in range(1, 400)
        for c in range(400)
    ]
    names = ["criminal_cases", "criminal_cases_prev", "criminal_cases_change_pct"]
    frame = pl.DataFrame(rows, schema=names, orient="row").with_columns(holds=pl.sql_expr(expr))
    assert frame.filter(~pl.col("holds")).height == 0


def test_a_misspelt_operand_is_refused() -> None:
    form = forms()["F02"].model_dump()
    rule = form["rules"][0] | {"expr": "staff_briefed <= staff_totl"}
    with pytest.raises(ValidationError, match="staff_totl is no field of F02"):
        Form.model_validate(form | {"rules": (rule,)})


@pytest.mark.parametrize("change", [{"where_field": "nowhere"}, {"where_value": "khu"}])
def test_an_unknown_condition_is_refused(monkeypatch: pytest.MonkeyPatch, change: dict[str, str]) -> None:
    indicator = indicators()["safe_kdc_pct"]
    part = indicator.components[0].model_copy(update=change)
    lost = indicator.model_copy(update={"components": (part, *indicator.components[1:])})
    theme = registry.themes()[0].model_copy(update={"indicators": (lost,)})
    monkeypatch.setattr(registry, "themes", lambda: (theme,))
    with pytest.raises(ContractError, match=r"nowhere|khu"):
        indicators.__wrapped__()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"form": "F99"}, "no count of a form"),
        ({"field": "unit_kind"}, "no count of a form"),
        ({"by": "school"}, "does not send F08"),
        ({"where_value": "khu"}, "F08 has not"),
    ],
)
def test_a_fact_confirmed_by_nobody_is_refused(change: dict[str, str], why: str) -> None:
    confirmed = next(f.confirmed_by for f in forms()["F02"].fields() if f.name == "recognised_safe")
    assert confirmed is not None
    check_confirmation(forms(), "F02.recognised_safe", confirmed)
    with pytest.raises(ContractError, match=why):
        check_confirmation(forms(), "F02.recognised_safe", confirmed.model_copy(update=change))
