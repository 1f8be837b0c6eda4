"""The shapes the guard reads and writes: a text of a received file, and what was found in it."""

from __future__ import annotations

import polars as pl

# One text of a received file, wherever it stands. part: cell, or what the opener calls the parts that are no cells
# (sheet_name, json_key, comment, property ...). kind is how the file typed it (s, n, d, b, e).
TEXT = pl.Schema(
    {
        "submission_id": pl.String,
        "part": pl.String,
        "sheet": pl.String,
        "cell": pl.String,
        "row_no": pl.Int32,
        "col_no": pl.Int32,
        "kind": pl.String,
        "text": pl.String,
    }
)

# One finding of the guard. found is the text itself: it lives in memory only and is never written anywhere.
HIT = pl.Schema(
    {
        "submission_id": pl.String,
        "part": pl.String,
        "sheet": pl.String,
        "cell": pl.String,
        "kind": pl.String,  # a kind of kinds.yml, or secrecy
        "rule_id": pl.String,
        "found": pl.String,
        "masked": pl.String,
    }
)
