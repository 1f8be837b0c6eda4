"""What published and frozen marts say in the words of an erased submission: struck out; their figures stay.

A frozen edition is never changed, with this one exception: the law is above it. Its manifest says what
was struck out and when, and ``kho138 verify`` reads it there.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from ingestion.workspace import Workspace
from orchestration.publishing.content_hash import content_hash
from orchestration.publishing.edition import FILE_NAME, MANIFEST_NAME, MART_SCHEMA, STORAGE_VERSION, mart_names
from orchestration.publishing.returned_list import write_returned_list
from orchestration.publishing.signature import mark_pages
from quality.personal_data.mask import DOT

STRUCK = DOT * 3
# columns of marts that repeat what a sender wrote
SENDERS_WORDS = (
    "source_name", "value_seen", "message_vi", "explanation", "raw_text", "model_name", "replication_notice_no",
    "decision_no", "document_no", "weaker_reason",
)  # fmt: skip


def strike_editions(workspace: Workspace, submission_id: str, erased_at: datetime) -> list[str]:
    """Strike the words of an erased submission out of everything published; returns the frozen editions concerned.

    Args:
        workspace: the city's workspace.
        submission_id: what was erased.
        erased_at: moment of its tombstone.
    """
    published = workspace.published
    if (published / FILE_NAME).exists():
        again = _strike(published / FILE_NAME, submission_id, returned_list_in=published)
        if again:
            _update(published / MANIFEST_NAME, content_hash=again)
            mark_pages(workspace)
    return [
        folder.name
        for folder in sorted(workspace.editions.glob("[!.]*"))
        if _strike_edition(folder, submission_id, erased_at)
    ]


def _strike_edition(folder: Path, submission_id: str, erased_at: datetime) -> bool:
    inputs = pl.read_csv(folder / "inputs.csv", infer_schema=False)
    own = pl.col("submission_id") == submission_id
    if inputs.filter(own).is_empty():
        return False
    hidden = pl.when(own).then(pl.lit(STRUCK)).otherwise("source_name").alias("source_name")
    _replace(folder / "inputs.csv", inputs.with_columns(hidden).write_csv().encode())
    struck = _strike(folder / FILE_NAME, submission_id)
    manifest = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
    outputs = {
        path: hashlib.sha256((folder / path).read_bytes()).hexdigest() if path in ("inputs.csv", FILE_NAME) else digest
        for path, digest in manifest["outputs"].items()
    }
    erased = {"submission_id": submission_id, "erased_at": erased_at.isoformat(), "struck_hash": struck}
    _update(folder / MANIFEST_NAME, outputs=outputs, erased=[*manifest.get("erased", []), erased])
    return True


def _strike(file: Path, submission_id: str, returned_list_in: Path | None = None) -> str | None:
    """Write the marts anew without the words; their content hash, None when none of them is about the submission.

    A database keeps in its free pages what its tables no longer hold, so the file is replaced and never changed.
    """
    draft = file.with_name(f".{file.name}.draft")
    draft.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach {_quoted(file)} as old (read_only)")
        connection.execute(f"attach {_quoted(draft)} as edition (storage_version '{STORAGE_VERSION}')")
        connection.execute(f"create schema edition.{MART_SCHEMA}")
        names = mart_names(connection, "old")
        told = [_copy(connection, name, submission_id) for name in names]
        if any(told):
            again = content_hash(connection, "edition", MART_SCHEMA, names)
            if returned_list_in:
                write_returned_list(connection, returned_list_in)
    if not any(told):
        draft.unlink()
        return None
    draft.chmod(file.stat().st_mode & 0o777)
    draft.replace(file)
    return again


def _copy(connection: duckdb.DuckDBPyConnection, name: str, submission_id: str) -> bool:
    old, new = f"old.{MART_SCHEMA}.{name}", f"edition.{MART_SCHEMA}.{name}"
    columns = [row[0] for row in connection.execute(f"describe {old}").fetchall()]
    words = [column for column in columns if column in SENDERS_WORDS] if "submission_id" in columns else []
    mine = "case when submission_id = getvariable('gone')"
    hidden = ", ".join(f"{mine} and {word} is not null then '{STRUCK}' else {word} end as {word}" for word in words)
    connection.execute("set variable gone = ?", [submission_id])
    select = f"* replace ({hidden})" if words else "*"
    connection.execute(f"create table {new} as select {select} from {old} order by all")  # noqa: S608 — catalogue names
    if not words:
        return False
    (rows,) = connection.execute(f"select count(*) from {old} where submission_id = ?", [submission_id]).fetchall()  # noqa: S608
    return bool(rows[0])


def _update(path: Path, **changes: Any) -> None:
    told = json.loads(path.read_text(encoding="utf-8")) | changes
    _replace(path, (json.dumps(told, indent=2, sort_keys=True) + "\n").encode())


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.chmod(path.stat().st_mode & 0o777)
    part.replace(path)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
