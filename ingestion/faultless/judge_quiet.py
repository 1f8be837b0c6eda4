"""The wide pass: verdicts and facts of the files of a batch about which there is nothing to say.

A file about which any function says anything leaves, and is judged with all others as if this pass were not there.
So the pass may be narrower than it could be, and is never wider than is surely right.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from ingestion.faultless.figures import facts_in, keys_of
from ingestion.faultless.filled_cells import field_names, filled_cells
from ingestion.faultless.grid import Grid, grid_of
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
    files: pl.Series, receipts: pl.DataFrame, cells: pl.DataFrame, register: Register, ingest_batch_id: str
) -> Quiet:
    """Judge those of ``files`` that are quiet.

    Args:
        files: submission_ids of candidates, in order.
        receipts: first receipt of each submission (shape RECEIPT).
        cells: shape CELL, texts already Unicode.
        register: the city's register.
        ingest_batch_id: name of the batch, written to every row.
    """
    submissions, facts = [pl.DataFrame(schema=SUBMISSION)], [pl.DataFrame(schema=FACT)]
    if len(files) >= FEWEST_FILES:
        filled = filled_cells(cells, files)
        for (code,), own in _forms_of(filled.cells, register).group_by("form_code", maintain_order=True):
            file_nos = own["file_no"].filter(~own["file_no"].is_in(filled.strange.implode())).sort()
            if len(file_nos) < FEWEST_FILES:
                continue
            grid = grid_of(forms()[str(code)], file_nos, files, filled.cells)
            head = quiet_headers(grid, receipts, register)
            grid = grid.only(head["submission_id"])
            accepted = _submissions(head, receipts, grid, ingest_batch_id)
            submissions.append(accepted)
            facts.append(facts_in(grid, accepted, register))
    if len(facts) == 2:  # of one form they are in order
        return Quiet(submissions[1], facts[1])
    return Quiet(_in_order(submissions), _in_order(facts))


def _in_order(rows: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(rows, rechunk=True).sort("submission_id", maintain_order=True)


def _forms_of(cells: pl.DataFrame, register: Register) -> pl.DataFrame:
    """file_no, form_code of files that name, letter by letter, the present version of a form of one value a field."""
    present = [
        (form.code, form.version)
        for form in forms().values()
        if form.layout == "record" and form.code in register.city.forms
    ]
    code, version = (
        cells.filter(pl.col("name_no") == field_names().index(name)).select("file_no", pl.col("text").alias(name))
        for name in ("form_code", "form_version")
    )
    named = code.join(version, on="file_no")
    wanted = pl.DataFrame(present, schema={"form_code": pl.String, "form_version": pl.String}, orient="row")
    return named.join(wanted, on=["form_code", "form_version"]).unique("file_no").sort("form_code", "file_no")


def _submissions(head: pl.DataFrame, receipts: pl.DataFrame, grid: Grid, ingest_batch_id: str) -> pl.DataFrame:
    mine = receipts.join(head, on="submission_id", how="semi")
    codes = head.select("submission_id", "form_code", "form_version")
    rows = submissions_of(mine, codes, [head], pl.DataFrame(schema=ISSUE), ingest_batch_id).sort("submission_id")
    return rows.with_columns(keys_of(grid))
