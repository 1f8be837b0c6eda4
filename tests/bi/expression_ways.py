"""SQL that a request brings itself: every place an expression may stand in, and what an attacker writes there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from tests.bi.ways_in import Answer, ask, query, rows

_ATTACKS = {
    "union": "unit_code from marts.dim_reporting_unit union all select cast(KEY as varchar)",
    "except": "max(unit_code) from marts.dim_reporting_unit except select cast(max(KEY) as varchar)",
    "sub-query": "(select string_agg(unit_code, ',') from marts.dim_reporting_unit)",
    "sub-query without select": "(from marts.dim_reporting_unit select string_agg(unit_code, ','))",
    "array of a sub-query": "array(select unit_code from marts.dim_reporting_unit)",
    "sub-query in a filter clause": "count(*) filter (where exists (from marts.dim_reporting_unit))",
    "case on a sub-query": "max(case when exists (select 1 from marts.dim_reporting_unit) then 1 else 0 end)",
    "summary of a table": "(summarize marts.dim_reporting_unit)",
    "table named by a string": "(select max(unit_code) from query_table('marts.dim_reporting_unit'))",
    "rest made a comment": "max(unit_code) from marts.dim_reporting_unit --",
    "second statement": "1; select unit_code from marts.dim_reporting_unit",
    "condition that fails": "cast(KEY as date) > '2024-01-01'",
    "all keys as one": "string_agg(distinct cast(KEY as varchar), ',')",
    "window": "string_agg(cast(KEY as varchar), ',') over ()",
}

Place = Callable[[httpx.Client, int, str, str], Answer]  # client, dataset, key, expression


def _sql(expression: str) -> dict[str, Any]:
    return {"expressionType": "SQL", "label": "x", "sqlExpression": expression}


PLACES: dict[str, Place] = {
    "metric": lambda c, d, _, e: rows(ask(c, d, query([], metrics=[_sql(e)]))),
    "metric by unit": lambda c, d, k, e: rows(ask(c, d, query([k], metrics=[_sql(e)]))),
    "order": lambda c, d, k, e: rows(ask(c, d, query([k], orderby=[[_sql(e), True]]))),
    "order of a metric": lambda c, d, k, e: rows(
        ask(c, d, query([k], metrics=[simple("COUNT", k)], orderby=[[_sql(e), False]]))
    ),
    "limit of series": lambda c, d, k, e: rows(
        ask(c, d, query([k], metrics=[simple("COUNT", k)], series_columns=[k], series_limit=1, series_limit_metric=_sql(e)))
    ),
    "column": lambda c, d, _, e: rows(ask(c, d, query([_sql(e)]))),
    "column without metrics": lambda c, d, _, e: rows(ask(c, d, query([_sql(e)], metrics=None))),
    "name of a column": lambda c, d, _, e: rows(ask(c, d, query([e], metrics=None))),
    "column of a filter": lambda c, d, k, e: rows(
        ask(c, d, query([k], filters=[{"col": _sql(e), "op": "IS NOT NULL"}]))
    ),
    "where": lambda c, d, k, e: rows(ask(c, d, query([k], extras={"where": e}))),
    "having": lambda c, d, k, e: rows(ask(c, d, query([k], metrics=[simple("COUNT", k)], extras={"having": e}))),
}  # fmt: skip


def expressions(key: str) -> dict[str, str]:
    """SQL by name; ``key`` is the column that row security is about."""
    return {name: sql.replace("KEY", key) for name, sql in _ATTACKS.items()}


def simple(aggregate: str, column: str) -> dict[str, Any]:
    """A metric as the editor of charts makes it: an aggregate of a column."""
    return {
        "expressionType": "SIMPLE", "aggregate": aggregate, "column": {"column_name": column}, "label": aggregate,
        "sqlExpression": None,
    }  # fmt: skip
