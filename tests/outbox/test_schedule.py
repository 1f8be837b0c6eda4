"""What the daemon does: letters leave when one is due, and what was uploaded gets its verdict."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import dagster as dg
import polars as pl

from ingestion.landing.landing import Landing
from ingestion.shapes import RECEIPT, REFUSAL
from ingestion.workspace import Workspace
from orchestration.outbox_job import outbox_job, outbox_schedule
from orchestration.resources.city import ReadOnlyCity
from orchestration.sensors.portal import portal_sensor
from orchestration.sensors.sources import Cursor
from tests.outbox.conftest import MONDAY, WARD, receipt, set_up
from tests.outbox.mail_server import Mailbox

QUARTERS = dg.StaticPartitionsDefinition(["2025-Q1", "2025-Q2"])


def test_letters_leave_when_one_is_due(workspace: Workspace, mail: tuple[Mailbox, int]) -> None:
    tick = outbox_schedule(workspace).evaluate_tick
    context = dg.build_schedule_context(scheduled_execution_time=datetime.now(UTC))
    assert "no outbox.yml" in str(tick(context).skip_message)
    set_up(workspace, mail[1], {"default": "email"})
    (asked,) = tick(context).run_requests or []
    assert asked.tags["kho138/letters"] == "3"
    assert outbox_job.execute_in_process(resources={"reading": ReadOnlyCity(home=str(workspace.home))}).success
    assert len(mail[0].letters) == 3
    assert tick(context).skip_message == "no letter is due"


def test_an_upload_asks_for_one_run_and_again_when_that_gave_no_verdict(workspace: Workspace) -> None:
    sensor = portal_sensor(workspace, QUARTERS)

    def tick(cursor: str | None) -> tuple[list[dg.RunRequest], str | None]:
        with dg.DagsterInstance.ephemeral() as instance:
            data = sensor.evaluate_tick(dg.build_sensor_context(instance=instance, cursor=cursor))
        return list(data.run_requests or []), data.cursor

    assert tick(None)[0] == []  # what came by mail is no upload
    row = receipt(9, WARD, "0d" * 32, "x.xlsx", MONDAY, channel="portal")
    Landing(workspace.landing).commit(pl.DataFrame([row], schema=RECEIPT, orient="row"), pl.DataFrame(schema=REFUSAL))
    (first,), cursor = tick(None)
    assert tick(cursor)[0] == []
    read = Cursor.read(cursor)
    assert read.asked_at
    (again,), _ = tick(read.model_copy(update={"asked_at": read.asked_at - timedelta(minutes=11)}).model_dump_json())
    assert again.run_key != first.run_key
