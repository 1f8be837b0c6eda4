"""Sensor: every minute what is to be told is told, and the dead man's signal given."""

from __future__ import annotations

from datetime import UTC, datetime

import dagster as dg
from dagster._core.storage.dagster_run import FINISHED_STATUSES

from ingestion.workspace import Workspace
from ingestion.writing_lock import holder_of
from orchestration.alerts.run_sightings import run_succeeded
from orchestration.alerts.tell import record, tell
from orchestration.alerts.watch import watch
from orchestration.jobs import INGEST, WAREHOUSE
from orchestration.notice_job import NOTICE
from orchestration.outbox_job import OUTBOX


@dg.sensor(
    name="alert_delivery",
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Sends alerts, recoveries and the daily digest; touches alerts/heartbeat for a monitor.",
)
def alert_delivery(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Note which jobs are well again, then send what is due; a faulty alerts.yml fails the tick in the page."""
    workspace, now = Workspace.from_environment(), datetime.now(UTC)
    for job in (INGEST, WAREHOUSE, OUTBOX, NOTICE):
        ended = context.instance.get_runs(dg.RunsFilter(job_name=job, statuses=list(FINISHED_STATUSES)), limit=1)
        if ended and ended[0].is_success:
            record(workspace, run_succeeded(job), now)
    if holder_of(workspace.writing_lock) is None:  # a run that writes is looked at when it is over
        watch(workspace, now)
    return dg.SkipReason(f"{tell(workspace, now)} messages sent")
