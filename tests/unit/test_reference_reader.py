"""The pipeline decides, cites and keeps what a plain row-by-row reader does (the gate of `make bench-ingest`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion.sample_city.register_files import write_register
from tests.benchmarks import correctness
from tests.benchmarks.corpus import EVERY, FAULTS, FORMATS, write_files


@pytest.mark.parametrize("file_format", FORMATS)
def test_same_decisions_issues_and_cells_as_the_reference_reader(file_format: str, tmp_path: Path) -> None:
    write_register(tmp_path / "register")
    count = EVERY * len(FAULTS)  # every fault once
    files = write_files(tmp_path / "files", file_format, count)
    line = correctness.check(files, tmp_path / "home", tmp_path / "register")
    assert line.startswith(f"{count} files = {count - len(FAULTS) + 1} accepted")  # a dash is only a query
