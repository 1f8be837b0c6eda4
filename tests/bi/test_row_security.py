"""Nobody gets rows of another unit: every dataset by every way in, as a ward, another, anonymous, expired."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.bi.bi_server import OTHER_WARD, WARD, BiServer
from tests.bi.ways_in import Answer, ask, datasets, query, rows, ways

pytestmark = pytest.mark.full

OWN = set(WARD.split())
KEYED = ("actual_vs_target", "figure_by_year", "movement_models", "reports_due", "quality_issues")


@pytest.fixture(scope="module")
def ids(bi: BiServer) -> dict[str, int]:
    with bi.signed_in("phantich") as client:
        return datasets(client)


@pytest.fixture(scope="module")
def ward(bi: BiServer) -> Iterator[httpx.Client]:
    with bi.signed_in("phuong") as client:
        yield client


def foreign(answer: Answer) -> list[Any]:
    """Rows that carry a key which is neither the ward's nor the city's (none)."""
    known = {*OWN, None, ""}
    seen = [value for row in answer[1] for value in row.values() if isinstance(value, str)]
    return [value for value in seen if "|" in value and not {*value.split(",")} <= known]


@pytest.mark.parametrize("name", KEYED)
def test_a_ward_sees_no_row_of_another(bi: BiServer, ward: httpx.Client, ids: dict[str, int], name: str) -> None:
    matrix = {way: asked(ward) for way, asked in ways(ids[name], name, "unit_key", OTHER_WARD).items()}
    lines = [f"{w:36} {a[0]}  rows {len(a[1]):5}  of others {len(foreign(a))}" for w, a in matrix.items()]
    sys.stdout.write("\n  ".join([f"\n{name}", *lines]) + "\n")
    assert {way: foreign(answer) for way, answer in matrix.items() if foreign(answer)} == {}
    assert all(status < 500 for status, _ in matrix.values()), {w: a[0] for w, a in matrix.items()}
    assert matrix["chart data"][0] == 200
    assert matrix["filter on another unit"] == (200, [])
    with bi.signed_in("vanhanh") as maintainer:
        everybody = {row["unit_key"] for row in rows(ask(maintainer, ids[name], query(["unit_key"])))[1]}
    assert len(everybody - OWN) > 3  # the rows of others are there, for who may see them


def test_a_ward_sees_its_own(ward: httpx.Client, ids: dict[str, int]) -> None:
    own = rows(ask(ward, ids["actual_vs_target"], query(["unit_key", "level"])))[1]
    assert {row["unit_key"] for row in own} == {*OWN, None}
    assert "13681|0001-01-01" not in str(own)  # the same code was Phường Thống Nhất before


def test_a_code_that_was_another_ward_before_and_after_opens_only_one(bi: BiServer, ids: dict[str, int]) -> None:
    with bi.signed_in("phuongkhac") as client:
        seen = {r["unit_key"] for n in KEYED for r in rows(ask(client, ids[n], query(["unit_key"])))[1]}
    assert seen - {None} == {OTHER_WARD}


@pytest.mark.parametrize(
    "way", ["/api/v1/sqllab/execute/", "/api/v1/dataset/", "/api/v1/database/", "/api/v1/security/users/"]
)
def test_a_ward_has_no_sql_and_makes_nothing(ward: httpx.Client, way: str) -> None:
    sql = "select unit_code from marts.fct_indicator_yearly"
    body = {"database_id": 1, "sql": sql, "schema": "marts", "table_name": "x", "database": 1}
    assert ward.post(way, json=body).status_code in {400, 401, 403, 404, 405}
    if way != "/api/v1/dataset/":
        assert ward.get(way).status_code in {401, 403, 404, 405}
