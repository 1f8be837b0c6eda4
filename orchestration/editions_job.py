"""The job that writes the editions of all audiences, and the sensor that asks for it after something was published."""

from datetime import UTC, datetime

import dagster as dg
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES
from dagster._core.storage.tags import RUN_KEY_TAG

from ingestion.workspace import Workspace
from orchestration.editions.settings import EditionSettingsError
from orchestration.editions.write_editions import is_up_to_date, write_editions, written_for
from orchestration.passing_faults import retried_when_it_passes
from orchestration.resources.city import CityResource
from orchestration.sensors.patience import grown_patience

EDITIONS = "editions"


@dg.op(description="Write what changed for every audience: database, Parquet, workbook, page, manifest.")
def editions_for_readers(context: dg.OpExecutionContext, city: CityResource) -> None:
    """Write.

    Raises:
        dagster.Failure: register/editions.yml cannot be used.
    """
    try:
        with retried_when_it_passes(context):
            written = write_editions(city.workspace())
    except EditionSettingsError as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    missing = sorted({text for w in written for text in w.untranslated})
    if missing:
        context.log.warning("no English yet: %s", "; ".join(missing))
    context.add_output_metadata({
        "audiences": len(written), "written": sum(w.is_new for w in written), "texts_without_english": len(missing),
    })  # fmt: skip


@dg.job(name=EDITIONS, executor_def=dg.in_process_executor,
        description="Editions for readers: a folder an audience, with what it may see.")  # fmt: skip
def editions_job() -> None:
    """All audiences."""
    editions_for_readers()


def editions_sensor(workspace: Workspace) -> dg.SensorDefinition:
    """Asks for a run while what is published is not what readers have; a failed one is asked for again, later."""

    def evaluate(context: dg.SensorEvaluationContext) -> dg.SkipReason | dg.RunRequest:
        wanted = written_for(workspace)
        if wanted is None:
            return dg.SkipReason("nothing is published yet")
        if is_up_to_date(workspace):
            return dg.SkipReason("readers have what is published")
        runs = context.instance.get_run_records(dg.RunsFilter(job_name=EDITIONS), limit=20)
        if any(r.dagster_run.status in NOT_FINISHED_STATUSES for r in runs):
            return dg.SkipReason("editions are being written")
        tried = [r for r in runs if r.dagster_run.tags.get(RUN_KEY_TAG, "").startswith(wanted)]
        if tried:
            ended = datetime.fromtimestamp(max(r.end_time or 0 for r in tried), UTC)
            if datetime.now(UTC) < ended + grown_patience(len(tried)):
                return dg.SkipReason("the last run failed; asked again later")
        return dg.RunRequest(run_key=f"{wanted}#{len(tried) + 1}")

    return dg.SensorDefinition(
        name="editions_after_publish",
        job_name=EDITIONS,
        evaluation_fn=evaluate,
        minimum_interval_seconds=60,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="When an edition was published or signed, write it for its readers.",
    )
