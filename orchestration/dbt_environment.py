"""Where the dbt project lies and what its profile reads from the environment."""

from __future__ import annotations

from pathlib import Path

from ingestion.workspace import Workspace

PROJECT = Path(__file__).parents[1] / "dbt_project"


def dbt_environment(workspace: Workspace) -> dict[str, str]:
    """What the dbt profile reads from the environment."""
    return {
        # stands inside a SQL string in the sources
        "KHO138_LAKE": str(workspace.lake).replace("'", "''"),
        "KHO138_WAREHOUSE": str(workspace.warehouse),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def project_sources() -> list[Path]:
    """Every file that says what the marts mean, in one order."""
    found = (p for p in PROJECT.rglob("*") if p.suffix in {".sql", ".yml", ".csv"})
    return sorted(p for p in found if not {"target", "bi"} & set(p.relative_to(PROJECT).parts))
