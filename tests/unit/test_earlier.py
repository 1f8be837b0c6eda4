"""Which moment an answer about the past is for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from ingestion.parquet_table import write_batch
from ingestion.shapes import RECEIPT
from ingestion.workspace import Workspace
from orchestration.publishing.earlier import EarlierError, marts_as_of, moment_of


def test_a_day_is_its_end_in_the_office() -> None:
    assert moment_of("2025-01-14") == datetime(2025, 1, 14, 16, 59, 59, 999999, tzinfo=UTC)
    assert moment_of("2025-01-14T09:30:00") == datetime(2025, 1, 14, 2, 30, tzinfo=UTC)
    assert moment_of("2025-01-14T09:30:00+00:00") == datetime(2025, 1, 14, 9, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="hôm qua"):
        moment_of("hôm qua")


def test_before_the_first_receipt_there_is_no_answer(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.register.mkdir()
    receipt = ("r", "s", "test", "police", "CA", "a.xlsx", 1, datetime(2025, 1, 15, tzinfo=UTC), "s")
    write_batch(workspace.landing / "receipts", pl.DataFrame([receipt], schema=RECEIPT, orient="row"), "one")
    with pytest.raises(EarlierError, match="Đến 14/01/2025 23:59 chưa nhận được báo cáo nào"):
        marts_as_of(workspace, moment_of("2025-01-14"))
