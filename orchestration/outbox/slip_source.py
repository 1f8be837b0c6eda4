"""What slips are made of, read for a batch of submissions: heads, issues and the sender's cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import polars as pl

from ingestion.parquet_table import read_table
from ingestion.parsing.unfold import read_openings, read_printed, whole_cells
from ingestion.shapes import OPENING, SUBMISSION
from ingestion.workspace import Workspace
from quality.contracts.registry import forms
from quality.register.register import Register
from quality.return_slip.sender_sheets import SentCell
from quality.return_slip.slip import SlipHead

OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")
ISSUES_SQL = "select * from marts.fct_quality_issue order by submission_id, rule_id, sheet, cell, field, line_no"


def issues_by_submission(database: Path) -> dict[str, list[dict[str, Any]]]:
    """Findings of files and of the ledger, from a database that holds the marts."""
    with duckdb.connect(str(database), read_only=True) as connection:
        cursor = connection.execute(ISSUES_SQL)
        names = [column[0] for column in cursor.description or []]
        found: dict[str, list[dict[str, Any]]] = {}
        for row in cursor.fetchall():
            issue = dict(zip(names, row, strict=True))
            found.setdefault(issue["submission_id"], []).append(issue)
    return found


def heads(workspace: Workspace, register: Register, verdicts: Mapping[str, str]) -> dict[str, SlipHead]:
    """Head of every submission of ``verdicts`` (its final verdict), by submission_id."""
    openings = read_table(workspace.table("openings"), OPENING, ["submission_id", "file_format"])
    wanted = pl.DataFrame({"submission_id": list(verdicts)}, schema={"submission_id": pl.String})
    rows = (
        read_table(workspace.table("submissions"), SUBMISSION)
        .join(wanted, on="submission_id", how="semi")
        .join(openings.unique("submission_id"), on="submission_id", how="left")
    )
    working = register.working_days().filter(pl.col("is_working_day"))["day"].to_list()
    made = {}
    for row in rows.to_dicts():
        by = _reply_by(row["received_at"].astimezone(OFFICE).date(), working, register.city.reply_working_days)
        made[row["submission_id"]] = head_of(row, verdicts[row["submission_id"]], register, by)
    return made


def head_of(row: Mapping[str, Any], verdict: str, register: Register | None, reply_by: date | None = None) -> SlipHead:
    """Head of one row of shape SUBMISSION (with file_format); without a register the unit has no name."""
    code = row["sender_code"] or row["unit_code"]
    form = forms().get(row["form_code"] or "")
    city = register.city if register else None
    return SlipHead(
        submission_id=row["submission_id"],
        source_name=row["source_name"],
        file_format=row["file_format"] or "unknown",
        unit_code=code,
        unit_name=_unit_name(register, code, row["period_end"]) if register else None,
        form_code=form.code if form else None,
        form_title=form.title_vi if form else None,
        period_id=row["period_id"],
        period_start=row["period_start"],
        period_end=row["period_end"],
        revision_no=row["revision_no"],
        received_at=row["received_at"],
        verdict=verdict,
        reply_by=reply_by,
        committee_name=city.committee_name_vi if city else "Ban Chỉ đạo 138",
        note=city.invented_note_vi if city and city.invented else None,
    )


def _unit_name(register: Register, code: str | None, on: date | None) -> str | None:
    """The name the register knows the sender by on that day, else its latest."""
    own = register.units.filter(pl.col("unit_code") == (code or "")).sort("valid_from")
    if on is not None:
        then = own.filter((pl.col("valid_from") <= on) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= on)))
        own = then if then.height else own
    return str(own["name_vi"][-1]) if own.height else None


def _reply_by(received_on: date, working_days: list[date], days: int) -> date:
    after = [d for d in working_days if d > received_on][:days]
    # beyond the calendar of the register: count every day, a date is better than none
    return after[-1] if len(after) == days else received_on + timedelta(days=days + 2)


def sender_cells(workspace: Workspace, submission_ids: Iterable[str]) -> Iterator[tuple[str, list[SentCell]]]:
    """Cells of the submissions, a batch file at a time: memory stays bounded by one batch."""
    wanted = pl.Series("submission_id", list(set(submission_ids)), dtype=pl.String)
    columns = ["sheet", "row_no", "col_no", "kind", "text"]
    for file in sorted(workspace.table("openings").glob("*.parquet")):
        openings = read_openings(file).filter(pl.col("submission_id").is_in(wanted.implode()))
        if openings.is_empty():
            continue
        cells = pl.read_parquet(workspace.table("cells") / file.name)
        printed = read_printed(workspace.table("printed") / file.name)
        own_cells = cells.filter(pl.col("submission_id").is_in(openings["submission_id"].implode()))
        whole = whole_cells(own_cells, openings, printed)
        for (submission_id,), own in whole.group_by("submission_id", maintain_order=True):
            yield str(submission_id), [SentCell(*row) for row in own.select(columns).iter_rows()]
