"""One hash for what a set of tables SAYS: same rows in any order, same hash; files and times do not count."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import duckdb

# Names of runs and batches say how a row came to be, not what it says.
NOT_CONTENT = frozenset({"ingest_batch_id"})


def content_hash(connection: duckdb.DuckDBPyConnection, catalog: str, schema: str, tables: Sequence[str]) -> str:
    """sha256 over the sorted rows of ``tables``, column names included."""
    digest = hashlib.sha256()
    for table in tables:
        described = connection.execute(f"describe {catalog}.{schema}.{table}").fetchall()
        columns = sorted(row[0] for row in described if row[0] not in NOT_CONTENT)
        digest.update(f"{table}({','.join(columns)})\n".encode())
        as_text = ", ".join(f'coalesce("{c}"::varchar, chr(0))' for c in columns)
        rows = connection.execute(
            f"select sha256(string_agg(line, chr(10) order by line)) from "  # noqa: S608 — names come from the catalogue
            f"(select concat_ws(chr(31), {as_text}) as line from {catalog}.{schema}.{table})"
        ).fetchone()
        digest.update((str(rows[0]) if rows and rows[0] else "empty").encode())
    return digest.hexdigest()
