"""Settings of the city's Dagster storage, written once; an office may change them."""

from __future__ import annotations

from pathlib import Path

_SETTINGS = """\
# Settings of Dagster for this workspace. Written once by kho138; change it as the office needs.
telemetry:
  enabled: false
nux:
  enabled: false
run_monitoring:
  enabled: true
  # a run left over from a crash is failed after this, instead of staying "started" for ever
  max_runtime_seconds: 3600
"""


def write_instance_settings(dagster_home: Path) -> None:
    """Make the folder and its ``dagster.yaml``; a file that is there stays as it is."""
    dagster_home.mkdir(parents=True, exist_ok=True)
    path = dagster_home / "dagster.yaml"
    if not path.exists():
        path.write_text(_SETTINGS, encoding="utf-8")
