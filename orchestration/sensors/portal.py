"""Sensor: what was uploaded and has no verdict yet starts one ingest run. It has landed; nothing is pulled."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import dagster as dg

from ingestion.connectors.portal import CHANNEL
from ingestion.unjudged import unjudged
from ingestion.workspace import Workspace
from orchestration.jobs import INGEST
from orchestration.sensors.sources import Cursor, range_tags


def portal_sensor(workspace: Workspace, quarters: dg.StaticPartitionsDefinition) -> dg.SensorDefinition:
    """The sensor of one workspace, on unless somebody turns it off in the page."""

    def evaluate(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        uploaded = unjudged(workspace, CHANNEL).to_list()
        if not uploaded or not quarters.get_partition_keys():
            return dg.SensorResult(skip_reason="nothing that was uploaded waits for its verdict")
        cursor, now = Cursor.read(context.cursor), datetime.now(UTC)
        waiting = hashlib.sha256("\n".join(uploaded).encode()).hexdigest()
        again = waiting == cursor.waiting
        if again and cursor.asked_at and now < cursor.asked_at + cursor.patience():
            return dg.SensorResult(
                skip_reason=f"asked for; asked again after {cursor.asked_at + cursor.patience():%H:%M}"
            )
        asked = Cursor(waiting=waiting, attempt=cursor.attempt + 1 if again else 1, asked_at=now)
        tags = {"kho138/source": CHANNEL} | range_tags(quarters)
        request = dg.RunRequest(run_key=f"{CHANNEL}:{asked.run_key}", tags=tags)
        return dg.SensorResult(run_requests=[request], cursor=asked.model_dump_json())

    return dg.SensorDefinition(
        name="source_portal",
        job_name=INGEST,
        evaluation_fn=evaluate,
        minimum_interval_seconds=60,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Files uploaded to the portal that have no verdict yet start one ingest run.",
    )
