"""A ratio whose formula changed at a date: every year and every earlier answer keeps the definition of its time."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

from quality.contracts.indicator_model import Indicator
from quality.contracts.registry import indicators
from quality.contracts.to_dbt import component_seed, definition_seed
from tests.integration.compiled_warehouse import CompiledWarehouse
from tests.integration.made_up_register import SEP, made_up_register
from tests.integration.ward_reports import BEGINNING, Report, lake

# Residential areas with a Zalo group, groups, and areas, as ward D reported them:
#   2023   2 of 10, 3 groups    before: areas with a group / areas      20 %
#   2024   5 of 10, 9 groups    until 28/02/2025 (then: groups / areas) 50 %, afterwards 90 %
REPORTS = [Report("D", BEGINNING, 2023, 3, 2, 10), Report("D", BEGINNING, 2024, 9, 5, 10),
           *(Report(u, SEP, 2024, 0, 0, 0) for u in ("A", "C", "E"))]  # fmt: skip
ADOPTED = date(2025, 3, 1)
BEFORE, AFTER = datetime(2025, 2, 28, tzinfo=UTC), datetime(2025, 3, 2, tzinfo=UTC)


def _redefined(valid_from: date) -> Indicator:
    """zalo_coverage_pct with another numerator, adopted on 1 March 2025, valid from a day on."""
    old = indicators()["zalo_coverage_pct"]
    groups = next(c for c in old.components if c.role == "numerator").model_copy(update={"field": "zalo_groups"})
    areas = tuple(c for c in old.components if c.role == "denominator")
    earlier = {"formula": old.formula, "components": old.components, "definition_vi": old.definition_vi}
    new = {"formula": "100*zalo_groups/residential_areas_total", "components": (groups, *areas),
           "definition_vi": "Số nhóm chia cho số khu dân cư.", "valid_from": valid_from, "known_from": ADOPTED,
           "earlier": (earlier,)}  # fmt: skip
    return Indicator.model_validate(dict(old) | new)


def _seed(text: str) -> pl.DataFrame:
    return pl.read_csv(io.StringIO(text), infer_schema=False)


def _answers(warehouse: CompiledWarehouse, valid_from: date, as_of: datetime) -> dict[int, tuple[Any, ...]]:
    defined = [indicators()["zalo_groups"], _redefined(valid_from)]
    contracts = {"indicator_definition": _seed(definition_seed(defined)),
                 "indicator_component": _seed(component_seed(defined))}  # fmt: skip
    marts = warehouse.build(lake(made_up_register(), REPORTS, as_of), contracts)
    rows = marts.execute(
        "select report_year, round(value, 6), definition_version from kho138.marts.fct_indicator_yearly "
        "where level = 'city' and indicator_code = 'zalo_coverage_pct' and report_year < 2025"
    ).fetchall()
    traced = marts.execute(
        "select report_year, definition_version, sum(contribution) filter (role = 'numerator') from "
        "kho138.marts.fct_lineage where indicator_code = 'zalo_coverage_pct' group by all"
    ).fetchall()
    assert {(y, v) for y, _, v in rows} == {(y, v) for y, v, _ in traced}
    compared = marts.execute(
        "select comparable, not_comparable_reason from kho138.marts.indicator_actual_vs_target "
        "where level = 'city' and indicator_code = 'zalo_coverage_pct'"
    ).fetchone()
    assert compared is not None
    return {year: (value, version) for year, value, version in rows} | {0: compared}


def test_every_year_and_every_answer_keeps_the_definition_of_its_time(compiled_warehouse: CompiledWarehouse) -> None:
    this_year, always = date(2024, 12, 14), BEGINNING
    changed = (False, "Cách tính chỉ tiêu đã thay đổi giữa hai năm")
    assert _answers(compiled_warehouse, this_year, BEFORE) == {2023: (20, 1), 2024: (50, 1), 0: (True, None)}
    assert _answers(compiled_warehouse, this_year, AFTER) == {2023: (20, 1), 2024: (90, 2), 0: changed}
    assert _answers(compiled_warehouse, always, AFTER) == {2023: (30, 2), 2024: (90, 2), 0: (True, None)}


def test_definitions_stand_in_the_order_in_which_they_were_adopted() -> None:
    new = _redefined(BEGINNING)
    with pytest.raises(ValidationError, match="order in which they were adopted"):
        Indicator.model_validate(dict(new) | {"known_from": BEGINNING})
    with pytest.raises(ValidationError, match="a ratio stays a ratio"):
        Indicator.model_validate(dict(new) | {"earlier": [dict(new.earlier[0]) | {"components": new.components[:1]}]})
    assert [d.formula for d in new.definitions()] == [indicators()["zalo_coverage_pct"].formula, new.formula]
    assert len({d.definition_hash() for d in new.definitions()}) == 2
