"""Settings of the city's Dagster storage, written once; an office may change them."""

from __future__ import annotations

import os
from pathlib import Path

import yaml

POSTGRES = "KHO138_POSTGRES_URL"  # the one setting: runs, events and ticks live in PostgreSQL instead of SQLite files

SETTINGS = """\
# Settings of Dagster for this workspace. Written once by kho138; change it as the office needs.
telemetry:
  enabled: false
nux:
  enabled: false
run_monitoring:
  enabled: true
  # a whole run takes a minute or two: what takes longer hangs and is failed
  max_runtime_seconds: 1800
  start_timeout_seconds: 180
  cancel_timeout_seconds: 60
run_retries:
  enabled: true
  max_retries: 2
  # a run that was killed is run again; one whose step failed is not: steps retry what passes by itself
  retry_on_asset_or_op_failure: false
concurrency:
  runs:
    max_concurrent_runs: 3
  pools:
    # a pool is a thing only one run may change at a time
    granularity: run
    default_limit: 1
retention:
  schedule:
    purge_after_days: {skipped: 30, failure: 90, success: 400}
  sensor:
    purge_after_days: {skipped: 3, failure: 90, success: 90}
"""
_POSTGRES = f"""\
storage:
  postgres:
    postgres_url:
      env: {POSTGRES}
"""


class SettingsError(ValueError):
    """``dagster.yaml`` and the environment do not fit together."""


def write_instance_settings(dagster_home: Path) -> None:
    """Make the folder and its ``dagster.yaml``; a file that is there stays as it is.

    With ``KHO138_POSTGRES_URL`` set the storage is that database: the address stays in the environment,
    the file only names it. A file from before the setting gets the lines added.

    Raises:
        SettingsError: the file wants the database and the variable is not set: going on with SQLite would
            look as if everything ever run were gone.
    """
    name_the_driver()
    dagster_home.mkdir(parents=True, exist_ok=True)
    path = dagster_home / "dagster.yaml"
    text = path.read_text(encoding="utf-8") if path.exists() else SETTINGS
    wants = "storage" in (yaml.safe_load(text) or {})
    if os.environ.get(POSTGRES):
        text = text if wants else f"{text.rstrip()}\n{_POSTGRES}"
    elif wants and POSTGRES in text:
        raise SettingsError(f"{path} keeps runs in PostgreSQL: set {POSTGRES}, or take out its storage lines")
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def name_the_driver() -> None:
    """Let ``postgresql://`` mean the driver that Dagster brings; SQLAlchemy takes it for another one."""
    address = os.environ.get(POSTGRES, "")
    if address.startswith("postgresql://"):
        os.environ[POSTGRES] = address.replace("postgresql://", "postgresql+psycopg2://", 1)
