"""The unit tests of the dbt models: every formula on rows worked out by hand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from ingestion.workspace import Workspace
from orchestration.assets.warehouse import PROJECT, dbt_environment
from tests.integration.conftest import FirstRun


def test_every_formula(first_run: FirstRun, tmp_path: Path) -> None:
    workspace = Workspace(first_run.city.home)
    environment = os.environ | dbt_environment(workspace) | {"KHO138_WAREHOUSE": str(tmp_path / "unit.duckdb")}
    dbt = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors"]
    where = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", str(tmp_path / "target")]
    seeded = subprocess.run([*dbt, "seed", *where], env=environment, capture_output=True, text=True, check=False)
    built = subprocess.run(
        [*dbt, "run", "--empty", *where], env=environment, capture_output=True, text=True, check=False
    )  # unit tests need the columns of the models, not their rows
    done = subprocess.run(
        [*dbt, "test", "--select", "test_type:unit", *where],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, built.stdout[-1500:] + seeded.stdout[-500:] + done.stdout[-3000:]
    passed = re.search(r"PASS=(\d+)", done.stdout)
    assert passed
    assert int(passed[1]) >= 30
