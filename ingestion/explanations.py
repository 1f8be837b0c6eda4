"""Explanations of senders: what they wrote beside a figure, or in the answer column of a return slip.

Read, never judged: whether an explanation answers a question is decided where all submissions are
known. The printed notes of the blank form are the form's words, not the sender's.
"""

from __future__ import annotations

import polars as pl

from ingestion.parsing.cells import column_letters
from ingestion.parsing.line_tables import NOTE_ID
from ingestion.parsing.locate import HIDDEN_SHEET, Located
from ingestion.shapes import EXPLANATION
from quality.contracts.registry import forms, header
from quality.contracts.to_template import printed_note
from quality.return_slip.first_sheet import ANSWER_COLUMN, KEY_COLUMN, KEY_MARK
from quality.return_slip.machine_name import sha256_of

_PLACE = ["submission_id", "sheet", "row_no"]


def explanations_of(cells: pl.DataFrame, located: Located) -> pl.DataFrame:
    """Explanations (shape EXPLANATION) in a batch of files.

    Args:
        cells: shape CELL, texts already Unicode.
        located: where their fields stand.
    """
    found = [_in_slips(cells)]
    if located.rows.height:
        found.append(_beside_figures(cells, located.rows))
    if located.tables.height:
        found.append(_beside_lines(cells, located.tables))
    every = pl.concat([frame for frame in found if frame.height] or found[:1], how="diagonal_relaxed")
    if every.is_empty():  # nearly always
        return pl.DataFrame(schema=EXPLANATION)
    said = every.join(_answers(cells), on="submission_id", how="left").filter(pl.col("text").str.strip_chars() != "")
    missing = [pl.lit(None, t).alias(n) for n, t in EXPLANATION.items() if n not in said.columns]
    return said.with_columns(missing).select([pl.col(n).cast(t) for n, t in EXPLANATION.items()]).sort(pl.all())


def answers_alone(cells: pl.DataFrame) -> pl.Series:
    """Submissions that are a slip and no form: an answer sent beside a CSV or JSON report."""
    machine = cells.filter((pl.col("sheet") == HIDDEN_SHEET) & (pl.col("col_no") == 1))
    named = machine.group_by("submission_id").agg(
        slip=(pl.col("text") == "slip_of").any(), form=(pl.col("text") == "form_code").any()
    )
    return named.filter(pl.col("slip") & ~pl.col("form"))["submission_id"]


def _answers(cells: pl.DataFrame) -> pl.DataFrame:
    """Which submission a slip answers, by the hidden sheet."""
    machine = cells.filter(pl.col("sheet") == HIDDEN_SHEET)
    names = machine.filter((pl.col("col_no") == 1) & (pl.col("text") == "slip_of")).select(*_PLACE)
    values = machine.filter(pl.col("col_no") == 2).select(*_PLACE, "text")
    return (
        names.join(values, on=_PLACE)
        .select("submission_id", answers=pl.col("text").map_elements(sha256_of, return_dtype=pl.String))
        .unique("submission_id")
    )


def _in_slips(cells: pl.DataFrame) -> pl.DataFrame:
    keys = cells.filter((pl.col("col_no") == KEY_COLUMN) & pl.col("text").str.starts_with(KEY_MARK))
    near = cells.filter((pl.col("col_no") == ANSWER_COLUMN) & pl.col("row_no").is_in(keys["row_no"].unique().to_list()))
    answers = near.select(*_PLACE, "cell", "text")
    each = (
        keys.select(*_PLACE, key=pl.col("text").str.strip_prefix(KEY_MARK).str.split(";"))
        .join(answers, on=_PLACE)
        .explode("key")
        .with_columns(part=pl.col("key").str.split("/"))
        .filter(pl.col("part").list.len() == 3)
    )
    return each.select(
        "submission_id",
        "sheet",
        "cell",
        "text",
        source=pl.lit("slip"),
        rule_id=pl.col("part").list.get(0),
        field=pl.col("part").list.get(1),
        line_no=pl.col("part").list.get(2).cast(pl.Int32, strict=False),
    )


def _beside_figures(cells: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    rows = rows.filter(pl.col("field").is_in(_fields()))
    letters = {col: column_letters(col) for col in rows["value_col"].unique()}
    beside = [col + 1 for col in letters]  # the column beside the figures
    printed = pl.DataFrame(printed_notes(), schema=["field", "printed"], orient="row")
    # most notes are the form's own: joining them to say so would cost more than all other explanations
    written = cells.filter(pl.col("col_no").is_in(beside) & ~pl.col("text").is_in(printed["printed"].to_list()))
    notes = written.select(*_PLACE, "cell", "text", value_col=pl.col("col_no") - 1)
    said = rows.join(notes, on=[*_PLACE, "value_col"])
    return (
        said.join(printed, on=["field"], how="left")
        # a form may print another note: the longest one that the text begins with is not the sender's
        .filter(pl.col("text").str.starts_with(pl.col("printed").fill_null("")))
        .sort(pl.col("printed").str.len_chars(), descending=True, nulls_last=True)
        .unique([*_PLACE, "field"], keep="first", maintain_order=True)
        .select(
            "submission_id",
            "sheet",
            "cell",
            "field",
            text=pl.col("text").str.strip_prefix(pl.col("printed").fill_null("")).str.strip_chars(" .;:\n"),
            source=pl.lit("note"),
            line_no=pl.lit(0, pl.Int32),
            value_cell=pl.format("{}{}", pl.col("value_col").replace_strict(letters, return_dtype=pl.String), "row_no"),
        )
    )


def _beside_lines(cells: pl.DataFrame, tables: pl.DataFrame) -> pl.DataFrame:
    notes = tables.filter(pl.col("field") == NOTE_ID).select("submission_id", "sheet", "first_row", "col_no")
    said = cells.join(notes, on=["submission_id", "sheet", "col_no"]).filter(pl.col("row_no") >= pl.col("first_row"))
    return said.select(
        "submission_id",
        "sheet",
        "cell",
        "text",
        source=pl.lit("note"),
        line_no=(pl.col("row_no") - pl.col("first_row") + 1).cast(pl.Int32),
    )


def _fields() -> list[str]:
    # beside the printed form code stands a remark on the whole file, which answers nothing
    return list({f.name for one in (header(), *forms().values()) for f in one.fields()} - {"form_code"})


def printed_notes() -> list[tuple[str, str]]:
    """Every field with the notes that forms print beside it, and with none."""
    own = {(f.name, printed_note(g, f)) for one in (header(), *forms().values()) for g in one.groups for f in g.fields}
    return sorted({*own, *((name, "") for name in _fields())})
