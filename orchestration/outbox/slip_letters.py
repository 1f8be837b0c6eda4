"""Letters with a return slip: its plain text as the letter, the marked workbook enclosed.

A slip that says something new (another verdict, another line, an answer taken) is another letter; new
words for the same findings are not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from ingestion.landing.landing import Landing
from ingestion.workspace import Workspace
from orchestration.outbox.letter import Enclosure, Letter, file_name, one_line
from orchestration.outbox.slip_files import DOCUMENT, LETTER, WORKBOOK
from orchestration.outbox.slip_source import OFFICE

_SAID_OF_A_LINE = ("severity", "rules", "sheet", "cells", "explanation", "answered")


def slip_letters(workspace: Workspace, since: datetime) -> Iterator[Letter]:
    """Letters of the slips there are, for files that came since ``since``, in order of arrival."""
    receipts = Landing(workspace.landing).receipts().unique("submission_id", keep="first", maintain_order=True)
    for row in receipts.filter(pl.col("received_at") >= since).iter_rows(named=True):
        # the folder is named by the unit and 16 characters of the submission: one of them is enough to find it
        for document in sorted(workspace.slips.glob(f"*/{row['submission_id'][:16]}/{DOCUMENT}")):
            yield _letter(document, row)


def _letter(document: Path, receipt: dict[str, Any]) -> Letter:
    said = orjson.loads(document.read_bytes())
    subject, _, body = document.with_name(LETTER).read_text(encoding="utf-8").partition("\n")
    period = (said["period_id"] or "").replace(":", " ")
    parts = ("Phiếu kết quả", said["form_code"], period, receipt["sender_code"])
    return Letter(
        key=f"slip:{receipt['submission_id']}:{_meaning(said)}",
        kind="slip",
        unit_code=receipt["sender_code"],  # the channel's word on who sent it, never the form's
        channel=receipt["channel"],
        day=f"{receipt['received_at'].astimezone(OFFICE):%Y-%m-%d}",
        subject=one_line(subject),
        body=body.lstrip("\n"),
        enclosures=(Enclosure(file_name(" ".join(p for p in parts if p)) + ".xlsx", document.with_name(WORKBOOK)),),
    )


def _meaning(said: dict[str, Any]) -> str:
    lines = [[line[name] for name in _SAID_OF_A_LINE] for line in said["lines"]]
    return hashlib.sha256(orjson.dumps([said["verdict"], lines])).hexdigest()[:16]
