"""The shapes of a finding (what a rule says) and of an issue (the same, with its place and words)."""

from __future__ import annotations

import polars as pl

# What a rule found, before it is put into words: which rule, on which fields of which line.
# line_no 0 is the header or a record form; field is null when the whole file is meant.
FINDING = pl.Schema(
    {
        "submission_id": pl.String,
        "line_no": pl.Int32,
        "rule_id": pl.String,
        "field": pl.String,
        "related_fields": pl.String,  # other fields the rule read, comma separated
        "expected": pl.String,  # fills {expected}
        "detail": pl.String,  # fills {detail}
    }
)

# One finding about one place of one file, in words its sender can act on.
ISSUE = pl.Schema(
    {
        "submission_id": pl.String,
        "rule_id": pl.String,
        "severity": pl.String,  # error | query | quarantine
        "field": pl.String,
        "line_no": pl.Int32,
        "sheet": pl.String,
        "cell": pl.String,
        "related_cells": pl.String,  # other cells the rule read, comma separated; null when none
        "value_seen": pl.String,
        "message_vi": pl.String,
        "action_vi": pl.String,
        "message_en": pl.String,
    }
)
