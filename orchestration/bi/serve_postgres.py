"""The editions of all audiences in PostgreSQL, for offices with many readers: copied in one transaction when changed.

Readers see the edition before or the edition after: the new tables take the place of the old ones in the transaction
that fills them. Who asks first after a publish waits for the copy; nobody else has to start it.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

_LOCK = 138_138  # advisory: one copy at a time, whoever asks
_HELD = "select edition from public.kho138_edition"
# DuckDB's name of a type -> PostgreSQL's, where they differ
_TYPES = {"DOUBLE": "double precision", "HUGEINT": "numeric", "TIMESTAMP WITH TIME ZONE": "timestamptz"}


def bring_up_to_date(edition: Path, url: str) -> bool:
    """Copy the edition unless PostgreSQL already holds it; whether it was copied.

    Args:
        edition: the file; the folder it lies in is named by its content.
        url: address of the database, with a user who may make schemas in it.
    """
    import psycopg2

    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("select to_regclass('public.kho138_edition') is not null")
        if cursor.fetchone()[0] and _holds(edition, cursor):
            return False
        cursor.execute("select pg_advisory_xact_lock(%s)", (_LOCK,))
        cursor.execute("create table if not exists public.kho138_edition (edition text not null)")
        if _holds(edition, cursor):
            return False  # somebody else copied it while this one waited
        _copy(edition, cursor)
        cursor.execute("delete from public.kho138_edition")
        cursor.execute("insert into public.kho138_edition values (%s)", (edition.parent.name,))
    return True


def _holds(edition: Path, cursor: Any) -> bool:
    cursor.execute(_HELD)
    return bool(cursor.fetchone() == (edition.parent.name,))


def _copy(edition: Path, cursor: Any) -> None:
    """Every table of the edition into a draft schema, which then takes the place of the one that is read."""
    import duckdb
    from psycopg2.sql import SQL, Identifier

    cursor.execute("drop schema if exists marts_draft cascade")
    cursor.execute("create schema marts_draft")
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(str(edition), read_only=True) as source:
        part = Path(folder) / "table.csv"
        for table, columns in _tables(source).items():
            listed = SQL(", ").join(SQL("{} {}").format(Identifier(n), SQL(_TYPES.get(t, t))) for n, t in columns)
            name = Identifier("marts_draft", table)
            cursor.execute(SQL("create table {} ({})").format(name, listed))
            rows = source.table(f"marts.{table}")
            rows.to_csv(str(part), header=False, na_rep="\\N")
            with part.open("rb") as file:  # as text, a carriage return would come out as a line feed
                cursor.copy_expert(SQL("copy {} from stdin (format csv, null '\\N')").format(name), file)
    cursor.execute("drop schema if exists marts cascade")
    cursor.execute("alter schema marts_draft rename to marts")


def _tables(source: Any) -> dict[str, list[tuple[str, str]]]:
    """Columns and types by table of the marts."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in source.execute(
        "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'marts' and not internal "
        "order by table_name, column_index"
    ).fetchall():
        found.setdefault(table, []).append((column, kind))
    return found
