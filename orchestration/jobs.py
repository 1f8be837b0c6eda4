"""The two jobs: partitioned ingestion, and ONE unpartitioned warehouse job after any number of ingest runs."""

from __future__ import annotations

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from quality.contracts.vocabulary import SUBMITTER_KINDS

INGEST = "ingest"
WAREHOUSE = "warehouse"

_INGEST_ASSETS = dg.AssetSelection.groups(*SUBMITTER_KINDS)


def ingest_job(quarters: dg.StaticPartitionsDefinition) -> UnresolvedAssetJobDefinition:
    """Receive, parse and judge for every kind of submitter, for a range of reporting quarters in one run."""
    return dg.define_asset_job(
        INGEST,
        selection=_INGEST_ASSETS,
        partitions_def=quarters,
        executor_def=dg.in_process_executor,  # a process a step would import everything again, seven times three
        description="Pull submissions, check them, write verdicts, issues and facts.",
    )


def warehouse_job() -> UnresolvedAssetJobDefinition:
    """Register snapshot, dbt models and tests, release gate, publication."""
    return dg.define_asset_job(
        WAREHOUSE,
        selection=dg.AssetSelection.all() - _INGEST_ASSETS,
        executor_def=dg.in_process_executor,
        description="Build the marts from what was accepted, pass the gate, publish by rename.",
    )
