"""Who accepted which explanation, and when: a log beside the register, only ever added to.

An approval names a role ("Phó Trưởng ban Thường trực"), never a person: no person's name enters.
"""

from __future__ import annotations

import csv
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import polars as pl

FILE_NAME = "approvals.csv"
_AT: pl.DataType | type[pl.DataType] = pl.Datetime("us", "UTC")
APPROVAL = pl.Schema(
    {
        "accepted_at": _AT,
        "accepted_by": pl.String,
        "submission_id": pl.String,
        "rule_id": pl.String,
        "field": pl.String,  # "-" where the question concerns a whole file
        "line_no": pl.Int32,
        "note": pl.String,
    }
)


class ApprovalError(ValueError):
    """The log of approvals is not readable; the message names the file and the line."""


class Approval(NamedTuple):
    """One acceptance of the explanation of one question."""

    accepted_by: str
    submission_id: str
    rule_id: str
    field: str
    line_no: int
    note: str | None = None


def read_approvals(folder: Path) -> pl.DataFrame:
    """The log (shape APPROVAL), empty where nothing has been accepted yet.

    Raises:
        ApprovalError: the file has other columns, or a moment or line that cannot be read.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return pl.DataFrame(schema=APPROVAL)
    raw = pl.read_csv(path, infer_schema=False)
    if raw.columns != APPROVAL.names():
        raise ApprovalError(f"{path.name}: columns are {raw.columns}, expected {APPROVAL.names()}")
    typed = raw.with_columns(
        pl.col("accepted_at").str.to_datetime("%Y-%m-%dT%H:%M:%S%z", strict=False).dt.convert_time_zone("UTC"),
        pl.col("line_no").cast(pl.Int32, strict=False),
    )
    bad = typed.with_row_index("line", offset=2).filter(pl.any_horizontal(pl.col("accepted_at", "line_no").is_null()))
    if bad.height:
        raise ApprovalError(f"{path.name} line {bad['line'][0]}: no moment or no line number")
    return typed.select([pl.col(n).cast(t) for n, t in APPROVAL.items()])


def record_approval(folder: Path, approval: Approval, at: datetime) -> None:
    """Add one approval to the log, on disk before this returns."""
    path = folder / FILE_NAME
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(APPROVAL.names())
        moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
        writer.writerow([moment, *("" if v is None else v for v in approval)])
        file.flush()
        os.fsync(file.fileno())
