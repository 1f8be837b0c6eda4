"""Every way a reader could get at rows: what is asked of the server, and the rows that came back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import httpx
import openpyxl

Rows = list[dict[str, Any]]
Answer = tuple[int, Rows]  # status, rows


def datasets(client: httpx.Client) -> dict[str, int]:
    """Ids by name, as somebody who may list them sees them."""
    found = client.get("/api/v1/dataset/", params={"q": "(page_size:100)"}).json()["result"]
    return {d["table_name"]: d["id"] for d in found}


def query(columns: list[Any], **more: Any) -> dict[str, Any]:
    return {"columns": columns, "metrics": [], "filters": [], "orderby": [], "row_limit": 50_000} | more


def ask(
    client: httpx.Client, dataset: int, *queries: dict[str, Any], form: str = "json", **more: Any
) -> httpx.Response:
    body = {
        "datasource": {"id": dataset, "type": "table"}, "queries": list(queries), "result_type": "full",
        "result_format": form, "force": False,
    } | more  # fmt: skip
    return client.post("/api/v1/chart/data", json=body)


def rows(answer: httpx.Response) -> Answer:
    if answer.status_code != 200:
        return answer.status_code, []
    return 200, [row for result in answer.json()["result"] for row in (result.get("data") or [])]


def csv_rows(answer: httpx.Response) -> Answer:
    if answer.status_code != 200:
        return answer.status_code, []
    return 200, list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def xlsx_rows(answer: httpx.Response) -> Answer:
    if answer.status_code != 200:
        return answer.status_code, []
    head, *body = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    return 200, [dict(zip(head, row, strict=True)) for row in body]


def _sql_column(expression: str) -> dict[str, Any]:
    return {"expressionType": "SQL", "label": "x", "sqlExpression": expression}


def ways(dataset: int, key: str, other: str) -> dict[str, Callable[[httpx.Client], Answer]]:
    """What is asked by name of the way; ``key`` names the column of the unit, ``other`` somebody else's key."""
    of_other = {"col": key, "op": "==", "val": other}
    listed = [key]
    everything = "1 = 1) or (1 = 1"
    union = "1 = 1 union all select unit_code from marts.dim_reporting_unit"
    inner = "exists (select 1 from marts.dim_reporting_unit)"
    return {
        "chart data": lambda c: rows(ask(c, dataset, query(listed))),
        "filter on another unit": lambda c: rows(ask(c, dataset, query(listed, filters=[of_other]))),
        "filter not equal own": lambda c: rows(ask(c, dataset, query(listed, filters=[of_other | {"op": "!="}]))),
        "samples": lambda c: rows(ask(c, dataset, query(listed), result_type="samples")),
        "drill to detail": lambda c: rows(ask(c, dataset, query(listed), result_type="drill_detail")),
        "raw results": lambda c: rows(ask(c, dataset, query(listed), result_type="results")),
        "where that closes the bracket": lambda c: rows(ask(c, dataset, query(listed, extras={"where": everything}))),
        "where with a comment": lambda c: rows(ask(c, dataset, query(listed, extras={"where": "1 = 1) or 1 = 1 --"}))),
        "having that closes the bracket": lambda c: rows(
            ask(c, dataset, query(listed, metrics=["count(*)"], extras={"having": everything}))
        ),
        "UNION in where": lambda c: rows(ask(c, dataset, query(listed, extras={"where": union}))),
        "sub-query in where": lambda c: rows(
            ask(c, dataset, query(listed, extras={"where": inner}))
        ),
        "sub-query in a column": lambda c: rows(
            ask(c, dataset, query([_sql_column("(select string_agg(unit_code, ',') from marts.dim_reporting_unit)")]))
        ),
        "file in a column": lambda c: rows(
            ask(c, dataset, query([_sql_column("(select content from read_text('/etc/passwd'))")]))
        ),
        "window over all rows": lambda c: rows(
            ask(c, dataset, query([_sql_column(f"string_agg({key}, ',') over ()")], metrics=None))
        ),
        "two queries at once": lambda c: rows(
            ask(c, dataset, query(listed), query(listed, filters=[of_other], is_rowcount=False))
        ),
        "CSV": lambda c: csv_rows(ask(c, dataset, query(listed), form="csv")),
        "Excel": lambda c: xlsx_rows(ask(c, dataset, query(listed), form="xlsx")),
        "forced past the cache": lambda c: rows(ask(c, dataset, query(listed), force=True)),
        "values of a filter": lambda c: _values(c.get(f"/api/v1/datasource/table/{dataset}/column/{key}/values/"), key),
        "sub-query by another dataset's SQL": lambda c: rows(
            c.post("/api/v1/chart/data", json={"datasource": {"id": 1, "type": "query"}, "queries": [query(listed)]})
        ),
    }  # fmt: skip


def _values(answer: httpx.Response, key: str) -> Answer:
    return answer.status_code, [{key: v} for v in answer.json()["result"]] if answer.status_code == 200 else []
