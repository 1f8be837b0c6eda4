"""Where some words lie below a folder: in bytes, in parts of workbooks, in tables of Parquet and DuckDB files."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import polars as pl

_SENDERS = frozenset({"drop", "register", "arrivals.csv", "planted_faults.json"})  # what the senders and the city hold


def traces(home: Path, words: Sequence[str], *, received: bool = True) -> list[str]:
    """Files of a workspace in which one of ``words`` stands, without what its senders hold themselves.

    Args:
        home: the workspace.
        words: what to look for.
        received: look into the received files as well (two thousand packages: seconds).
    """
    pattern = "|".join(map(re.escape, words))
    raw = [form.encode() for word in words for form in {word, json.dumps(word)[1:-1]}]
    return [
        path.relative_to(home).as_posix()
        for path in _files(home)
        if received or path.parent.parent.name != "objects"
        if _in_bytes(path.read_bytes(), raw) or _in_tables(path, pattern)
    ]


def _files(home: Path) -> Iterator[Path]:
    for top in sorted(home.iterdir()):
        if top.name not in _SENDERS:
            yield from sorted(p for p in [top, *top.rglob("*")] if p.is_file())


def _in_bytes(content: bytes, raw: Sequence[bytes]) -> bool:
    if any(word in content for word in raw):
        return True
    if content[:4] != b"PK\x03\x04":
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return any(word in package.read(name) for name in package.namelist() for word in raw)


def _in_tables(path: Path, pattern: str) -> bool:
    if path.suffix == ".parquet":
        texts = pl.read_parquet(path).select(pl.selectors.string())
        return any(texts[name].str.contains(pattern).any() for name in texts.columns)
    if path.suffix != ".duckdb":
        return False
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as looked (read_only)")
        columns = connection.execute(
            "select schema_name, table_name, list(column_name) from duckdb_columns() "
            "where database_name = 'looked' and data_type like 'VARCHAR%' group by all"
        ).fetchall()
        for schema, table, names in columns:
            said = " || ' ' || ".join(f"coalesce(\"{name}\"::varchar, '')" for name in names)
            found = f'select 1 from looked."{schema}"."{table}" where regexp_matches({said}, ?) limit 1'  # noqa: S608
            if connection.execute(found, [pattern]).fetchall():
                return True
    return False
