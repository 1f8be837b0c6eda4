"""Everything Dagster sees of kho138: assets, checks, jobs, schedules, sensors, resources."""

from __future__ import annotations

import dagster as dg

from ingestion.workspace import Workspace
from orchestration.assets.edition import edition_assets
from orchestration.assets.lake import lake
from orchestration.assets.slips import return_slips
from orchestration.assets.submissions import submission_assets
from orchestration.assets.warehouse import dbt_resource, warehouse_models
from orchestration.editions_job import editions_job, editions_sensor
from orchestration.jobs import ingest_job, warehouse_job
from orchestration.notice_job import notice_job
from orchestration.outbox_job import outbox_job, outbox_schedule
from orchestration.partitions import reporting_quarter_partitions
from orchestration.resources.city import CityResource, ReadOnlyCity
from orchestration.schedules import calendar_schedules
from orchestration.sensors.after_ingest import warehouse_after_ingest
from orchestration.sensors.alert_delivery import alert_delivery
from orchestration.sensors.failures import failed_runs
from orchestration.sensors.portal import portal_sensor
from orchestration.sensors.sources import source_sensors
from quality.contracts.vocabulary import SUBMITTER_KINDS

WORKSPACE = Workspace.from_environment()
QUARTERS = reporting_quarter_partitions(WORKSPACE)

defs = dg.Definitions(
    assets=[
        *(asset for kind in SUBMITTER_KINDS for asset in submission_assets(kind, QUARTERS)),
        lake,
        warehouse_models(WORKSPACE),
        return_slips,
        *edition_assets(),
    ],
    jobs=[ingest_job(QUARTERS), warehouse_job(), notice_job, outbox_job, editions_job],
    schedules=[*calendar_schedules(WORKSPACE), outbox_schedule(WORKSPACE)],
    sensors=[
        *source_sensors(WORKSPACE, QUARTERS),
        portal_sensor(WORKSPACE, QUARTERS),
        warehouse_after_ingest,
        failed_runs,
        alert_delivery,
        editions_sensor(WORKSPACE),
    ],
    resources={
        "city": CityResource(home=str(WORKSPACE.home)),
        "reading": ReadOnlyCity(home=str(WORKSPACE.home)),
        "dbt": dbt_resource(),
    },
    executor=dg.in_process_executor,  # also for what is materialised from the page
)
