"""Which moment an answer about the past is for."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from ingestion.corrections.records import SHAPE
from ingestion.ingest import judge, pull
from ingestion.parquet_table import write_batch
from ingestion.sample_city.register_files import write_register
from ingestion.shapes import RECEIPT
from ingestion.workspace import Workspace
from orchestration.publishing.earlier import EarlierError, marts_as_of, moment_of
from orchestration.publishing.judged_then import lay_out_judged
from quality.register.register import Register

GOLDEN = Path(__file__).parents[1] / "golden" / "F03"


def test_a_day_is_its_end_in_the_office() -> None:
    assert moment_of("2025-01-14") == datetime(2025, 1, 14, 16, 59, 59, 999999, tzinfo=UTC)
    assert moment_of("2025-01-14T09:30:00") == datetime(2025, 1, 14, 2, 30, tzinfo=UTC)
    assert moment_of("2025-01-14T09:30:00+00:00") == datetime(2025, 1, 14, 9, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="hôm qua"):
        moment_of("hôm qua")


def test_a_correction_decided_later_changes_no_earlier_answer(tmp_path: Path) -> None:
    workspace, bench = Workspace(tmp_path / "city"), Workspace(tmp_path / "bench")
    write_register(workspace.register)
    register = Register.read(workspace.register)
    for name in ("accepted.xlsx", "faulty.xlsx"):
        unit = {"accepted.xlsx": "DT-01", "faulty.xlsx": "DT-10"}[name]
        (workspace.drop / "mass_org" / unit).mkdir(parents=True)
        shutil.copyfile(GOLDEN / name, workspace.drop / "mass_org" / unit / name)
    (workspace.register / "corrections.csv").write_text(
        ",".join(SHAPE.names())
        + "\nSC-01,,DT-01,F03,ND09:2023-Y,members_total,0,,5635,5653,Đảo chữ số,Thường trực,2025-07-02,\n",
        encoding="utf-8",
    )
    pull(workspace, "mass_org", register)
    judge(workspace, "mass_org", register)
    bench.home.mkdir()
    bench.landing.symlink_to(workspace.landing)
    said = {}
    for day in ("2025-07-01", "2025-07-02", "2025-07-01"):
        lay_out_judged(workspace, bench, moment_of(day))
        facts = pl.read_parquet(bench.table("facts") / "*.parquet").filter(field="members_total")
        said[day] = facts.select("value_number", "correction_id").rows()
        assert pl.read_parquet(bench.table("submissions") / "*.parquet").height == 2
        assert bench.table("facts").is_symlink() == (day == "2025-07-02")
    assert said == {"2025-07-01": [(5635, None)], "2025-07-02": [(5653, "SC-01")]}
    now = pl.read_parquet(workspace.table("facts") / "*.parquet").filter(field="members_total")
    assert now["value_number"].to_list() == [5653]  # the present lake is as it was


def test_before_the_first_receipt_there_is_no_answer(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.register.mkdir()
    receipt = ("r", "s", "test", "police", "CA", "a.xlsx", 1, datetime(2025, 1, 15, tzinfo=UTC), "s")
    write_batch(workspace.landing / "receipts", pl.DataFrame([receipt], schema=RECEIPT, orient="row"), "one")
    with pytest.raises(EarlierError, match="Đến 14/01/2025 23:59 chưa nhận được báo cáo nào"):
        marts_as_of(workspace, moment_of("2025-01-14"))
