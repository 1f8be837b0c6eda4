"""Sensor: one warehouse run after ingest runs, however many of them ended since the last look."""

import dagster as dg

from orchestration.jobs import INGEST, WAREHOUSE


@dg.sensor(
    name="warehouse_after_ingest",
    job_name=WAREHOUSE,
    minimum_interval_seconds=60,
    description="When ingest runs have succeeded and none is under way, rebuild the warehouse once.",
)
def warehouse_after_ingest(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for one warehouse run for the newest successful ingest run, once."""
    busy = context.instance.get_run_records(
        dg.RunsFilter(job_name=INGEST, statuses=[dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.QUEUED]), limit=1
    )
    if busy:
        return dg.SkipReason("an ingest run is under way")
    done = context.instance.get_run_records(
        dg.RunsFilter(job_name=INGEST, statuses=[dg.DagsterRunStatus.SUCCESS]), limit=1
    )
    if not done:
        return dg.SkipReason("no ingest run has succeeded yet")
    newest = done[0].dagster_run.run_id
    if newest == context.cursor:
        return dg.SkipReason("the warehouse is up to date with the last ingest run")
    context.update_cursor(newest)
    return dg.RunRequest(run_key=newest)
