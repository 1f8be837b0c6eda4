"""What people recorded in the city's own books, as Parquet for dbt: frozen editions and acceptances.

The books are truth like landing (``workspace.editions``, ``workspace.approvals``,
the register's ``target_milestones.csv`` and ``documents.csv``); these tables are copies.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl

from ingestion.parquet_table import read_table, write_batch
from ingestion.workspace import Workspace
from quality.approvals.approval_log import label_vi, read_log

_AT: pl.DataType | type[pl.DataType] = pl.Datetime("us", "UTC")
_SNAPSHOT = "snapshot"

# A figure as a frozen edition published it; as_of is the moment the edition answers for.
EDITION_FIGURE = pl.Schema(
    {
        "edition": pl.String,
        "as_of": _AT,
        "indicator_code": pl.String,
        "report_year": pl.Int32,
        "level": pl.String,
        "unit_code": pl.String,
        "unit_valid_from": pl.Date,
        "value": pl.Float64,
        "coverage_text": pl.String,
        "status": pl.String,
        "definition_hash": pl.String,
    }
)
# What each submission added to it.
EDITION_CONTRIBUTION = pl.Schema(
    {
        "edition": pl.String,
        "as_of": _AT,
        "indicator_code": pl.String,
        "report_year": pl.Int32,
        "unit_code": pl.String,
        "unit_valid_from": pl.Date,
        "role": pl.String,
        "period_id": pl.String,
        "form_code": pl.String,
        "submission_id": pl.String,
        "contribution": pl.Float64,
    }
)
APPROVAL = pl.Schema(
    {
        "kind": pl.String,  # explanation | queries | conflict | edition
        "subject": pl.String,
        "rule_id": pl.String,  # of an explanation: the question
        "field": pl.String,
        "line_no": pl.Int32,
        "role": pl.String,
        "accepted_by": pl.String,  # the role in words
        "accepted_at": _AT,
        "reason_vi": pl.String,
        "document_no": pl.String,
    }
)
TARGET_MILESTONE = pl.Schema(
    {
        "unit_code": pl.String,  # who set the target
        "indicator_code": pl.String,
        "target_year": pl.Int32,
        "due_on": pl.Date,
        "milestone_value": pl.Float64,
        "document_no": pl.String,
        "learned_at": _AT,
    }
)
DOCUMENT = pl.Schema(
    {
        "document_no": pl.String,
        "document_date": pl.Date,
        "document_kind": pl.String,  # directive | conclusion | resolution | plan | conference | coordination_rule
        "issuer_vi": pl.String,
        "title_vi": pl.String,
        "continues_no": pl.String,
        "parties_vi": pl.String,
        "lead_unit_code": pl.String,
        "valid_to": pl.Date,
        "invented": pl.Boolean,
        "learned_at": _AT,
    }
)
RECORD_SHAPES: dict[str, tuple[pl.Schema, str]] = {
    "edition_figure": (EDITION_FIGURE, "Figures as frozen editions published them."),
    "edition_contribution": (EDITION_CONTRIBUTION, "What each submission added to a figure of a frozen edition."),
    "target_milestone": (TARGET_MILESTONE, "What a target asks for during its year."),
    "document": (DOCUMENT, "Guiding documents and coordination rules."),
    "approval": (APPROVAL, "What a role accepted: an explanation, all queries, one file of a conflict, an edition."),
}


def last_recorded(workspace: Workspace) -> datetime | None:
    """When something about a submission was last accepted; accepting what was computed teaches nothing new."""
    return max((a.at for a in read_log(workspace.approvals) if a.kind not in ("edition", "gate")), default=None)


def write_record_snapshot(workspace: Workspace) -> None:
    """Write the tables of ``RECORD_SHAPES``.

    Raises:
        ApprovalError: the log of acceptances was changed behind its back.
    """
    for name in ("edition_figure", "edition_contribution"):
        shape = RECORD_SHAPES[name][0]
        parts = [read_table(folder / name, shape) for folder in sorted(workspace.editions.glob("*")) if folder.is_dir()]
        write_batch(workspace.table(name), pl.concat([pl.DataFrame(schema=shape), *parts]), _SNAPSHOT)
    for name, file in (("target_milestone", "target_milestones.csv"), ("document", "documents.csv")):
        write_batch(workspace.table(name), _register_book(workspace.register / file, RECORD_SHAPES[name][0]), _SNAPSHOT)
    rows = [
        (a.kind, a.subject, *(a.question or (None, None, None)), a.role, label_vi(a.role), a.at, a.reason_vi,
         a.document_no)
        for a in read_log(workspace.approvals)
    ]  # fmt: skip
    write_batch(workspace.table("approval"), pl.DataFrame(rows, schema=APPROVAL, orient="row"), _SNAPSHOT)


def _register_book(path: Path, shape: pl.Schema) -> pl.DataFrame:
    """A book of the register that a city may keep; none is an empty one.

    Raises:
        pl.exceptions.PolarsError: a column is missing, or a cell is not of its type.
    """
    if not path.exists():
        return pl.DataFrame(schema=shape)
    raw = pl.read_csv(path, infer_schema=False)
    typed = {
        pl.Date: lambda c: c.str.to_date("%Y-%m-%d"),
        pl.Boolean: lambda c: c == "yes",
        pl.Datetime: lambda c: c.str.to_datetime("%Y-%m-%d", time_zone="UTC", time_unit="us"),
    }
    return raw.select(
        [typed.get(t.base_type(), lambda c, t=t: c.cast(t))(pl.col(n)).alias(n) for n, t in shape.items()]
    )
