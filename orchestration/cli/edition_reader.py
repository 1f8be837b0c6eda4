"""Reading what was published, or what was known at an earlier moment: every answer comes from marts."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import typer

from ingestion.identify import OFFICE_TIME
from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, progress
from orchestration.publishing.edition import FILE_NAME
from orchestration.publishing.signature import DRAFT_VI, signature_line
from orchestration.wording import vietnamese
from quality.approvals.approval_log import ApprovalError

Row = dict[str, Any]

AS_OF_HELP = "Answer with what was known at the end of this day (2025-01-14) or at this moment."
_CHOSEN: ContextVar[Path | None] = ContextVar("chosen", default=None)


def choose_moment(as_of: str | None) -> None:
    """Let every later ``query`` read the marts as known at ``as_of``; None leaves the published edition.

    Raises:
        typer.Exit: code 2 when the moment cannot be read or nothing was known by then.
    """
    if as_of is None:
        return
    from orchestration.publishing.earlier import EarlierError, marts_as_of, moment_of

    try:
        with progress(f"Đang tính lại theo những gì đã biết đến {as_of}…"):
            _CHOSEN.set(marts_as_of(Workspace.from_environment(), moment_of(as_of)))
    except (EarlierError, ValueError) as error:
        ERR.print(str(error))
        raise typer.Exit(2) from error


def standing_lines() -> str:
    """What every heading says: the moment, for an earlier one, and whether a role has accepted the edition."""
    if _CHOSEN.get() is None:
        try:
            return f"\n{signature_line(Workspace.from_environment())}"
        except ApprovalError as error:  # nobody's acceptance counts once the log was changed
            return f"\n{DRAFT_VI} ({error})"
    known = query("select as_of from dim_city")[0]["as_of"]
    return f"\nTính theo những gì đã biết đến {vietnamese(known.astimezone(ZoneInfo(OFFICE_TIME)))}\n{DRAFT_VI}"


def query(sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Rows of a query over the chosen marts (schema ``marts`` is the default).

    Raises:
        typer.Exit: code 2 when nothing has been published yet; the reason is printed.
    """
    path = _CHOSEN.get() or Workspace.from_environment().published / FILE_NAME
    if not path.exists():
        ERR.print(f"Chưa có bản công bố nào tại {path.parent}. Chạy “kho138 run” trước.")
        raise typer.Exit(2)
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("use marts")
        cursor = connection.execute(sql, list(parameters))
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
