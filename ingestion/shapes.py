"""The tables that travel through ingestion, column by column; everything else stands on them.

One row of each, in the order a figure travels: receipt -> cell -> submission (with its
verdict), issue, fact. A submission is named by the sha256 of its bytes: the same bytes are the
same submission, whoever sends them and however often.
"""

from __future__ import annotations

import polars as pl

from quality.issues.shape import ISSUE

__all__ = [
    "CELL", "CELL_FINDING", "EXPLANATION", "FACT", "ISSUE", "LOCATED", "OPENING", "PART_TEXT", "PRINTED", "RECEIPT",
    "REFUSAL", "REFUSED", "SUBMISSION", "TOMBSTONE",
]  # fmt: skip

_AT: pl.DataType | type[pl.DataType] = pl.Datetime("us", "UTC")

# What was received: one row an arrival. Append-only; with the bytes it is the only truth that
# cannot be rebuilt. sender_* is what the CHANNEL knows of the sender, never what the file says.
RECEIPT = pl.Schema(
    {
        "receipt_id": pl.String,  # sha256 of (channel, sender, source_name, submission_id)
        "submission_id": pl.String,  # sha256 of the bytes
        "channel": pl.String,
        "sender_kind": pl.String,
        "sender_code": pl.String,
        "source_name": pl.String,  # name at the source, personal data masked: data, never used as a path
        "size_bytes": pl.Int64,
        "received_at": _AT,
        "object_id": pl.String,  # sha256 of the bytes kept (another where a name was struck out); null: none kept
    }
)

# Why no byte of a file is kept: one row a reason, in the order they are told.
REFUSED = pl.Schema(
    {
        "submission_id": pl.String,
        "position": pl.Int32,  # 0, 1, 2 ...
        "file_format": pl.String,
        "rule_id": pl.String,  # PII-*, SEC-01, OPEN-*
        "kind": pl.String,  # kind of personal data, secrecy; null when the file could not be opened
        "part": pl.String,  # cell, comment, property ...
        "sheet": pl.String,
        "cell": pl.String,
        "masked_sample": pl.String,  # never the text itself
        "detail": pl.String,  # why it could not be opened
    }
)

# The same with what the channel knew: the landing's own record, append-only, as true as a receipt.
REFUSAL = pl.Schema(
    {
        n: RECEIPT[n]
        for n in ("submission_id", "channel", "sender_kind", "sender_code", "source_name", "size_bytes", "received_at")
    }
    | {n: t for n, t in REFUSED.items() if n != "submission_id"}
)

# What was erased after it had been kept: one row an erasure. Stands for the bytes for ever.
TOMBSTONE = pl.Schema(
    {
        "submission_id": pl.String,
        "object_id": pl.String,
        "size_bytes": pl.Int64,
        "erased_at": _AT,
        "reason": pl.String,
        "by_role": pl.String,  # an office, never a person
        "erased": pl.String,  # what went: object, cells, facts, issues ...
    }
)

# One non-empty cell of a received file. cell is an A1 address (json: a JSON pointer, and the
# sheet is "json"); kind is how the file typed it: n number, s text, d date, b boolean, e error.
CELL = pl.Schema(
    {
        "submission_id": pl.String,
        "sheet": pl.String,
        "cell": pl.String,
        "row_no": pl.Int32,  # 1-based
        "col_no": pl.Int32,  # 1-based
        "kind": pl.String,
        "text": pl.String,
    }
)

# One text of a received file that is NOT a grid cell: what a reader of the sheets never sees and the
# guard must. part says where it stood: comment | property | header_footer | defined_name | drawing |
# chart | sheet_name | validation | shared_string | json_key | link | other. Never written to the lake.
PART_TEXT = pl.Schema(
    {
        "submission_id": pl.String,
        "part": pl.String,
        "sheet": pl.String,  # null when it belongs to no sheet
        "cell": pl.String,  # A1 address where the text hangs on one (a comment), else null
        "text": pl.String,
    }
)

# What opening and parsing noticed at a place, before any form is known (rules CELL-*, BOOK-*, CSV-*).
CELL_FINDING = pl.Schema(
    {
        "submission_id": pl.String,
        "rule_id": pl.String,
        "sheet": pl.String,  # null when the whole file is meant
        "cell": pl.String,  # null when the whole sheet is meant
        "detail": pl.String,  # fills {detail}: the value seen, the name of the link, the row stated
    }
)

# What opening a received file gave: one row a distinct file. A problem means there are no cells.
OPENING = pl.Schema(
    {
        "submission_id": pl.String,
        "file_format": pl.String,  # xlsx | xls | ods | csv | json | unknown
        "problem_rule_id": pl.String,  # OPEN-*; null when it opened
        "problem_detail": pl.String,
        "cells": pl.Int64,
        "printed": pl.String,  # the printed part its cells stand on (shape PRINTED); null: its cells are all there
    }
)

# What several files have word for word alike: the words of their form, carried once for all of them. Their own cells
# are then only those that were filled in. part is "cell", or where a text outside the cells stood (see PART_TEXT).
PRINTED = pl.Schema(
    {
        "printed": pl.String,  # sha256 of the rest
        "part": pl.String,
        "sheet_no": pl.Int32,  # place of the sheet in the file, from 0
        "sheet": pl.String,
        "cell": pl.String,
        "row_no": pl.Int32,
        "col_no": pl.Int32,
        "kind": pl.String,
        "text": pl.String,
    }
)

# One field of one submission found in its file, before cleaning. text is null when the cell is
# empty; a field that is not in the file at all has no row.
LOCATED = pl.Schema(
    {
        "submission_id": pl.String,
        "line_no": pl.Int32,  # 0 for the header and record forms, 1.. for lines
        "field": pl.String,
        "sheet": pl.String,
        "cell": pl.String,
        "kind": pl.String,
        "text": pl.String,
    }
)

# One row a distinct file: what it says it is, and the verdict of the rules that read it alone.
# Header columns are null where they could not be read. period_id is <frame>:<year>-<part>,
# part one of Y, H1, H2, Q1..Q4, N1 (nine months), M01..M12; e.g. ND09:2024-Q1.
SUBMISSION = pl.Schema(
    {
        "submission_id": pl.String,
        "sender_kind": pl.String,
        "sender_code": pl.String,
        "source_name": pl.String,
        "channel": pl.String,
        "received_at": _AT,  # of the first receipt
        "form_code": pl.String,
        "form_version": pl.String,
        "submitter_kind": pl.String,
        "unit_code": pl.String,
        "unit_valid_from": pl.Date,
        "report_year": pl.Int32,
        "period_type": pl.String,
        "period_frame": pl.String,
        "period_id": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "revision_no": pl.Int32,
        "corrects_revision_no": pl.Int32,
        "verdict": pl.String,  # accepted | returned | quarantined
        "reason_rule_id": pl.String,  # first rule that decided it; null when accepted clean
        "errors": pl.Int32,
        "queries": pl.Int32,
        "figures_key": pl.String,  # of the accepted figures: equal figures, equal key
        "ingest_batch_id": pl.String,
    }
)

# What a sender wrote to explain a figure. source: slip (the answer column of a return slip: rule, field and line are
# named) or note (the column beside a figure: value_cell or, in a table, the line). answers is the submission that
# the slip in this file is about. An explanation never closes an error.
EXPLANATION = pl.Schema(
    {
        "submission_id": pl.String,
        "answers": pl.String,
        "source": pl.String,  # slip | note
        "rule_id": pl.String,
        "field": pl.String,
        "line_no": pl.Int32,
        "value_cell": pl.String,
        "sheet": pl.String,
        "cell": pl.String,
        "text": pl.String,
    }
)

# Findings and issues have the shapes of quality.issues.shape (FINDING, ISSUE).

# One accepted value: unit, period, field, value, and the cell it was read from. Append-only; a
# correction is more rows, never a changed one. Exactly one of the value columns is set, except
# that a stated "nil" is value_number 0 with qualifier "eq" and a missing value is no row at all.
FACT = pl.Schema(
    {
        "submission_id": pl.String,
        "form_code": pl.String,
        "unit_code": pl.String,
        "unit_valid_from": pl.Date,
        "report_year": pl.Int32,
        "period_type": pl.String,
        "period_frame": pl.String,  # of the field's group
        "period_id": pl.String,  # of the submission (header)
        "period_start": pl.Date,  # window of the field's group: may differ from the header's
        "period_end": pl.Date,
        "revision_no": pl.Int32,
        "received_at": _AT,
        "field": pl.String,
        "line_no": pl.Int32,  # 0 for record forms, 1.. for lines
        "value_number": pl.Decimal(18, 4),
        "value_text": pl.String,  # text, code, enum value, yes/no
        "value_date": pl.Date,
        "qualifier": pl.String,  # eq | gt | ge | lt | le | approx
        "raw_text": pl.String,  # as the file has it, also where it was converted or corrected
        "correction_id": pl.String,  # the record that corrected the value; null when none did
        "sheet": pl.String,
        "cell": pl.String,
        "ingest_batch_id": pl.String,
    }
)
