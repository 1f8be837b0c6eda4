"""Asset: register, calendar and receipts as Parquet, between ingestion and dbt."""

from __future__ import annotations

import dagster as dg

from ingestion.register_snapshot import write_register_snapshot
from orchestration.assets.submissions import OWNERS, verdicts_key
from orchestration.resources.city import CityResource
from quality.contracts.vocabulary import SUBMITTER_KINDS


@dg.asset(
    group_name="register",
    owners=OWNERS,
    kinds={"polars", "parquet"},
    deps=[verdicts_key(kind) for kind in SUBMITTER_KINDS],
    description="Units, successions, perimeters, periods, working days, obligations and receipts as dbt reads them.",
)
def register_snapshot(city: CityResource) -> dg.MaterializeResult[None]:
    """Write the snapshot; as_of is the moment of the last receipt."""
    register = city.register()
    write_register_snapshot(city.workspace(), register)
    return dg.MaterializeResult(
        metadata={"units": register.units.height, "open_years": ", ".join(map(str, register.city.open_years))}
    )
