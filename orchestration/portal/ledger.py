"""What one unit still owes, what was accepted lately, its slips and its blank forms."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import orjson

from ingestion.workspace import Workspace
from orchestration.outbox.slip_files import DOCUMENT, WORKBOOK
from orchestration.publishing.edition import FILE_NAME
from quality.contracts.form_model import Form
from quality.contracts.registry import forms
from quality.register.register import Register

_STATE_VI = {
    "late": "Quá hạn", "expected": "Chưa đến hạn", "returned": "Bị trả lại", "empty": "Gửi mẫu trống",
    "received": "Đang xác minh",
}  # fmt: skip
_SQL = """
    select form_code, period_id, period_start, period_end, due_on, state, is_accepted
    from marts.fct_submission_coverage
    where unit_code = ? and is_owed and (not is_accepted or submission_id is not null)
    order by is_accepted, case when is_accepted then -epoch(due_on) else epoch(due_on) end, form_code
"""
ACCEPTED_SHOWN, SLIPS_SHOWN = 8, 12
Row = dict[str, Any]


def owed(workspace: Workspace, unit_code: str) -> tuple[list[Row], list[Row], str | None]:
    """Reports still owed (soonest first), reports accepted (latest first), and the moment this was known.

    Both lists are empty and the moment is None before the first edition.
    """
    edition = workspace.published / FILE_NAME
    if not edition.exists():
        return [], [], None
    with duckdb.connect(str(edition), read_only=True) as connection:
        cursor = connection.execute(_SQL, [unit_code])
        names = [column[0] for column in cursor.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        as_of = connection.execute("select as_of from marts.dim_city").fetchall()[0][0]
    for row in rows:
        row["state_vi"] = _STATE_VI.get(row["state"], "Đã nhận")
        row["title"] = forms()[row["form_code"]].title_vi if row["form_code"] in forms() else ""
    open_rows = [r for r in rows if not r["is_accepted"]]
    return open_rows, [r for r in rows if r["is_accepted"]][:ACCEPTED_SHOWN], as_of


def own_forms(register: Register, kind: str) -> list[Form]:
    """Forms that a kind of unit owes."""
    codes = register.obligations().filter(unit_kind=kind)["form_code"].unique().sort()
    return [forms()[code] for code in codes]


def slips(workspace: Workspace, unit_code: str) -> list[Row]:
    """The unit's return slips, latest first: the document of each (``slip.schema.json``)."""
    found = [orjson.loads(p.read_bytes()) for p in (workspace.slips / unit_code).glob(f"*/{DOCUMENT}")]
    return sorted(found, key=lambda d: d["received_at"] or "", reverse=True)[:SLIPS_SHOWN]


def slip_workbook_path(workspace: Workspace, unit_code: str, name: str) -> Path | None:
    """The marked workbook of one of the unit's own slips; None for any other."""
    path = workspace.slips / unit_code / name / WORKBOOK
    return path if re.fullmatch(r"[0-9a-f]{16}", name) and path.is_file() else None
