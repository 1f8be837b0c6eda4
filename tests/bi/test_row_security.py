"""Nobody gets rows of another unit: every dataset by every way in, as a ward, another, anonymous, expired."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.bi.bi_server import OTHER_WARD, WARD, BiServer
from tests.bi.expression_ways import PLACES, expressions, simple
from tests.bi.ways_in import Answer, ask, datasets, query, rows, ways

pytestmark = pytest.mark.full

OWN = set(WARD.split())
KEYED = ("actual_vs_target", "figure_by_year", "movement_models", "reports_due", "quality_issues")
RECEIVED = (
    "received"  # of the whole city, no key of a unit: a ward may see how many files came, not what became of them
)
REFUSED = {"values of a filter": 403, "sub-query by another dataset's SQL": 404}
WITH_SQL = (
    "where that closes the bracket", "where with a comment", "having that closes the bracket", "UNION in where",
    "sub-query in where", "sub-query in a column", "file in a column", "window over all rows",
)  # fmt: skip


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
    matrix = {way: asked(ward) for way, asked in ways(ids[name], "unit_key", OTHER_WARD).items()}
    lines = [f"{w:36} {a[0]}  rows {len(a[1]):5}  of others {len(foreign(a))}" for w, a in matrix.items()]
    sys.stdout.write("\n  ".join([f"\n{name}", *lines]) + "\n")
    assert {way: foreign(answer) for way, answer in matrix.items() if foreign(answer)} == {}
    assert _statuses(matrix) == _expected(matrix)
    assert matrix["filter on another unit"] == (200, [])
    with bi.signed_in("vanhanh") as maintainer:
        everybody = {row["unit_key"] for row in rows(ask(maintainer, ids[name], query(["unit_key"])))[1]}
    assert len(everybody - OWN) > 3  # the rows of others are there, for who may see them


def _statuses(matrix: dict[str, Answer]) -> dict[str, int]:
    return {way: status for way, (status, _) in matrix.items()}


def _expected(matrix: dict[str, Answer]) -> dict[str, int]:
    return dict.fromkeys(matrix, 200) | dict.fromkeys(WITH_SQL, 400) | REFUSED


def test_of_what_was_received_a_ward_sees_how_many_files_came(ward: httpx.Client, ids: dict[str, int]) -> None:
    matrix = {way: asked(ward) for way, asked in ways(ids[RECEIVED], "state_order", "4").items()}
    assert _statuses(matrix) == _expected(matrix)
    seen = {str(value) for _, found in matrix.values() for row in found for k, value in row.items() if "order" in k}
    assert seen == {"1"}
    assert matrix["filter on another unit"] == (200, [])
    (row,) = rows(ask(ward, ids[RECEIVED], query(["state_vi"], metrics=["files_sum", simple("MAX", "files")])))[1]
    assert row["state_vi"] == "Lượt gửi"
    assert row["files_sum"] == row["MAX"] > 0


@pytest.mark.parametrize("name", [*KEYED, RECEIVED])
@pytest.mark.parametrize("user", ["phuong", "phantich"])
def test_sql_of_ones_own_is_refused_wherever_it_stands(bi: BiServer, ids: dict[str, int], name: str, user: str) -> None:
    key = "state_order" if name == RECEIVED else "unit_key"
    attacks = expressions(key)
    if (name, user) != ("reports_due", "phuong"):  # every attack in every place there; elsewhere one of each sort
        attacks = {attack: attacks[attack] for attack in ("union", "condition that fails")}
    with bi.signed_in(user) as client:
        answers = {
            (place, attack): asked(client, ids[name], key, sql)
            for place, asked in PLACES.items()
            for attack, sql in attacks.items()
        }
    sys.stdout.write(f"\n{name} as {user}: {len(answers)} expressions, {len({*map(str, answers.values())})} answer\n")
    assert {way: answer for way, answer in answers.items() if answer != (400, [])} == {}


@pytest.mark.parametrize("name", KEYED)
def test_metrics_and_order_count_a_wards_own_rows_only(ward: httpx.Client, ids: dict[str, int], name: str) -> None:
    metrics = [simple(aggregate, "unit_key") for aggregate in ("COUNT", "COUNT_DISTINCT", "MAX", "MIN")]
    own = [row["unit_key"] for row in rows(ask(ward, ids[name], query(["unit_key"])))[1]]
    (found,) = rows(ask(ward, ids[name], query([], metrics=metrics)))[1]
    everything = rows(ask(ward, ids[name], query(["unit_key"]), result_type="samples"))[1]
    keys = [row["unit_key"] for row in everything if row["unit_key"]]
    assert found == {"COUNT": len(keys), "COUNT_DISTINCT": len({*keys}), "MAX": max(keys), "MIN": min(keys)}
    assert {*keys} <= OWN
    ordered = rows(ask(ward, ids[name], query(["unit_key"], metrics=metrics[:1], orderby=[[metrics[2], False]])))
    assert {row["unit_key"] for row in ordered[1]} == {*own}


def test_a_ward_sees_its_own(ward: httpx.Client, ids: dict[str, int]) -> None:
    own = rows(ask(ward, ids["actual_vs_target"], query(["unit_key", "level"])))[1]
    assert {row["unit_key"] for row in own} == {*OWN, None}
    assert "13681|0001-01-01" not in str(own)  # the same code was Phường Thống Nhất before


def test_a_code_that_was_another_ward_before_and_after_opens_only_one(bi: BiServer, ids: dict[str, int]) -> None:
    with bi.signed_in("phuongkhac") as client:
        seen = {r["unit_key"] for n in KEYED for r in rows(ask(client, ids[n], query(["unit_key"])))[1]}
    assert seen - {None} == {OTHER_WARD}


@pytest.mark.parametrize("way", ["sqllab/execute", "dataset", "database", "security/users", "rowlevelsecurity"])
def test_a_ward_has_no_sql_and_makes_nothing(bi: BiServer, way: str) -> None:
    sql = "select unit_code from marts.fct_indicator_yearly"
    body = {"database_id": 1, "sql": sql, "schema": "marts", "table_name": "x", "database": 1}
    with bi.at_a_page("phuong") as ward:
        assert ward.post(f"/api/v1/{way}/", json=body).status_code == 403
        assert ward.get(f"/api/v1/{way}/").status_code == (405 if way == "sqllab/execute" else 403)
