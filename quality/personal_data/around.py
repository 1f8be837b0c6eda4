"""Which files the guard has to see whole: where what a cell says depends on the words of the form around it.

Of a file that is carried without the words of its form, most cells are counts, days and words of a form. Whatever is
anything else is asked about with everything that stands around it.
"""

from __future__ import annotations

import polars as pl

from quality.personal_data import secrecy
from quality.personal_data.allowed import Allowed
from quality.personal_data.closed_schema import label_kind
from quality.personal_data.folding import fold, normalise
from quality.personal_data.guard import look, numbers_in, worth_reading
from quality.personal_data.scan import worth_scanning


def asking_around(texts: pl.DataFrame, allowed: Allowed) -> pl.Series:
    """Texts of cells (kind, text) of which the words around them might make something."""
    distinct = worth_reading(texts, allowed)
    plain = [normalise(text) for text in distinct]
    folded = list(map(fold, plain))
    # what a text without a number says does not depend on its place
    numbered = numbers_in(pl.Series(distinct, dtype=pl.String))
    scanned = numbered & worth_scanning(pl.Series(plain, dtype=pl.String), pl.Series(folded, dtype=pl.String))
    asking = [
        text
        for text, said, scan in zip(distinct, folded, scanned, strict=True)
        if scan or secrecy.may_speak_of_it(said)
    ]
    return pl.Series("text", [*asking, secrecy.SECRECY_FIELD, secrecy.SECRECY_LABEL], dtype=pl.String)


def speaking_forms(words: pl.DataFrame, allowed: Allowed) -> pl.Series:
    """Forms whose words say, or ask for, something that is not to be kept.

    Args:
        words: shape TEXT, the printed words of forms; ``submission_id`` names the form.
        allowed: what the register makes public.
    """
    labels = [text for text in worth_reading(words, allowed) if label_kind(text) or secrecy.is_label(text)]
    asking = words.filter(pl.col("text").is_in(labels))["submission_id"]
    return pl.concat([asking, look(words, allowed)["submission_id"]]).unique()


def not_said_open(cells: pl.DataFrame, forms: pl.DataFrame, words: pl.DataFrame) -> pl.Series:
    """Submissions that do not say “Không mật” in every row in which their form asks for it.

    Args:
        cells: submission_id, sheet, row_no, text of the column of figures.
        forms: submission_id, form of every submission.
        words: shape TEXT, the printed words of forms; ``submission_id`` names the form.
    """
    place = ["form", "sheet", "row_no"]
    cells_of = words.filter(pl.col("part") == "cell")
    asked = cells_of.filter(pl.col("text").is_in([secrecy.SECRECY_FIELD, secrecy.SECRECY_LABEL]))
    asked = asked.select("sheet", "row_no", form="submission_id").unique()
    near = cells.filter(pl.col("row_no").is_in(asked["row_no"].unique().to_list()))
    open_texts = [text for text in near["text"].unique() if secrecy.says_not(text)]
    saying = near.filter(pl.col("text").is_in(open_texts)).join(forms, on="submission_id")
    said = saying.join(asked, on=place).group_by("submission_id").len("said")
    due = asked.group_by("form").len("due")
    each = forms.join(due, on="form", how="left")
    counted = each.join(said, on="submission_id", how="left")
    return counted.filter(pl.col("due").fill_null(0) != pl.col("said").fill_null(0))["submission_id"]
