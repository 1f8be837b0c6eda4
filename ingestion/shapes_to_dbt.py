"""Shapes of the lake -> dbt sources: one generated YAML with every table and column dbt may read.

Usage: ``python -m ingestion.shapes_to_dbt [--check]``; exit code 1 when the file has drifted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from ingestion.record_snapshot import RECORD_SHAPES
from ingestion.register_snapshot import SNAPSHOT_SHAPES
from ingestion.shapes import EXPLANATION, FACT, ISSUE, RECEIPT, SUBMISSION

SOURCES = Path(__file__).parents[1] / "dbt_project" / "models" / "staging" / "_sources.yml"
_NOTE = "# GENERATED from ingestion/shapes.py by ingestion.shapes_to_dbt: do not edit.\n"
_TABLES: dict[str, tuple[pl.Schema, str]] = (
    {
        "receipts": (RECEIPT, "One row an arrival: what was received, from whom by the channel, and when."),
        "submissions": (SUBMISSION, "One row a distinct file: what it says it is and its single-file verdict."),
        "issues": (ISSUE, "One finding about one place of one file."),
        "explanations": (EXPLANATION, "What a sender wrote to explain a figure, with the place it stands at."),
        "facts": (FACT, "One accepted value with the cell it was read from. Append-only."),
    }
    | {name: (shape, "Snapshot of the city's register.") for name, shape in SNAPSHOT_SHAPES.items()}
    | RECORD_SHAPES
)


def sources_yaml() -> str:
    """The dbt sources file."""
    tables: list[dict[str, Any]] = [
        {
            "name": name,
            "description": description,
            "columns": [{"name": c, "data_type": str(t).lower()} for c, t in shape.items()],
        }
        for name, (shape, description) in _TABLES.items()
    ]
    location = "read_parquet('{{ env_var(\"KHO138_LAKE\") }}/{name}/*.parquet', union_by_name=true)"
    source = {
        "name": "lake",
        "description": "Parquet tables that ingestion writes; only dbt reads them into DuckDB.",
        "config": {"external_location": location},
        "tables": tables,
    }
    return _NOTE + yaml.safe_dump({"version": 2, "sources": [source]}, sort_keys=False, allow_unicode=True, width=120)


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        current = SOURCES.exists() and SOURCES.read_text(encoding="utf-8") == sources_yaml()
        print("dbt sources are current" if current else f"out of date: {SOURCES.name} (make generate)")  # noqa: T201
        sys.exit(0 if current else 1)
    SOURCES.parent.mkdir(parents=True, exist_ok=True)
    SOURCES.write_text(sources_yaml(), encoding="utf-8")
