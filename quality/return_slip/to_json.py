"""A slip as JSON for machines; its keys are promised by ``slip.schema.json``."""

from __future__ import annotations

from typing import Any

import orjson

from quality.return_slip import verdict_words as words
from quality.return_slip.slip import SLIP_VERSION, Slip


def slip_document(slip: Slip, sheets_returned: int) -> dict[str, Any]:
    """The slip as plain values.

    Args:
        slip: what to say.
        sheets_returned: how many of the sender's sheets the workbook holds.
    """
    head = slip.head
    return {
        "slip_version": SLIP_VERSION,
        "submission_id": head.submission_id,
        "source_name": head.source_name,
        "file_format": head.file_format,
        "unit_code": head.unit_code,
        "unit_name": head.unit_name,
        "form_code": head.form_code,
        "period_id": head.period_id,
        "revision_no": head.revision_no,
        "received_at": head.received_at,
        "verdict": head.verdict,
        "verdict_vi": words.verdict(slip),
        "what_to_do_vi": words.what_to_do(slip),
        "reply_by": head.reply_by,
        "note_vi": head.note,
        "sheets_returned": sheets_returned,
        "counts": {"quarantine": slip.count("quarantine"), "error": slip.count("error"), "query": slip.count("query")},
        "lines": [
            {
                "line": number,
                "severity": line.severity,
                "rules": list(line.rule_ids),
                "sheet": line.sheet,
                "cells": list(line.cells),
                "related_cells": list(line.related_cells),
                "value_seen": line.value_seen,
                "message_vi": line.message,
                "action_vi": line.action,
                "may_be_explained": line.may_be_explained,
                "explanation": line.explanation,
                "answered": line.answered,
                "accepted": line.accepted,
                "issues": [{"rule": k.rule_id, "field": k.field, "line_no": k.line_no} for k in line.keys],
            }
            for number, line in enumerate(slip.lines, start=1)
        ],
    }


def slip_json(slip: Slip, sheets_returned: int) -> bytes:
    """The document as UTF-8 JSON; equal slips give equal bytes."""
    return orjson.dumps(slip_document(slip, sheets_returned), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
