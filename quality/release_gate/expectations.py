"""What the gate expects of each mart. A suite is a list of makers, so that importing costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

Maker = Callable[[], Any]


def _make(kind: str, **arguments: Any) -> Any:
    import great_expectations.expectations as gxe

    return getattr(gxe, kind)(**arguments)


def _expect(kind: str, **arguments: Any) -> Maker:
    return partial(_make, kind, **arguments)


SUITES: dict[str, list[Maker]] = {
    "indicator_actual_vs_target": [
        _expect("ExpectTableRowCountToBeBetween", min_value=1),
        _expect(
            "ExpectCompoundColumnsToBeUnique", column_list=["level", "unit_code", "unit_valid_from", "indicator_code"]
        ),
        _expect(
            "ExpectColumnPairValuesAToBeGreaterThanB",
            column_A="units_expected",
            column_B="units_reported",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
        ),
        _expect(
            "ExpectColumnValuesToBeInSet",
            column="attainment_state",
            value_set=["met", "missed", "not_assessable", "no_target", "not_due", "on_track", "behind"],
        ),
    ],
    "fct_indicator_yearly": [
        _expect("ExpectTableRowCountToBeBetween", min_value=1),
        _expect(
            "ExpectColumnPairValuesAToBeGreaterThanB",
            column_A="units_expected",
            column_B="units_reported",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
        ),
        _expect(
            "ExpectColumnValuesToBeBetween",
            column="value",
            min_value=0,
            max_value=100,
            row_condition='unit == "%" and agg_units == "ratio_of_sums" and direction != "down"',
            condition_parser="pandas",
        ),
    ],
    "fct_received": [
        _expect("ExpectTableRowCountToEqual", value=1),
        _expect("ExpectColumnValuesToBeBetween", column="received", min_value=1),
    ],
    "fct_submission_coverage": [
        _expect("ExpectTableRowCountToBeBetween", min_value=1),
        _expect("ExpectColumnValuesToNotBeNull", column="due_on"),
    ],
}
