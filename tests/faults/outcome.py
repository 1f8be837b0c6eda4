"""The corpus on the way every file takes (landing, parsing, judging), and what was found of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ingestion import ingest
from ingestion.landing.arrival import Arrival
from ingestion.landing.landing import Landing
from ingestion.parquet_table import read_table
from ingestion.parsing.unfold import whole_cells
from ingestion.shapes import CELL, CELL_FINDING, ISSUE, OPENING, PRINTED, RECEIPT, SUBMISSION
from ingestion.workspace import Workspace
from quality.contracts.vocabulary import SUBMITTER_KINDS
from quality.register.register import Register
from tests.faults.case import Case

Issue = tuple[str, str | None, set[str]]  # rule, sheet, cells it names


@dataclass
class Found:
    """Verdict and issues of one file."""

    verdict: str
    issues: list[Issue]

    def shows(self, case: Case) -> bool:
        """Whether the planted fault was found: the rule, at the place, with the verdict."""
        declared = case.declared
        assert declared
        here = [
            rule
            for rule, sheet, cells in self.issues
            if case.cell is None or declared.anywhere or (sheet == case.sheet and case.cell in cells)
        ]
        return self.verdict == declared.verdict and any(rule in declared.rules for rule in here)


def parsed_tables(workspace: Workspace) -> dict[str, pl.DataFrame]:
    """What judging reads of a workspace in which the corpus was parsed."""
    shapes = {"openings": OPENING, "cells": CELL, "cell_findings": CELL_FINDING}
    tables = {name: read_table(workspace.table(name), shape) for name, shape in shapes.items()}
    printed = read_table(workspace.table("printed"), PRINTED).unique(maintain_order=True)
    tables["cells"] = whole_cells(tables["cells"], tables["openings"], printed)
    tables["openings"] = tables["openings"].with_columns(printed=pl.lit(None, pl.String))
    receipts = Landing(workspace.landing).receipts().unique("submission_id", keep="first", maintain_order=True)
    return tables | {"receipts": receipts.select(RECEIPT.names())}


def run(cases: Sequence[Case], workspace: Workspace, register: Register) -> dict[str, Found]:
    """Receive, parse and judge every case; what was found, by the case's name.

    Raises:
        AssertionError: two cases have the same bytes, or a file got no verdict.
    """
    by_id = {hashlib.sha256(case.content).hexdigest(): case for case in cases}
    assert len(by_id) == len(cases), "two cases are the same file"
    ingest.take_in(workspace, (_arrival(case) for case in cases), register)
    for kind in SUBMITTER_KINDS:
        ingest.parse(workspace, kind)
        ingest.judge(workspace, kind, register)
    submissions = read_table(workspace.table("submissions"), SUBMISSION)
    found = gather(submissions, read_table(workspace.table("issues"), ISSUE))
    assert found.keys() == by_id.keys(), "a file got no verdict"
    return {case.name: found[sha256] for sha256, case in by_id.items()}


def gather(submissions: pl.DataFrame, issues: pl.DataFrame) -> dict[str, Found]:
    """Verdicts and issues by submission_id."""
    found = {sid: Found(verdict, []) for sid, verdict in submissions.select("submission_id", "verdict").iter_rows()}
    columns = issues.select("submission_id", "rule_id", "sheet", "cell", "related_cells")
    for sid, rule, sheet, cell, related in columns.iter_rows():
        cells = {c for c in (cell, *(related or "").split(", ")) if c}
        found[sid].issues.append((rule, sheet, cells))
    return found


def _arrival(case: Case) -> Arrival:
    made = case.made
    sender = made.folder or made.unit.code
    name = (case.declared and case.declared.file_name) or f"{case.name}.{made.file_format}"
    return Arrival("drop_folder", made.unit.kind, sender, name, case.content, made.received_at)


def workspace_in(folder: Path) -> tuple[Workspace, Register]:
    """An empty workspace with the register of the demonstration city."""
    from ingestion.sample_city.register_files import write_register

    write_register(folder / "register")
    return Workspace(folder), Register.read(folder / "register")
