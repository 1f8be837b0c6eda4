"""Files that are carried without the words of their form, and have to be looked at with them."""

from __future__ import annotations

import polars as pl

from ingestion.cleaning.legacy_text import maybe_legacy
from ingestion.parsing.delimited import VALUE_COLUMN
from ingestion.parsing.parse_batch import ParsedBatch
from ingestion.parsing.signature_block import headings
from quality.personal_data.allowed import Allowed
from quality.personal_data.around import asking_around, not_said_open, speaking_forms
from quality.personal_data.shape import TEXT


def looked_at_whole(parsed: ParsedBatch, allowed: Allowed) -> pl.Series:
    """Submissions of a batch of which the words of the form, or where they stand, might change what is said."""
    forms = parsed.openings.filter(pl.col("printed").is_not_null()).select("submission_id", form="printed")
    if forms.is_empty():
        return forms["submission_id"]
    printed = parsed.printed.rename({"printed": "submission_id"})
    words = pl.concat([printed.select(TEXT.names()), _names_of_sheets(printed)])
    # words of a legacy font say what they say only when they are read in it, which is done file by file
    legacy = printed.filter(pl.col("text").is_in(maybe_legacy(printed).implode()))["submission_id"]
    spoken = pl.concat([speaking_forms(words, allowed), legacy])
    cells = parsed.cells
    filled_in = cells["submission_id"].rle().struct.field("value")  # rows of a file stand together
    silent = ~pl.col("submission_id").is_in(filled_in.implode())
    distinct = cells.select("kind", "text").unique()
    asking = pl.concat([asking_around(distinct, allowed), maybe_legacy(distinct), headings(distinct)])
    figures = cells.filter(pl.col("col_no") == VALUE_COLUMN)
    return pl.concat(
        [
            forms.filter(pl.col("form").is_in(spoken.implode()) | silent)["submission_id"],
            not_said_open(figures, forms, words),
            cells.filter(pl.col("text").is_in(asking.implode()))["submission_id"],
        ]
    ).unique()


def _names_of_sheets(printed: pl.DataFrame) -> pl.DataFrame:
    """Names of sheets that hold nothing but printed words (shape TEXT): no cell of a file says them."""
    nowhere = [pl.lit(None, TEXT[name]).alias(name) for name in ("cell", "row_no", "col_no")]
    names = printed.filter(pl.col("part") == "cell").select("submission_id", "sheet").unique()
    return names.with_columns(*nowhere, part=pl.lit("sheet_name"), kind=pl.lit("s"), text="sheet").select(TEXT.names())
