"""Sensors: one a source of ``register/sources.yml``. Something waiting there starts one ingest run over all quarters.

The cursor remembers what was waiting when a run was asked for, and which. It moves on only when that run
has done its work: one that failed or was lost is asked for again, later each time, also after a restart.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import dagster as dg
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_END_TAG, ASSET_PARTITION_RANGE_START_TAG, RUN_KEY_TAG
from pydantic import BaseModel, ValidationError

from ingestion.connectors.pull_sources import waiting_keys
from ingestion.connectors.source_errors import SourceError
from ingestion.connectors.source_model import DropFolder, Source, read_sources
from ingestion.workspace import Workspace
from orchestration.alerts.run_sightings import source_answered
from orchestration.alerts.tell import record
from orchestration.jobs import INGEST
from orchestration.on_event import Event, Kind, on_event
from orchestration.sensors.patience import grown_patience

LOOK_SECONDS = {"drop_folder": 60}
LOOK_ELSEWHERE_SECONDS = 300
REFUSED_PATIENCE = timedelta(hours=1)  # asking on with a wrong password locks the account
_WAITING_IN_LINE = [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED]


class Cursor(BaseModel):
    """What a sensor remembers: the waiting files it asked a run for, how often and when, and a refusal."""

    waiting: str = ""
    attempt: int = 0
    asked_at: datetime | None = None
    refused_until: datetime | None = None

    @classmethod
    def read(cls, text: str | None) -> Cursor:
        """The cursor of the last tick; one that cannot be read is a new one: asking twice does no harm."""
        try:
            return cls.model_validate_json(text) if text else cls()
        except ValidationError:
            return cls()

    @property
    def run_key(self) -> str:
        """Key of the run that was asked for."""
        return f"{self.waiting[:16]}#{self.attempt}"

    def patience(self) -> timedelta:
        """How long a failed run is left alone before the next one."""
        return grown_patience(self.attempt)


def source_sensors(workspace: Workspace, quarters: dg.StaticPartitionsDefinition) -> list[dg.SensorDefinition]:
    """A sensor for every enabled source, on unless somebody turns it off in the page."""
    return [_sensor(workspace, source, quarters) for source in read_sources(workspace.register) if source.enabled]


def range_tags(quarters: dg.StaticPartitionsDefinition) -> dict[str, str]:
    """Run tags that make one run cover every reporting quarter."""
    keys = quarters.get_partition_keys()
    return {ASSET_PARTITION_RANGE_START_TAG: keys[0], ASSET_PARTITION_RANGE_END_TAG: keys[-1]}


def _sensor(workspace: Workspace, source: Source, quarters: dg.StaticPartitionsDefinition) -> dg.SensorDefinition:
    def evaluate(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        cursor, now = Cursor.read(context.cursor), datetime.now(UTC)
        if cursor.refused_until and now < cursor.refused_until:
            return _nothing(f"{source.name} refused us; asked again after {cursor.refused_until:%d/%m %H:%M} UTC")
        if not quarters.get_partition_keys():
            return _nothing("no year of the register is open")
        try:
            keys = waiting_keys(workspace, source)
        except SourceError as error:
            kind: Kind = "source_silent" if error.retryable else "source_refused"
            said: dict[str, str | int] = {"seen": error.seen, "advice": error.advice}
            on_event(Event(kind, source.name, source.owner, facts=said, backup=source.backup), workspace)
            if error.retryable:
                raise  # a failed tick in the page; the cursor stays and the next tick asks again
            refused = cursor.model_copy(update={"refused_until": now + REFUSED_PATIENCE})
            return _nothing(str(error), refused)
        record(workspace, source_answered(source.name), now)
        if not keys:
            return _nothing("nothing is waiting")
        waiting = hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()
        attempt = 1
        if waiting == cursor.waiting and cursor.asked_at:
            if answered := _still_answered(context.instance, source, cursor, now):
                return _nothing(answered)
            attempt = cursor.attempt + 1
        if context.instance.get_runs_count(dg.RunsFilter(job_name=INGEST, statuses=_WAITING_IN_LINE)):
            return _nothing("an ingest run waits in line and will take this along")
        asked = Cursor(waiting=waiting, attempt=attempt, asked_at=now)
        tags = {"kho138/source": source.name} | range_tags(quarters)
        request = dg.RunRequest(run_key=asked.run_key, tags=tags)
        return dg.SensorResult(run_requests=[request], cursor=asked.model_dump_json())

    return dg.SensorDefinition(
        name=f"source_{source.name.replace('-', '_')}",
        job_name=INGEST,
        evaluation_fn=evaluate,
        minimum_interval_seconds=LOOK_SECONDS.get(source.channel, LOOK_ELSEWHERE_SECONDS),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=f"What waits at {source.name} ({source.channel}; {source.owner}, then {source.backup}) "
        "starts one ingest run.",
    )


def _still_answered(instance: dg.DagsterInstance, source: Source, cursor: Cursor, now: datetime) -> str | None:
    """Why no new run is asked for, when the same files wait as at the last asking; None: ask again."""
    found = instance.get_runs(dg.RunsFilter(job_name=INGEST, tags={RUN_KEY_TAG: cursor.run_key}), limit=1)
    if not found:
        return None
    run = found[0]
    if not run.is_finished:
        return f"run {run.run_id[:8]} is taking them in"
    # a folder of ours keeps what was taken; at any other source what still waits was not taken
    if run.is_success and isinstance(source, DropFolder):
        return "nothing new"
    if run.status == dg.DagsterRunStatus.CANCELED:
        return f"run {run.run_id[:8]} was stopped by hand; the next new file asks again"
    ask_again = (cursor.asked_at or now) + cursor.patience()
    if now < ask_again:
        return f"run {run.run_id[:8]} did not take them in; asked again after {ask_again:%d/%m %H:%M} UTC"
    return None


def _nothing(words: str, cursor: Cursor | None = None) -> dg.SensorResult:
    return dg.SensorResult(skip_reason=words, cursor=cursor.model_dump_json() if cursor else None)
