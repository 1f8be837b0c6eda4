"""Reading the published edition: every answer of the command comes from what was published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR
from orchestration.publishing.edition import FILE_NAME

Row = dict[str, Any]


def query(sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Rows of a query over the published marts (schema ``marts`` is the default).

    Raises:
        typer.Exit: code 2 when nothing has been published yet; the reason is printed.
    """
    path = Workspace.from_environment().published / FILE_NAME
    if not path.exists():
        ERR.print(f"Chưa có bản công bố nào tại {path.parent}. Chạy “kho138 run” trước.")
        raise typer.Exit(2)
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("use marts")
        cursor = connection.execute(sql, list(parameters))
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
