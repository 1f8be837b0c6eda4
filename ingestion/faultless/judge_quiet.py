"""The wide pass: verdicts and facts of the files of a batch about which there is nothing to say.

A file about which any function says anything leaves, and is judged with all others as if this pass were not there.
So the pass may be narrower than it could be, and is never wider than is surely right.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from ingestion.faultless.figures import facts_in, keys_of
from ingestion.faultless.filled_cells import filled_cells
from ingestion.faultless.grid import Grid, grid_of
from ingestion.faultless.names import field_names
from ingestion.faultless.places import Places, places
from ingestion.faultless.quiet_headers import quiet_headers
from ingestion.shapes import FACT, SUBMISSION
from ingestion.verdicts import submissions_of
from quality.contracts.registry import forms
from quality.issues.shape import ISSUE
from quality.register.register import Register

FEWEST_FILES = 12  # of fewer the long way costs less


class Quiet(NamedTuple):
    """Submissions (shape SUBMISSION, all accepted, in order) and facts (FACT, in order) of quiet files."""

    submissions: pl.DataFrame
    facts: pl.DataFrame


def judge_quiet(
    files: pl.Series,
    receipts: pl.DataFrame,
    openings: pl.DataFrame,
    cells: pl.DataFrame,
    printed: pl.DataFrame,
    register: Register,
    ingest_batch_id: str,
) -> Quiet:
    """Judge those of ``files`` that are quiet.

    Args:
        files: submission_ids of candidates, in order.
        receipts: first receipt of each submission (shape RECEIPT).
        openings: shape OPENING.
        cells: shape CELL, texts already Unicode; of files carried without their words what was filled in.
        printed: shape PRINTED, these words.
        register: the city's register.
        ingest_batch_id: name of the batch, written to every row.
    """
    submissions, facts = [pl.DataFrame(schema=SUBMISSION)], [pl.DataFrame(schema=FACT)]
    if len(files) >= FEWEST_FILES:
        where = places(files, openings, printed)
        filled = filled_cells(cells, files, where)
        for (code,), own in _forms_of(filled.cells, where, register).group_by("form_code", maintain_order=True):
            file_nos = own["file_no"].filter(~own["file_no"].is_in(filled.strange.implode())).sort()
            if len(file_nos) < FEWEST_FILES:
                continue
            grid = grid_of(forms()[str(code)], file_nos, files, where.of_file, filled.cells)
            head = quiet_headers(grid, receipts, register)
            grid = grid.only(head["submission_id"])
            accepted = _submissions(head, receipts, grid, ingest_batch_id)
            submissions.append(accepted)
            facts.append(facts_in(grid, where.sources, accepted, register))
    if len(facts) == 2:  # of one form they are in order
        return Quiet(submissions[1], facts[1])
    return Quiet(_in_order(submissions), _in_order(facts))


def _in_order(rows: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(rows, rechunk=True).sort("submission_id", maintain_order=True)


def _forms_of(cells: pl.DataFrame, where: Places, register: Register) -> pl.DataFrame:
    """file_no, form_code of files that name, letter by letter, a form whose every field has its place in them."""
    whole = [
        (number, code, version)
        for number, source in enumerate(where.sources)
        for code, version in sorted(source.forms)
        if code in register.city.forms
    ]
    code, version = (
        cells.filter(pl.col("name_no") == field_names().index(name)).select("file_no", pl.col("text").alias(name))
        for name in ("form_code", "form_version")
    )
    named = code.join(version, on="file_no")
    named = named.with_columns(where.of_file.gather(named["file_no"]).alias("source"))
    schema = {"source": pl.UInt16, "form_code": pl.String, "form_version": pl.String}
    wanted = pl.DataFrame(whole, schema=schema, orient="row")
    return named.join(wanted, on=list(schema)).unique("file_no").sort("form_code", "file_no")


def _submissions(head: pl.DataFrame, receipts: pl.DataFrame, grid: Grid, ingest_batch_id: str) -> pl.DataFrame:
    mine = receipts.join(head, on="submission_id", how="semi")
    codes = head.select("submission_id", "form_code", "form_version")
    rows = submissions_of(mine, codes, [head], pl.DataFrame(schema=ISSUE), ingest_batch_id).sort("submission_id")
    return rows.with_columns(keys_of(grid))
