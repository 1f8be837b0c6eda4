"""The dbt models on hand-made rows, in memory: compiled once, run as often as a property test wants.

The SQL is what dbt compiles; only the place of the lake is exchanged, so a law that holds here holds
in the warehouse. Belongs here: nothing about any one model.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from ingestion.record_snapshot import RECORD_SHAPES
from ingestion.register_snapshot import SNAPSHOT_SHAPES
from ingestion.shapes import EXPLANATION, FACT, ISSUE, RECEIPT, SUBMISSION
from ingestion.workspace import Workspace
from orchestration.dbt_environment import PROJECT, dbt_environment

LAKE_SHAPES: dict[str, pl.Schema] = {
    "receipts": RECEIPT,
    "submissions": SUBMISSION,
    "issues": ISSUE,
    "explanations": EXPLANATION,
    "facts": FACT,
    **SNAPSHOT_SHAPES,
    **{name: shape for name, (shape, _) in RECORD_SHAPES.items()},
}
_READ = re.compile(r"read_parquet\('[^']*/(\w+)/\*\.parquet', union_by_name=true\)")


@dataclass(frozen=True)
class CompiledWarehouse:
    """Statements that make every seed and model, in order."""

    seeds: tuple[str, ...]
    models: tuple[str, ...]
    above: Mapping[str, frozenset[str]] = field(default_factory=dict)  # name of a model -> all models it stands on

    @classmethod
    def compile(cls, scratch: Path) -> CompiledWarehouse:
        """Let dbt compile the project below ``scratch``."""
        environment = os.environ | dbt_environment(Workspace(scratch))
        (scratch / "warehouse").mkdir(parents=True)
        done = subprocess.run(
            [str(Path(sys.executable).with_name("dbt")), "compile", "--project-dir", str(PROJECT), "--profiles-dir",
             str(PROJECT), "--target-path", str(scratch / "target")],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-3000:]
        nodes = json.loads((scratch / "target" / "manifest.json").read_text())["nodes"]
        kept = {k: n for k, n in nodes.items() if n["resource_type"] in ("model", "seed")}
        order = TopologicalSorter(
            {k: set(n.get("depends_on", {}).get("nodes", ())) & set(kept) for k, n in kept.items()}
        )
        ordered = [kept[k] for k in order.static_order()]
        return cls(
            tuple(_seed(n) for n in ordered if n["resource_type"] == "seed"),
            tuple(_model(n) for n in ordered if n["resource_type"] == "model"),
            _ancestors(ordered, kept),
        )

    def changed(self, model: str, before: str, after: str) -> CompiledWarehouse:
        """The warehouse with other words in one model.

        Raises:
            ValueError: the model does not hold ``before``.
        """
        at = next(n for n, statement in enumerate(self.models) if _named(statement) == model)
        if before not in self.models[at]:
            raise ValueError(f"{model} does not say “{before}”")
        other = self.models[at].replace(before, after, 1)
        return replace(self, models=(*self.models[:at], other, *self.models[at + 1 :]))

    def build(
        self,
        lake: dict[str, pl.DataFrame],
        contracts: dict[str, pl.DataFrame] | None = None,
        upto: Sequence[str] | None = None,
    ) -> duckdb.DuckDBPyConnection:
        """A database with every mart (``marts.<name>``) from the given lake tables; others are empty.

        Args:
            lake: lake tables by name.
            contracts: rows of seeds that stand in for those of the project.
            upto: only these models and what they stand on.
        """
        connection = duckdb.connect()
        connection.execute("attach ':memory:' as kho138")
        connection.execute("use kho138")
        for schema in ("lake", "contracts", "staging", "intermediate", "marts"):
            connection.execute(f"create schema kho138.{schema}")
        for name, shape in LAKE_SHAPES.items():
            rows = lake.get(name, pl.DataFrame(schema=shape))
            connection.register("rows", rows.select([pl.col(c).cast(t) for c, t in shape.items()]).to_arrow())
            connection.execute(f"create table kho138.lake.{name} as from rows")
        for statement in self.seeds:
            connection.execute(statement)
        for name, rows in (contracts or {}).items():
            connection.register("rows", rows.to_arrow())
            connection.execute(f"delete from kho138.contracts.{name}")  # noqa: S608 — names of the project's seeds
            connection.execute(f"insert into kho138.contracts.{name} by name from rows")
        wanted = None if upto is None else {*upto, *(name for model in upto for name in self.above[model])}
        for statement in self.models:
            if wanted is None or _named(statement) in wanted:
                connection.execute(statement)
        return connection


def _ancestors(ordered: list[dict[str, Any]], kept: dict[str, dict[str, Any]]) -> dict[str, frozenset[str]]:
    above: dict[str, frozenset[str]] = {}
    for node in ordered:
        parents = [kept[k]["name"] for k in node.get("depends_on", {}).get("nodes", ()) if k in kept]
        above[node["name"]] = frozenset(parents).union(*(above[p] for p in parents))
    return above


def _named(statement: str) -> str:
    return statement.split(" as ", 1)[0].rpartition(".")[2]


def _model(node: dict[str, object]) -> str:
    select = _READ.sub(r"kho138.lake.\1", str(node["compiled_code"]))
    return f"create table kho138.{node['schema']}.{node['name']} as {select}"


def _seed(node: dict[str, object]) -> str:
    path = PROJECT / str(node["original_file_path"])
    types = {str(k): str(v) for k, v in dict(node["config"]["column_types"]).items()}  # type: ignore[index]
    listed = ", ".join(f"'{k}': '{v}'" for k, v in types.items())
    typed = f", types = {{{listed}}}" if types else ""
    return f"create table kho138.{node['schema']}.{node['name']} as from read_csv('{path}', header = true{typed})"
