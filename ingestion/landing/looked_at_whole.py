"""Files that are carried without the words of their form, and have to be looked at with them."""

from __future__ import annotations

import polars as pl

from ingestion.cleaning.legacy_text import maybe_legacy
from ingestion.parsing.delimited import VALUE_COLUMN
from ingestion.parsing.parse_batch import ParsedBatch
from ingestion.parsing.signature_block import with_headings
from quality.personal_data.allowed import Allowed
from quality.personal_data.around import asking_around, not_said_open, speaking_forms
from quality.personal_data.shape import TEXT


def looked_at_whole(parsed: ParsedBatch, allowed: Allowed) -> pl.Series:
    """Submissions of a batch of which the words of the form, or where they stand, might change what is said."""
    forms = parsed.openings.filter(pl.col("printed").is_not_null()).select("submission_id", form="printed")
    if forms.is_empty():
        return forms["submission_id"]
    printed = parsed.printed.rename({"printed": "submission_id"})
    words = printed.select(TEXT.names())
    cells = parsed.cells.join(forms, on="submission_id", maintain_order="left")
    figures = cells.filter(pl.col("col_no") == VALUE_COLUMN).select("submission_id", "form", "sheet", "row_no", "text")
    # words of a legacy font say what they say only when they are read in it, which is done file by file
    spoken = pl.concat([speaking_forms(words, allowed), maybe_legacy(printed)])
    silent = forms.join(cells.select("submission_id").unique(), on="submission_id", how="anti")
    return pl.concat(
        [
            forms.filter(pl.col("form").is_in(spoken.implode()))["submission_id"],
            silent["submission_id"],  # nothing was filled in
            not_said_open(figures, words),
            asking_around(cells.with_columns(part=pl.lit("cell")).select(TEXT.names()), allowed),
            maybe_legacy(cells),
            with_headings(cells),
        ]
    ).unique()
