"""The gate before any clock starts: same decisions, issues and cells as the row-by-row loop, nothing lost, nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from ingestion.parquet_table import read_table
from ingestion.shapes import FACT, ISSUE, SUBMISSION
from ingestion.workspace import Workspace
from quality.register.register import Register
from tests.benchmarks import pipeline
from tests.benchmarks.corpus import BenchFile
from tests.benchmarks.row_loop import RowLoop


def check(files: Sequence[BenchFile], home: Path, register_folder: Path) -> str:
    """Compare both on ``files``; returns the line to print.

    Raises:
        AssertionError: a verdict, an issue or a value differs, counts do not balance, or a second
            run of the same files loads something.
    """
    register = Register.read(register_folder)
    reference = {r.sha256: r for r in RowLoop(register_folder).run(files, home / "loop")}
    counts = pipeline.run(files, home / "kho138", register)
    assert counts.received == len(reference) == counts.accepted + counts.returned + counts.quarantined, counts

    workspace = Workspace(home / "kho138")
    verdicts = dict(read_table(workspace.table("submissions"), SUBMISSION, ["submission_id", "verdict"]).iter_rows())
    issues = read_table(workspace.table("issues"), ISSUE).select("submission_id", "rule_id", "cell")
    number = pl.col("value_number").cast(pl.Float64)
    facts = read_table(workspace.table("facts"), FACT).select("submission_id", "field", number, "sheet", "cell")
    for sha256, own in reference.items():
        assert verdicts[sha256] == own.verdict, (own.name, verdicts[sha256], own)
    _same({(s, *f) for s, r in reference.items() for f in r.findings}, set(issues.iter_rows()))
    _same({(s, *f) for s, r in reference.items() for f in r.facts}, set(facts.iter_rows()))

    again = pipeline.run(files, home / "kho138", register)
    assert again.received == 0, again
    assert read_table(workspace.table("facts"), FACT, ["field"]).height == facts.height
    return (
        f"{counts.received} files = {counts.accepted} accepted + {counts.returned} returned + {counts.quarantined} "
        f"quarantined; {facts.height} values and {issues.height} issues as the reference reader has them; second run: 0"
    )


def _same(expected: set[tuple[object, ...]], found: set[tuple[object, ...]]) -> None:
    assert not (expected - found), f"missing: {sorted(map(str, expected - found))[:4]}"
    assert not (found - expected), f"too many: {sorted(map(str, found - expected))[:4]}"
