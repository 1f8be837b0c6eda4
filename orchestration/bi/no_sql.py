"""A question asked of a dataset names columns, metrics and simple filters; none brings SQL of its own.

Measured on Superset 6.1: a metric ``unit_key FROM marts.x UNION ALL SELECT unit_key`` is no sub-query to it, and gave a
ward every row of every mart: row security stands in the second half only. A condition that may fail (a cast) also tells
of rows that row security takes away, where the database tries it first. Metrics with SQL stand in the dataset's file.
"""

from __future__ import annotations

from typing import Any

REFUSED = "Không nhận biểu thức SQL; hãy dùng cột, chỉ số và bộ lọc có sẵn của bộ số liệu."


def refuse_sql() -> None:
    """From now on every expression that is not the name of a column of its dataset ends the request (400)."""
    from superset.models.helpers import ExploreMixin

    # every expression of a request goes through one of these; Superset has no setting for it
    ExploreMixin._process_select_expression = _column_only
    ExploreMixin._process_orderby_expression = _column_only
    ExploreMixin._process_sql_expression = _column_only


def _column_only(dataset: Any, expression: str | None, **_: Any) -> str | None:
    from superset.exceptions import QueryObjectValidationError

    if not expression:
        return None
    if expression.strip().strip('"') in {column.column_name for column in dataset.columns}:
        return expression.strip()
    raise QueryObjectValidationError(REFUSED)
