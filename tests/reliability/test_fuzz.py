"""Mutated bytes and mutated grids of workbooks of every format: no crash, and always exactly one verdict.

Bounded in the normal run; ``make fuzz`` goes on for KHO138_FUZZ_EXAMPLES examples of each kind.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.judge_batch import judge_batch
from ingestion.parsing.parse_batch import Received, parse_batch
from ingestion.sample_city.register_files import write_register
from ingestion.shapes import RECEIPT
from quality.register.register import Register
from tests.unit.edited_workbook import accepted, judge, moved, typed

GOLDEN = Path(__file__).parents[1] / "golden"
EXAMPLES = int(os.environ.get("KHO138_FUZZ_EXAMPLES", "2"))
ALWAYS_THE_SAME = "KHO138_FUZZ_EXAMPLES" not in os.environ  # a longer search looks elsewhere every time
BATCH = 12  # mutants of one example: a batch costs one judging, as in a run
SEEDS = {
    "xlsx": GOLDEN / "F01" / "accepted.xlsx",
    "lines.xlsx": GOLDEN / "F08" / "accepted.xlsx",
    "xls": GOLDEN / "handlaid" / "workbooks" / "a08_f01_excel97.xls",
    "ods": GOLDEN / "handlaid" / "workbooks" / "a07_f01_year.ods",
    "csv": GOLDEN / "handlaid" / "workbooks" / "q10_f03_utf8_comma.csv",
    "utf16.csv": GOLDEN / "handlaid" / "workbooks" / "q11_f03_utf16_tab.csv",
    "json": GOLDEN / "handlaid" / "workbooks" / "a16_f04_by_hand.json",
}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("register")
    write_register(folder)
    return Register.read(folder)


def one_verdict_each(files: list[tuple[str, bytes]], register: Register) -> list[str]:
    received = [Received(f"{n}", name, content) for n, (name, content) in enumerate(files)]
    parsed = parse_batch(received)
    at = datetime(2025, 7, 1, tzinfo=UTC)
    rows = [
        (f"r{f.submission_id}", f.submission_id, "drop_folder", "ward_commune", "13684", f.source_name, 1, at, None)
        for f in received
    ]
    judged = judge_batch(
        pl.DataFrame(rows, schema=RECEIPT, orient="row"), parsed.openings, parsed.cells, register, "b", parsed.findings
    )
    assert judged.submissions["submission_id"].to_list() == [f.submission_id for f in received]
    verdicts = judged.submissions["verdict"].to_list()
    assert set(verdicts) <= {"accepted", "returned", "quarantined"}
    said = set(judged.issues.filter(pl.col("severity") != "query")["submission_id"])
    assert {f"{n}" for n, v in enumerate(verdicts) if v != "accepted"} == said  # nobody is refused without a word
    return verdicts


@st.composite
def mutations(draw: st.DrawFn, size: int) -> list[tuple[int, int, bytes]]:
    """Where, how many bytes are taken out, and what is put there."""
    one = st.tuples(st.integers(0, size), st.sampled_from([0, 1, 2, 4, 64, 4096]), st.binary(max_size=8))
    return draw(st.lists(one, min_size=1, max_size=4))


@pytest.mark.parametrize("kind", SEEDS)
def test_mutated_bytes(kind: str, register: Register) -> None:
    seed = SEEDS[kind].read_bytes()

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=ALWAYS_THE_SAME, suppress_health_check=list(HealthCheck)
    )
    @given(st.lists(mutations(len(seed)), min_size=BATCH, max_size=BATCH))
    def fuzz(batch: list[list[tuple[int, int, bytes]]]) -> None:
        mutants = []
        for changes in batch:
            mutant = seed
            for at, out, new in changes:
                mutant = mutant[:at] + new + mutant[at + out :]
            mutants.append((f"a.{kind}", mutant))
        one_verdict_each(mutants, register)

    fuzz()


_ODD = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**18), 10**18).map(str),
    st.floats().map(str),
    st.sampled_from(
        ["#DIV/0!", "=1+1", "-", "…", "69/70", "1.234", "1,234", "Không", "01/02/2024", "\x00", "NaN", "inf"]
    ),
)


@pytest.mark.parametrize("form", ["F01", "F06", "F08"])
def test_mutated_grids(form: str, register: Register) -> None:
    cells = accepted(form)
    places = cells.filter(pl.col("sheet").is_in(["Báo cáo", "Danh mục"]))["cell"].to_list()
    change = st.tuples(
        st.sampled_from(["Báo cáo", "Danh mục", "_kho138"]), st.sampled_from([*places, "Z99", "A1"]), _ODD
    )
    moves = st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 40))

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=ALWAYS_THE_SAME, suppress_health_check=list(HealthCheck)
    )
    @given(st.lists(change, max_size=6), moves)
    def fuzz(changes: list[tuple[str, str, str | None]], move: tuple[int, int, int]) -> None:
        grid = moved(cells, rows=move[0], cols=move[1], below=move[2])
        for sheet, cell, text in changes:
            grid = typed(grid, {cell: text}, sheet=sheet)
        assert judge(grid, form, register).submissions.height == 1

    fuzz()
