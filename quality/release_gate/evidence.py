"""What the gate looks at: the warehouse, the edition in force and the lake, side by side in one DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

_LAKE_TABLES = ("receipts", "submissions", "facts")
# what the suites read of the edition in force; an edition that lacks it counts as none
_OF_THE_EDITION = {"fct_submission_coverage": ("period_end", "is_accepted"), "dim_city": ("as_of",)}


@dataclass(frozen=True)
class Evidence:
    """Where the parts lie.

    Attributes:
        warehouse: DuckDB file with the schemas ``marts`` and ``contracts``.
        lake: folder with one folder of Parquet files a table.
        edition: DuckDB file readers have now; may be missing.
        contradicted: figures published before that do not follow from what was known on their day, and what they are.
        accepted: fingerprints of findings that a role has accepted.
    """

    warehouse: Path
    lake: Path
    edition: Path
    contradicted: Mapping[str, float | None] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()


@contextmanager
def connected(evidence: Evidence) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the catalogs ``warehouse``, ``published``, the schema ``lake``, the table ``contradicted``."""
    with duckdb.connect() as connection:
        connection.execute(f"attach {_text(evidence.warehouse)} as warehouse (read_only)")
        _attach_edition(connection, evidence.edition)
        connection.execute("create schema lake")
        for name in _LAKE_TABLES:
            files = _text(evidence.lake / name / "*.parquet")
            connection.execute(f"create view lake.{name} as from read_parquet({files})")
        connection.execute("create table contradicted (figure_id varchar, value_then double)")
        if evidence.contradicted:
            connection.executemany("insert into contradicted values (?, ?)", list(evidence.contradicted.items()))
        yield connection


def _attach_edition(connection: duckdb.DuckDBPyConnection, edition: Path) -> None:
    if edition.exists():
        connection.execute(f"attach {_text(edition)} as published (read_only)")
        held = connection.execute(
            "select table_name, column_name from duckdb_columns() where database_name = 'published'"
        ).fetchall()
        if {(t, c) for t, columns in _OF_THE_EDITION.items() for c in columns} <= set(held):
            return
        connection.execute("detach published")
    connection.execute("attach ':memory:' as published")
    connection.execute("create schema published.marts")
    for name in _OF_THE_EDITION:
        connection.execute(f"create table published.marts.{name} as from warehouse.marts.{name} limit 0")


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
