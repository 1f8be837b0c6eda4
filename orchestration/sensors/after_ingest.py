"""Sensor: one warehouse run after ingest runs, however many ended since the last look, wherever they came from."""

from __future__ import annotations

from datetime import UTC, datetime

import dagster as dg
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES
from dagster._core.storage.tags import RUN_KEY_TAG

from ingestion.unjudged import unjudged
from ingestion.workspace import Workspace
from orchestration.assets.submissions import verdicts_key
from orchestration.jobs import INGEST, WAREHOUSE
from orchestration.sensors.patience import grown_patience
from quality.contracts.vocabulary import SUBMITTER_KINDS

LOOKED_THROUGH = 50  # runs, newest first
_VERDICTS = {verdicts_key(kind) for kind in SUBMITTER_KINDS}


@dg.sensor(
    name="warehouse_after_ingest",
    job_name=WAREHOUSE,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="When ingest runs have succeeded and none is under way, rebuild the warehouse once.",
)
def warehouse_after_ingest(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for one warehouse run that begins after the newest successful ingest run has ended.

    A warehouse run that failed is asked for again, later each time: the next files, or a person who
    mended the cause, must not have to remember it.
    """
    records = list(context.instance.get_run_records(limit=LOOKED_THROUGH))
    ingests = [r for r in records if _ingests(r.dagster_run)]
    builds = [r for r in records if r.dagster_run.job_name == WAREHOUSE]
    if any(r.dagster_run.status in NOT_FINISHED_STATUSES for r in ingests):
        return dg.SkipReason("an ingest run is under way")
    if any(r.dagster_run.status in NOT_FINISHED_STATUSES for r in builds):
        return dg.SkipReason("a warehouse run is under way")
    done = [r for r in ingests if r.dagster_run.is_success]
    if not done:
        return dg.SkipReason("no ingest run has succeeded yet")
    newest = max(done, key=lambda r: r.end_time or 0)
    if any(r.dagster_run.is_success and (r.start_time or 0) >= (newest.end_time or 0) for r in builds):
        return dg.SkipReason("the warehouse is up to date with the last ingest run")
    if waiting := unjudged(Workspace.from_environment()).len():
        return dg.SkipReason(f"{waiting} files of other quarters have no verdict yet: the figures would not be whole")
    tried = [r for r in builds if r.dagster_run.tags.get(RUN_KEY_TAG, "").startswith(newest.dagster_run.run_id)]
    if tried:
        ended = datetime.fromtimestamp(max(r.end_time or 0 for r in tried), UTC)
        ask_again = ended + grown_patience(len(tried))
        if datetime.now(UTC) < ask_again:
            return dg.SkipReason(f"the last warehouse run failed; asked again after {ask_again:%d/%m %H:%M} UTC")
    return dg.RunRequest(run_key=f"{newest.dagster_run.run_id}#{len(tried) + 1}")


def _ingests(run: dg.DagsterRun) -> bool:
    """Whether a run brings verdicts: the job, or a selection or backfill from the asset graph."""
    return run.job_name == INGEST or bool(_VERDICTS & (run.asset_selection or set()))
