"""Sensor: files in the drop folder that have not landed yet start one ingest run over all quarters."""

import hashlib

import dagster as dg
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_END_TAG, ASSET_PARTITION_RANGE_START_TAG

from ingestion.connectors.drop_folder import waiting_files
from ingestion.workspace import Workspace
from orchestration.jobs import INGEST
from quality.contracts.vocabulary import SUBMITTER_KINDS


def new_files_sensor(workspace: Workspace, quarters: dg.StaticPartitionsDefinition) -> dg.SensorDefinition:
    """Compare the listing of the drop folder with the one of the last run it asked for."""

    @dg.sensor(
        name="new_files",
        job_name=INGEST,
        minimum_interval_seconds=60,
        description="New or changed files in the drop folder start one ingest run.",
    )
    def sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        listing = _listing(workspace)
        if not listing:
            return dg.SkipReason("the drop folder is empty")
        # sha256, not hash(): the same listing must give the same key in every process
        key = hashlib.sha256("\n".join(listing).encode()).hexdigest()
        if key == context.cursor:
            return dg.SkipReason(f"nothing new among {len(listing)} files")
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=key, tags=range_tags(quarters))], cursor=key)

    return sensor


def range_tags(quarters: dg.StaticPartitionsDefinition) -> dict[str, str]:
    """Run tags that make one run cover every reporting quarter."""
    keys = quarters.get_partition_keys()
    return {ASSET_PARTITION_RANGE_START_TAG: keys[0], ASSET_PARTITION_RANGE_END_TAG: keys[-1]}


def _listing(workspace: Workspace) -> list[str]:
    files = (path for kind in SUBMITTER_KINDS for path in waiting_files(workspace.drop, kind))
    return [f"{p.relative_to(workspace.drop)}\t{p.stat().st_size}\t{p.stat().st_mtime_ns}" for p in files]
