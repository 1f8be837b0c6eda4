"""A made-up city of four wards that is reorganised twice: a merger and a split, then another merger."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from quality.register.decision_model import Decision
from quality.register.decisions import apply_decisions
from quality.register.register import City, Register, empty_tables
from tests.integration.ward_reports import BEGINNING

SEP, JUL = date(2024, 9, 1), date(2025, 7, 1)
CITY = City(
    city_name_vi="Thử", city_name_en="Test", committee_name_vi="BCĐ", invented=True, invented_note_vi="thử",
    review_year=2024, target_year=2025, open_years=(2023, 2024, 2025), perimeter="CITY", forms=("F01",),
)  # fmt: skip
OLD = ("A", "B", "C", "D")
REORGANISED = Decision.model_validate(
    {"legal_basis": "1/NQ", "effective_date": SEP, "learned_at": "2024-07-01T00:00:00Z", "recorded_by": "TT", "acts": [
        {"act": "merge", "old": ["A", "B"], "into": {"unit_code": "A", "name_vi": "AB"}},
        {"act": "split", "old": "C", "weight_basis": "dân số", "into": [
            {"unit_code": "C", "name_vi": "C1", "weight": 0.75}, {"unit_code": "E", "name_vi": "C2", "weight": 0.25}]},
    ]}
)  # fmt: skip
AGAIN = Decision.model_validate(
    {"legal_basis": "2/NQ", "effective_date": JUL, "learned_at": "2025-06-01T00:00:00Z", "recorded_by": "TT", "acts": [
        {"act": "merge", "old": ["A", "E"], "into": {"unit_code": "F", "name_vi": "F"}}]}
)  # fmt: skip
LATER = {2024: (("A", SEP), ("C", SEP), ("E", SEP), ("D", BEGINNING)), 2025: (("F", JUL), ("C", SEP), ("D", BEGINNING))}


def made_up_register() -> Register:
    """The register after both decisions."""
    tables = empty_tables()
    for code in OLD:
        tables["units"].extend(
            _row(tables, "units", unit_code=code, valid_from=BEGINNING, kind="ward_commune", name_vi=code)
        )
        tables["perimeters"].extend(
            _row(tables, "perimeters", perimeter="CITY", unit_code=code, valid_from=BEGINNING, reports="yes")
        )
    register = Register(city=CITY, **apply_decisions(tables, [("1", REORGANISED), ("2", AGAIN)]))
    register.check()
    return register


def _row(tables: Any, name: str, **values: Any) -> Any:
    return pl.DataFrame([dict.fromkeys(tables[name].columns) | values], schema=tables[name].schema)
