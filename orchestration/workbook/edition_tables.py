"""What the workbook takes from the DuckDB file of one edition; rows left out or hidden there stay so here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from orchestration.figures_against_targets import city_figures, unit_figures
from orchestration.publishing.content_hash import content_hash
from orchestration.publishing.edition import MART_SCHEMA, mart_names
from orchestration.review_page.alphabet import alphabet_key
from orchestration.wording import Row


class EditionTables:
    """An edition's file, open for reading.

    Args:
        path: DuckDB file with schema ``marts``.
    """

    def __init__(self, path: Path) -> None:
        self._connection = duckdb.connect()
        self._connection.execute(f"attach {_quoted(path)} as edition (read_only)")
        self._connection.execute(f"use edition.{MART_SCHEMA}")
        self._names = mart_names(self._connection, "edition")
        self.city = self.rows("select * from dim_city")[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self._connection.close()

    def rows(self, sql: str, *parameters: object) -> list[Row]:
        """Rows of a query over the marts."""
        cursor = self._connection.execute(sql, list(parameters))
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def content_hash(self) -> str:
        """What this file says, as its manifest names it."""
        return content_hash(self._connection, "edition", MART_SCHEMA, self._names)

    def city_figures(self) -> list[Row]:
        """One row an indicator, in the order of the review."""
        return [_with_state(row) for row in city_figures(self._query)]

    def _query(self, sql: str, parameters: Sequence[object]) -> list[Row]:
        return self.rows(sql, *parameters)

    def unit_figures(self) -> list[Row]:
        """One row a unit and indicator, by kind, name and the order of the review.

        An edition made for an audience (it has ``value_state``) has decided what may be seen. The warehouse's
        own holds everything: there, figures of single units that are not public are left out.
        """
        found = [_with_state(row) for row in unit_figures(self._query)]
        if not self._is_for_an_audience():
            found = [row for row in found if row["sensitivity"] == "public"]
        return sorted(found, key=lambda r: (r["unit_kind"] or "", *by_name(r), r["sort_order"]))

    def _is_for_an_audience(self) -> bool:
        described = self.rows("describe indicator_actual_vs_target")
        return any(row["column_name"] == "value_state" for row in described)

    def owed(self) -> list[Row]:
        """Reports owed and not accepted that were due by the moment of the edition, nearest deadline first."""
        found = self.rows(
            """
            select * from fct_submission_coverage
            where is_owed and not is_accepted and due_on <= (select as_of::date from dim_city)
            """
        )
        return sorted(found, key=lambda r: (r["due_on"], *by_name(r), r["form_code"], r["period_id"]))

    def completeness(self) -> list[Row]:
        """Reports owed, accepted and in time by unit and report year."""
        found = self.rows(
            """
            select c.unit_code, c.unit_kind, c.report_year, any_value(u.name_vi) as unit_name_vi,
                sum(c.owed)::int as owed, sum(c.accepted)::int as accepted, sum(c.on_time)::int as on_time,
                100 * sum(c.accepted) / sum(c.owed) as completeness_pct,
                100 * sum(c.on_time) / sum(c.owed) as on_time_pct
            from fct_completeness as c
            left join dim_reporting_unit as u on u.unit_code = c.unit_code and u.valid_from = c.unit_valid_from
            where c.level = 'unit'
            group by all
            having sum(c.owed) > 0
            """
        )
        return sorted(found, key=lambda r: (r["report_year"], r["unit_kind"] or "", *by_name(r)))


def _with_state(row: Row) -> Row:
    """An edition that says nothing of its own about a figure that is not there: nobody reported it."""
    return {"value_state": "no_data" if row["status"] == "no_data" else None} | row


def by_name(row: Row) -> tuple[object, str]:
    """Sort key of a unit: its name in the order of the alphabet, then its code."""
    return alphabet_key(row["unit_name_vi"] or ""), row["unit_code"] or ""


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
