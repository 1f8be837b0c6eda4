"""A file of the drop folder that nobody touched is opened once; any write to it is seen, and a lost landing too."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from ingestion.connectors import drop_folder
from ingestion.connectors.pull_sources import pull_kind
from ingestion.landing.arrival import Arrival
from ingestion.shapes import RECEIPT
from ingestion.workspace import Workspace


def _pull(workspace: Workspace) -> list[str]:
    """Names of the files a pull opens; landing is a folder with a receipt."""
    opened: list[str] = []

    def receive(arrivals: Iterable[Arrival]) -> pl.DataFrame:
        opened.extend(arrival.source_name for arrival in arrivals)
        receipts = workspace.landing / "receipts"
        receipts.mkdir(parents=True, exist_ok=True)
        (receipts / "one.parquet").touch()
        return pl.DataFrame(schema=RECEIPT)

    pull_kind(workspace, "agency", receive)
    return opened


def test_only_what_is_new_or_was_written_to_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drop_folder, "_YOUNG_SECONDS", -1.0)
    workspace = Workspace(tmp_path)
    workspace.register.mkdir()
    folder = workspace.drop / "agency" / "CQ-001"
    folder.mkdir(parents=True)
    for year in (2023, 2024, 2025):
        (folder / f"{year}.xlsx").write_bytes(b"%d" % year)
    assert _pull(workspace) == ["2023.xlsx", "2024.xlsx", "2025.xlsx"]
    assert _pull(workspace) == []
    (folder / "late.xlsx").write_bytes(b"late")
    assert _pull(workspace) == ["late.xlsx"]
    # other bytes of the same length, the old date put back: as a careless copy does
    was = (folder / "2024.xlsx").stat()
    (folder / "2024.xlsx").write_bytes(b"4202")
    os.utime(folder / "2024.xlsx", ns=(was.st_atime_ns, was.st_mtime_ns))
    assert _pull(workspace) == ["2024.xlsx"]
    shutil.rmtree(workspace.landing)
    assert len(_pull(workspace)) == 4


def test_a_young_file_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "agency" / "CQ-001" / "x.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    written = datetime.fromtimestamp(path.stat().st_ctime, UTC)
    assert drop_folder.untouched_key(path, tmp_path, written + timedelta(seconds=1)) is None
    assert drop_folder.untouched_key(path, tmp_path, written + timedelta(seconds=9)) is not None
