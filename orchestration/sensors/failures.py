"""Sensor: a run of any job that failed for good is an event."""

from __future__ import annotations

import dagster as dg

from ingestion.workspace import Workspace
from orchestration.on_event import Event, on_event

_FIRST_LINE = 300


@dg.run_failure_sensor(
    name="failed_runs",
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Says so when a run failed and will not be retried.",
)
def failed_runs(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """Hand the failure on, once a run; one that is retried is not over."""
    run = context.dagster_run
    if run.tags.get("dagster/will_retry") == "true":
        return dg.SkipReason(f"run {run.run_id[:8]} is retried")
    steps = [e.step_key or "" for e in context.get_step_failure_events()]
    message = (context.failure_event.message or "").splitlines()
    facts: dict[str, str | int] = {"steps": ", ".join(steps), "said": message[0][:_FIRST_LINE] if message else ""}
    on_event(Event("run_failed", run.job_name, run_id=run.run_id, facts=facts), Workspace.from_environment())
    return None
