"""The job and the schedule that send letters to units: every ten minutes, when one is due."""

from datetime import UTC, datetime

import dagster as dg

from ingestion.identify import OFFICE_TIME
from ingestion.workspace import Workspace
from ingestion.writing_lock import BusyError
from orchestration.alerts.tell import record
from orchestration.outbox.letter_sightings import letter_sightings
from orchestration.outbox.outbox_settings import FILE_NAME, OutboxError, read_settings
from orchestration.outbox.send import send
from orchestration.outbox.sent_log import SentLog
from orchestration.outbox.unit_names import Names
from orchestration.outbox.waiting import letters_now
from orchestration.resources.city import ReadOnlyCity
from quality.register.register import Register

OUTBOX = "outbox"


@dg.op(description="Send every letter that is due, once.")
def letters_to_units(context: dg.OpExecutionContext, reading: ReadOnlyCity) -> None:
    """Send.

    Raises:
        dagster.Failure: a way is closed, or the outbox is not set up rightly; the letters wait in the outbox, which
            has a patience of its own.
    """
    workspace = reading.workspace()
    try:
        done = send(workspace, reading.register(), read_settings(workspace.register), lambda: datetime.now(UTC))
    except BusyError:
        context.log.info("another process is sending")
        return
    except OutboxError as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    context.add_output_metadata({"sent": done.sent, "failed": done.failed, "refused": done.refused})
    if done.closed:
        raise dg.Failure("; ".join(f"{way}: {why}" for way, why in done.closed.items()), allow_retries=False)


@dg.job(name=OUTBOX, executor_def=dg.in_process_executor,
        description="Receipts, return slips, reminders and chase letters to units.")  # fmt: skip
def outbox_job() -> None:
    """One sending."""
    letters_to_units()


def outbox_schedule(workspace: Workspace) -> dg.ScheduleDefinition:
    """On unless somebody turns it off in the page; without ``outbox.yml`` it asks for nothing."""

    def evaluate(_: dg.ScheduleEvaluationContext) -> dg.SkipReason | dg.RunRequest:
        if not (workspace.register / FILE_NAME).exists():
            return dg.SkipReason(f"no {FILE_NAME}: units are not written to")
        entries, register = SentLog(workspace.outbox).entries(), Register.read(workspace.register)
        found = letters_now(workspace, register, read_settings(workspace.register), entries, datetime.now(UTC))
        record(workspace, letter_sightings(found, Names(register)), datetime.now(UTC))
        due = sum(w.state == "due" for w in found)
        return dg.RunRequest(tags={"kho138/letters": str(due)}) if due else dg.SkipReason("no letter is due")

    return dg.ScheduleDefinition(
        name="outbox_every_ten_minutes",
        job_name=OUTBOX,
        cron_schedule="*/10 * * * *",
        execution_timezone=OFFICE_TIME,
        execution_fn=evaluate,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Letters that are due leave: receipts, slips, reminders, chase letters.",
    )
