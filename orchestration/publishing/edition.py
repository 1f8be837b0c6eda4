"""Publishing: a new DuckDB file with the marts, verified, then renamed over the one readers open.

Readers never meet a lock and never see half an edition. A failure before the rename leaves the
published edition as it was.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from ingestion.workspace import Workspace
from orchestration.publishing.content_hash import content_hash
from orchestration.publishing.returned_list import write_returned_list

MART_SCHEMA = "marts"
# Readers (BI tools) lag behind the DuckDB we write with: 1.x must be able to open the file.
STORAGE_VERSION = "v1.2.0"
FILE_NAME = "kho138.duckdb"
MANIFEST_NAME = "manifest.json"


class PublishError(RuntimeError):
    """The new edition is not what the warehouse holds; nothing was published."""


@dataclass(frozen=True)
class Edition:
    """What was published: where, how many rows a mart, and the hash of its content."""

    file: str
    content_hash: str
    rows: dict[str, int]


def mart_names(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[str]:
    """Tables of the mart schema of an attached database, by name."""
    found = connection.execute(
        "select table_name from duckdb_tables() where database_name = ? and schema_name = ? order by table_name",
        [catalog, MART_SCHEMA],
    ).fetchall()
    return [name for (name,) in found]


def publish(workspace: Workspace) -> Edition:
    """Copy the marts into a new file, compare it with the warehouse, rename it into place.

    Raises:
        PublishError: the warehouse has no marts, or the copy differs from it.
    """
    workspace.published.mkdir(parents=True, exist_ok=True)
    draft = workspace.published / f".{FILE_NAME}.draft"
    edition = copy_marts(workspace.warehouse, draft, workspace.published)
    draft.replace(workspace.published / FILE_NAME)
    _write_manifest(workspace.published, edition)
    return edition


def copy_marts(warehouse: Path, draft: Path, returned_list_in: Path | None = None) -> Edition:
    """Copy the marts of ``warehouse`` into the new file ``draft`` and compare the two.

    Args:
        warehouse: DuckDB file dbt wrote.
        draft: file to write; one that is there is replaced.
        returned_list_in: folder for ``tra-lai.csv``; None writes none.

    Raises:
        PublishError: the warehouse has no marts, or the copy differs from it.
    """
    draft.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach {_quoted(warehouse)} as warehouse (read_only)")
        connection.execute(f"attach {_quoted(draft)} as edition (storage_version '{STORAGE_VERSION}')")
        connection.execute(f"create schema edition.{MART_SCHEMA}")
        names = mart_names(connection, "warehouse")
        if not names:
            raise PublishError(f"{warehouse} holds no table of schema {MART_SCHEMA}")
        for name in names:
            connection.execute(
                f"create table edition.{MART_SCHEMA}.{name} as from warehouse.{MART_SCHEMA}.{name} order by all"
            )
        before = content_hash(connection, "warehouse", MART_SCHEMA, names)
        after = content_hash(connection, "edition", MART_SCHEMA, names)
        rows = {name: _count(connection, name) for name in names}
        if before == after and returned_list_in is not None:
            write_returned_list(connection, returned_list_in)
    if before != after:
        draft.unlink(missing_ok=True)
        raise PublishError("the copied marts differ from the warehouse")
    return Edition(FILE_NAME, after, rows)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    row = connection.execute(f"select count(*) from edition.{MART_SCHEMA}.{name}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def _write_manifest(folder: Path, edition: Edition) -> None:
    part = folder / f".{MANIFEST_NAME}.part"
    part.write_text(json.dumps(asdict(edition), indent=2, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(folder / MANIFEST_NAME)
