"""Charts and dashboards other people made open no row: by id, by their saved query, after they asked the same before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.bi.bi_server import OTHER_WARD, WARD, BiServer
from tests.bi.ways_in import ask, datasets, query, rows

pytestmark = pytest.mark.full
OWN = {*WARD.split(), None}


@pytest.fixture(scope="module")
def analyst(bi: BiServer) -> Iterator[httpx.Client]:
    with bi.signed_in("phantich") as client:
        yield client


@pytest.fixture(scope="module")
def saved(analyst: httpx.Client) -> int:
    """A chart an analyst made of reports of everybody, with its query saved."""
    dataset = datasets(analyst)["reports_due"]
    context = {
        "datasource": {"id": dataset, "type": "table"}, "force": False, "result_format": "json", "result_type": "full",
        "queries": [query(["unit_key"], filters=[{"col": "unit_key", "op": "==", "val": OTHER_WARD}])],
    }  # fmt: skip
    body = {
        "slice_name": "Biểu đồ riêng", "viz_type": "table", "datasource_id": dataset, "datasource_type": "table",
        "params": json.dumps({"viz_type": "table"}), "query_context": json.dumps(context),
    }  # fmt: skip
    made = analyst.post("/api/v1/chart/", json=body)
    assert made.status_code == 201, made.text
    return int(made.json()["id"])


def test_an_analyst_makes_a_chart_and_a_ward_opens_its_own_rows_in_it(
    bi: BiServer, analyst: httpx.Client, saved: int
) -> None:
    assert {r["unit_key"] for r in rows(analyst.get(f"/api/v1/chart/{saved}/data/"))[1]} == {OTHER_WARD}
    with bi.signed_in("phuong") as ward:
        for form in ("csv", "xlsx"):  # the answer in JSON repeats the question
            answer = ward.get(f"/api/v1/chart/{saved}/data/", params={"format": form})
            assert OTHER_WARD not in answer.text
        assert rows(ward.get(f"/api/v1/chart/{saved}/data/"))[1] == []


def test_every_chart_of_every_dashboard_gives_a_ward_its_own_rows(bi: BiServer, analyst: httpx.Client) -> None:
    names = {
        r["unit_name_vi"] for r in rows(ask(analyst, datasets(analyst)["reports_due"], query(["unit_name_vi"])))[1]
    }
    with bi.signed_in("phuong") as ward:
        found = ward.get("/api/v1/chart/", params={"q": "(page_size:100)"}).json()["result"]
        assert len(found) >= 20
        asked = 0
        for chart in found:
            params: dict[str, Any] = json.loads(ward.get(f"/api/v1/chart/{chart['id']}").json()["result"]["params"])
            columns = [*params.get("all_columns", []), *([params["x_axis"]] if params.get("x_axis") else [])]
            if not columns:
                continue
            answer = ask(ward, chart["datasource_id"], query(columns))
            asked += answer.status_code == 200
            seen = {v for row in rows(answer)[1] for v in row.values()} & names
            assert seen <= _own_names(ward, analyst), chart
        assert asked > 5


def _own_names(ward: httpx.Client, analyst: httpx.Client) -> set[str]:
    mine = ask(ward, datasets(analyst)["reports_due"], query(["unit_name_vi", "unit_key"]))
    found = rows(mine)[1]
    assert {r["unit_key"] for r in found} <= OWN
    return {r["unit_name_vi"] for r in found}


def test_what_somebody_else_asked_before_is_no_way_in(bi: BiServer, analyst: httpx.Client) -> None:
    dataset = datasets(analyst)["reports_due"]
    same = query(["unit_key"], filters=[{"col": "unit_key", "op": "==", "val": OTHER_WARD}])
    before = ask(analyst, dataset, same).json()["result"][0]
    assert before["rowcount"] == 1
    with bi.signed_in("phuong") as ward:
        after = ask(ward, dataset, same).json()["result"][0]
        assert after["rowcount"] == 0
        assert not after["is_cached"]
        assert after["cache_key"] != before["cache_key"]
        assert ward.get(f"/api/v1/chart/data/{before['cache_key']}").status_code in {401, 403, 404}
        assert ward.get("/api/v1/sqllab/results/", params={"q": f"(key:'{before['cache_key']}')"}).status_code in {
            403,
            404,
        }


def test_a_ward_changes_nothing(bi: BiServer, analyst: httpx.Client, saved: int) -> None:
    chart = {"slice_name": "x", "viz_type": "table", "datasource_id": 1, "datasource_type": "table", "params": "{}"}
    with bi.at_a_page("phuong") as ward:
        assert ward.get("/api/v1/me/").status_code == 200
        writes: list[tuple[str, str, dict[str, Any]]] = [
            ("PUT", f"chart/{saved}", {"slice_name": "x"}), ("DELETE", f"chart/{saved}", {}), ("POST", "chart/", chart),
            ("PUT", "dashboard/1", {"dashboard_title": "x"}), ("DELETE", "dashboard/1", {}),
            ("POST", "dashboard/", {"dashboard_title": "x"}), ("PUT", "dataset/1", {"sql": "select 1"}),
            ("PUT", "rowlevelsecurity/1", {"clause": "1 = 1"}), ("DELETE", "rowlevelsecurity/1", {}),
            ("PUT", "me/", {"first_name": "x"}),
        ]  # fmt: skip
        answers = {(m, p): ward.request(m, f"/api/v1/{p}", json=body).status_code for m, p, body in writes}
        assert answers == dict.fromkeys(answers, 403)  # with the token of its page: the permission refuses
        del ward.headers["X-CSRFToken"]
        assert ward.put(f"/api/v1/chart/{saved}", json={"slice_name": "x"}).status_code == 400  # and without, the token
    assert analyst.get(f"/api/v1/chart/{saved}").json()["result"]["slice_name"] == "Biểu đồ riêng"
    assert analyst.get("/api/v1/dashboard/1").status_code == 200


def test_sql_in_a_chart_somebody_saved_is_refused_too(bi: BiServer, analyst: httpx.Client, saved: int) -> None:
    union = "unit_code from marts.dim_reporting_unit union all select unit_key"
    metric = {"expressionType": "SQL", "label": "x", "sqlExpression": union}
    context = {
        "datasource": {"id": datasets(analyst)["reports_due"], "type": "table"}, "force": False,
        "result_format": "json", "result_type": "full", "queries": [query([], metrics=[metric])],
    }  # fmt: skip
    kept = analyst.get(f"/api/v1/chart/{saved}").json()["result"]["query_context"]
    assert analyst.put(f"/api/v1/chart/{saved}", json={"query_context": json.dumps(context)}).status_code == 200
    for user in ("phuong", "phantich"):
        with bi.signed_in(user) as client:
            assert client.get(f"/api/v1/chart/{saved}/data/").status_code == 400
    assert analyst.put(f"/api/v1/chart/{saved}", json={"query_context": kept}).status_code == 200
