"""A record that comes, changes or goes judges again the files it is about, and no others."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

from ingestion.corrections.records import SHAPE
from ingestion.ingest import judge, parse, pull
from ingestion.sample_city.register_files import write_register
from ingestion.workspace import Workspace
from quality.register.register import Register

GOLDEN = Path(__file__).parents[1] / "golden" / "F03"
LINE = "SC-01,,DT-01,F03,ND09:2023-Y,members_total,0,,5635,{},Đảo chữ số,Thường trực,2025-07-02,\n"


def members(workspace: Workspace, register: Register) -> tuple[int, dict[str, tuple[float, str | None]]]:
    judged = judge(workspace, "mass_org", register)
    facts = pl.read_parquet(workspace.table("facts") / "*.parquet").filter(field="members_total")
    values = {
        unit: (float(n), by) for unit, n, by in facts.select("unit_code", "value_number", "correction_id").iter_rows()
    }
    assert facts.height == len(values)
    return judged.received, values


def test_only_what_a_record_is_about_is_judged_again(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    write_register(workspace.register)
    register = Register.read(workspace.register)
    for unit, name in (("DT-01", "accepted.xlsx"), ("DT-10", "faulty.xlsx")):
        (workspace.drop / "mass_org" / unit).mkdir(parents=True)
        shutil.copyfile(GOLDEN / name, workspace.drop / "mass_org" / unit / name)
    pull(workspace, "mass_org", register)
    parse(workspace, "mass_org")
    assert members(workspace, register) == (2, {"DT-01": (5635, None)})
    assert members(workspace, register) == (0, {"DT-01": (5635, None)})

    records = workspace.register / "corrections.csv"
    records.write_text(",".join(SHAPE.names()) + "\n" + LINE.format("5653"), encoding="utf-8")
    assert members(workspace, register) == (1, {"DT-01": (5653, "SC-01")})
    assert members(workspace, register) == (0, {"DT-01": (5653, "SC-01")})

    records.write_text(",".join(SHAPE.names()) + "\n" + LINE.format("5655"), encoding="utf-8")
    assert members(workspace, register) == (1, {"DT-01": (5655, "SC-01")})

    records.unlink()
    assert members(workspace, register) == (1, {"DT-01": (5635, None)})
    submissions = pl.read_parquet(workspace.table("submissions") / "*.parquet")
    assert sorted(submissions["sender_code"]) == ["DT-01", "DT-10"]
