"""Structures: every reporting unit is carried whole to each structure, or refused; never lost, never doubled."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.sample_city.register_files import write_register
from quality.register.decision_model import Decision
from quality.register.decisions import apply_decisions
from quality.register.register import Register
from quality.register.structure import BEGINNING, structures
from quality.register.tables import empty_tables

DAYS = (date(2024, 9, 1), date(2025, 7, 1))


def _units(codes: list[str]) -> dict[str, pl.DataFrame]:
    tables = empty_tables()
    rows = [dict.fromkeys(tables["units"].columns) | {"unit_code": c, "valid_from": BEGINNING, "kind": "ward_commune",
            "name_vi": c} for c in codes]  # fmt: skip
    tables["units"] = pl.DataFrame(rows, schema=tables["units"].schema)
    return tables


def _decided(day: date, acts: list[dict[str, Any]]) -> tuple[str, Decision]:
    return "x", Decision.model_validate(
        {
            "legal_basis": "1/NQ",
            "effective_date": day,
            "learned_at": "2024-01-01T00:00:00Z",
            "recorded_by": "TT",
            "acts": acts,
        }
    )


@settings(deadline=None, max_examples=40)
@given(
    first=st.lists(st.integers(0, 2), min_size=6, max_size=6),
    part=st.sampled_from([0.1, 0.25, 0.5]),
    declared=st.booleans(),
)
def test_weights_of_a_reporting_unit_add_up_to_one_or_it_is_refused(
    first: list[int], part: float, declared: bool
) -> None:
    codes = [f"U{n}" for n in range(6)]
    groups = {g: [c for c, x in zip(codes, first, strict=True) if x == g] for g in set(first)}
    merged = [{"act": "merge", "old": old, "into": {"unit_code": old[0]}} for old in groups.values()]
    halves: list[dict[str, Any]] = [{"unit_code": "S1"}, {"unit_code": "S2"}]
    split: dict[str, Any] = {"act": "split", "old": next(iter(groups.values()))[0], "into": halves}
    if declared:
        halves[0]["weight"], halves[1]["weight"], split["weight_basis"] = part, 1 - part, "dân số"
    tables = apply_decisions(_units(codes), [_decided(DAYS[0], merged), _decided(DAYS[1], [split])])
    found = structures(tables["units"], tables["successions"])
    assert found["structure_from"].unique().sort().to_list() == [BEGINNING, *DAYS]
    assert (
        found.group_by("structure_from")
        .agg(pl.struct("unit_code", "unit_valid_from").n_unique())["unit_code"]
        .to_list()
        == [tables["units"].height] * 3
    )  # nobody is lost on any structure
    carried = found.filter(pl.col("refusal_code").is_null())
    sums = carried.group_by("structure_from", "unit_code", "unit_valid_from").agg(pl.col("weight").sum())
    assert ((sums["weight"] - 1).abs() < 1e-9).all()
    late = found.filter(structure_from=DAYS[1], refusal_code="split_without_weights")
    assert late.is_empty() is declared
    assert carried.filter("is_estimated").is_empty() is not declared


def test_the_real_wards_are_carried_whole(tmp_path: Path) -> None:
    write_register(tmp_path)
    found = Register.read(tmp_path).structures()
    wards = found.filter(pl.col("unit_code").str.contains(r"^\d{5}$"))
    now = wards.filter(structure_from=DAYS[1])
    assert now["refusal_code"].null_count() == now.height
    assert now["to_code"].n_unique() == 8
    # 25 + 11 before, 5 communes outside, those of 2024 and the 8 themselves
    assert wards.filter(structure_from=DAYS[0], refusal_code="merged_later")["unit_code"].n_unique() == 8
    assert wards.filter(structure_from=DAYS[0]).filter(pl.col("to_code").is_not_null())["to_code"].n_unique() == 21 + 5


@pytest.mark.parametrize("code", ["13669", "13681"])
def test_a_code_used_again_is_another_unit(tmp_path: Path, code: str) -> None:
    write_register(tmp_path)
    register = Register.read(tmp_path)
    units = register.units.filter(unit_code=code).sort("valid_from")
    assert units["name_vi"].n_unique() == units.height >= 2
    for row in units.iter_rows(named=True):
        assert row["valid_to"] is None or row["valid_to"] >= row["valid_from"]
