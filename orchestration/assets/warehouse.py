"""Assets: the dbt models, built and tested in one command, each a node of the asset graph."""

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, dbt_assets

from ingestion.workspace import Workspace
from orchestration.assets.lake import lake_key
from orchestration.assets.submissions import OWNERS
from orchestration.dbt_environment import PROJECT, dbt_environment, project_sources
from orchestration.passing_faults import retried_when_it_passes
from orchestration.resources.city import ONE_WRITER, CityResource


class _Translator(DagsterDbtTranslator):
    """Lake tables are the sources; models keep their names, grouped by layer."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return lake_key(dbt_resource_props["name"])
        return dg.AssetKey(dbt_resource_props["name"])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        return str(dbt_resource_props["fqn"][1]) if dbt_resource_props["resource_type"] == "model" else "contracts"

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return OWNERS


def dbt_resource() -> DbtCliResource:
    """The dbt command beside the running Python, never another one on the path."""
    return DbtCliResource(
        project_dir=str(PROJECT),
        profiles_dir=str(PROJECT),
        dbt_executable=str(Path(sys.executable).with_name("dbt")),
    )


def manifest(workspace: Workspace) -> Path:
    """The parsed project; parsed again when any of its files is newer than the last parse."""
    os.environ.update(dbt_environment(workspace))
    path = PROJECT / "target" / "manifest.json"
    if not path.exists() or path.stat().st_mtime < max(p.stat().st_mtime for p in project_sources()):
        workspace.warehouse.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        # beside and renamed: two commands that start together never read half a manifest
        with (
            tempfile.TemporaryDirectory(dir=path.parent) as parsed,
            contextlib.redirect_stdout(io.StringIO()),  # a failed parse raises with dbt's own words
        ):
            dbt_resource().cli(["parse"], target_path=Path(parsed)).wait()
            for name in ("partial_parse.msgpack", path.name):  # a build starts from the parse that is there
                (Path(parsed) / name).replace(path.with_name(name))
    return path


def warehouse_models(workspace: Workspace) -> dg.AssetsDefinition:
    """All seeds, models and tests of dbt_project."""

    @dbt_assets(manifest=manifest(workspace), dagster_dbt_translator=_Translator(), pool=ONE_WRITER)
    def models(context: dg.AssetExecutionContext, dbt: DbtCliResource, city: CityResource) -> Iterator[Any]:
        workspace.warehouse.parent.mkdir(parents=True, exist_ok=True)
        # unit tests check SQL, not data: pytest runs them
        with retried_when_it_passes(context):
            yield from dbt.cli(["build", "--exclude-resource-type", "unit_test"], context=context).stream()

    return models
