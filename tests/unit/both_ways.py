"""A batch of files judged with the wide pass of faultless files and without it: every table must be the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from ingestion import judge_batch as door
from ingestion.faultless import judge_quiet as quiet_pass
from ingestion.judge_batch import Judged, judge_batch
from ingestion.parsing.parse_batch import ParsedBatch, Received, parse_batch
from ingestion.sample_city.blank_form import BlankForm
from ingestion.sample_city.submission import Submission
from ingestion.sample_city.write_city import TEMPLATES
from ingestion.shapes import RECEIPT
from quality.register.register import Register

BLANKS = {f"F0{n}": BlankForm(TEMPLATES / f"F0{n}.xlsx") for n in range(1, 10)}


class Batch:
    """A parsed batch, judged with the wide pass and without it."""

    def __init__(self, register: Register, parsed: ParsedBatch, receipts: pl.DataFrame, **given: Any) -> None:
        self.register, self.parsed, self.receipts, self.given = register, parsed, receipts, given
        self.taken = 0  # files that went through the pass when it was last asked

    def judged(self, fewest: int) -> Judged:
        def counted(*args: Any) -> quiet_pass.Quiet:
            found = quiet_pass.judge_quiet(*args)
            self.taken = found.submissions.height
            return found

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(quiet_pass, "FEWEST_FILES", fewest)
            patch.setattr(door, "judge_quiet", counted)
            return judge_batch(
                self.receipts,
                self.parsed.openings,
                self.parsed.cells,
                self.register,
                "b",
                self.parsed.findings,
                **({"printed": self.parsed.printed} | self.given),
            )

    def same_both_ways(self) -> Batch:
        """Every table is the same, row for row; says how many files went through the pass."""
        long_way = self.judged(10**9)
        assert self.taken == 0
        wide_pass = self.judged(1)
        for name, table in wide_pass._asdict().items():
            assert table.schema == getattr(long_way, name).schema, name
            assert_frame_equal(table, getattr(long_way, name))
        return self


def batch(register: Register, files: list[tuple[Submission, bytes]], **given: Any) -> Batch:
    received, rows = [], []
    for number, (made, content) in enumerate(files):
        name = f"#{number * 7 % len(files):05d}"  # received in another order than their names
        received.append(Received(name, f"{number}.{made.file_format}", content))
        rows.append((f"r{number}", name, "drop_folder", made.unit.kind, made.folder or made.unit.code, f"{number}", len(content),
                     made.received_at, name))  # fmt: skip
    return Batch(
        register, parse_batch(received, folded=True), pl.DataFrame(rows, schema=RECEIPT, orient="row"), **given
    )


def written(made: Submission, file_format: str) -> tuple[Submission, bytes]:
    one = replace(made, file_format=file_format)
    return one, one.content(BLANKS[made.form])


def as_json(made: Submission) -> tuple[Submission, bytes]:
    return written(made, "json")
