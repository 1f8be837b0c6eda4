"""No check stands in two tools, and the page that says so is made from where the checks are written."""

from __future__ import annotations

import pytest

from quality.check_owners.of_gate import owned
from quality.check_owners.owned_check import owned_twice
from quality.check_owners.page import all_checks
from quality.release_gate.suite import Check, Suite


def test_no_check_is_owned_by_two_tools() -> None:
    assert owned_twice(all_checks()) == []


def test_every_tool_has_checks() -> None:
    tools = {check.tool for check in all_checks()}
    assert tools == {
        "pandera", "contract (polars)", "dbt question", "dbt test", "Great Expectations", "Dagster asset check",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("relation", "expect", "arguments"),
    [
        ("fct_submission_coverage", "ExpectColumnValuesToNotBeNull", {"column": "due_on"}),
        (
            "fct_indicator_yearly",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {"column_A": "units_expected", "column_B": "units_reported", "or_equal": True},
        ),
        ("indicator_actual_vs_target", "ExpectColumnValuesToBeInSet", {"column": "attainment_state", "value_set": []}),
        (
            "fct_submission_coverage",
            "ExpectCompoundColumnsToBeUnique",
            {"column_list": ["unit_code", "unit_valid_from", "form_code", "period_id"]},
        ),
    ],
)
def test_a_check_of_the_gate_that_dbt_already_makes_is_found(relation: str, expect: str, arguments: object) -> None:
    words = {"severity": "block", "says_vi": "", "do_vi": ""}
    check = Check.model_validate({"id": "NEW-01", "expect": expect, "with": arguments, **words})
    suite = Suite(name="new", order=9, title_vi="", intro_vi="", relation=relation, places={}, checks=(check,))
    (found,) = owned_twice([*all_checks(), owned(suite, check)])
    assert found.startswith("Great Expectations and dbt test: NEW-01")


def test_a_name_in_two_tools_is_found() -> None:
    check = next(c for c in all_checks() if c.check_id == "VOL-01")
    suite = Suite(name="new", order=9, title_vi="", intro_vi="", relation="r", places={}, checks=())
    named = Check.model_validate(
        {"id": "LATE-01", "expect": "ExpectTableRowCountToEqual", "with": {"value": 1}, "severity": "block",
         "says_vi": "", "do_vi": ""}
    )  # fmt: skip
    assert check.tool == "Great Expectations"
    assert len(owned_twice([*all_checks(), owned(suite, named)])) == 1
