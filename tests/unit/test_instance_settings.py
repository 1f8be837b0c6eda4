"""dagster.yaml is written once; one variable moves the run storage to PostgreSQL, and is not forgotten silently."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from orchestration.instance_settings import POSTGRES, SettingsError, write_instance_settings

ADDRESS = "postgresql://kho138:mat-khau@localhost/dagster"


def test_what_an_office_changed_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(POSTGRES, raising=False)
    write_instance_settings(tmp_path)
    path = tmp_path / "dagster.yaml"
    said = yaml.safe_load(path.read_text())
    assert "storage" not in said  # SQLite files beside it
    assert said["telemetry"] == {"enabled": False}
    assert said["run_retries"]["retry_on_asset_or_op_failure"] is False
    path.write_text(path.read_text() + "# ours\n")
    write_instance_settings(tmp_path)
    assert path.read_text().endswith("# ours\n")


def test_one_setting_moves_the_storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(POSTGRES, raising=False)
    write_instance_settings(tmp_path)
    monkeypatch.setenv(POSTGRES, ADDRESS)
    write_instance_settings(tmp_path)
    write_instance_settings(tmp_path)
    text = (tmp_path / "dagster.yaml").read_text()
    assert yaml.safe_load(text)["storage"] == {"postgres": {"postgres_url": {"env": POSTGRES}}}
    assert text.count("storage:") == 1
    assert os.environ[POSTGRES] == ADDRESS.replace("postgresql://", "postgresql+psycopg2://")  # Dagster's driver
    assert "mat-khau" not in text
    monkeypatch.delenv(POSTGRES)
    with pytest.raises(SettingsError, match=POSTGRES):
        write_instance_settings(tmp_path)
