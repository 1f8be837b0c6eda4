"""Workbooks that take longer to read than a file may: sent with a limit of a fifth of a second, beside clean ones that pass it."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from ingestion.parsing import worker_pool
from ingestion.sample_city.submission import Submission
from tests.faults import corpus, outcome
from tests.faults.case import ALL, Case, Declared, FaultClass
from tests.faults.outcome import Found
from tests.faults.packages import with_sheet_part

LIMIT_SECONDS = "0.2"
_ROWS, _COLUMNS = 12_000, 40  # as many cells as a file may have, each a text of its own: most of a second
_BODY = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


@cache
def _sheet() -> bytes:
    cells = '<c t="inlineStr"><is><t>a</t></is></c>' * _COLUMNS
    return _BODY.format("".join(f'<row r="{n}">{cells}</row>' for n in range(1, _ROWS))).encode()


def _plant(_: Submission, __: random.Random) -> Declared:
    return Declared(("OPEN-09",), rewrite=lambda content, _: with_sheet_part(content, "Nháp", _sheet()))


STALLING = FaultClass("workbook that takes too long to read", _plant, ALL, formats=("xlsx",))


@contextmanager
def _impatient() -> Iterator[None]:
    """Workers that give every file the short limit; those that were there before come back."""
    before, worker_pool._pool = worker_pool._pool, None
    os.environ["KHO138_SECONDS_PER_FILE"] = LIMIT_SECONDS
    try:
        yield
    finally:
        del os.environ["KHO138_SECONDS_PER_FILE"]
        worker_pool.shared_pool().close()
        worker_pool._pool = before


def run(folder: Path, instances: int) -> tuple[Sequence[Case], dict[str, Found]]:
    """``instances`` such files among as many clean ones; what was found, by the case's name."""
    folder.mkdir(parents=True)
    slow = [corpus.planted(STALLING, number) for number in range(instances)]
    beside = list(corpus.clean(1))[:instances]
    with _impatient():
        found = outcome.run([*slow, *beside], *outcome.workspace_in(folder))
    assert [c.name for c in beside if found[c.name].issues] == [], "a clean file was stopped"
    return slow, {c.name: found[c.name] for c in slow}
