"""Assets: the lake tables as dbt reads them, what was ingested and the register, closed for one build."""

from collections.abc import Iterator

import dagster as dg

from ingestion.record_snapshot import RECORD_SHAPES, write_record_snapshot
from ingestion.register_snapshot import SNAPSHOT_SHAPES, write_register_snapshot
from orchestration.assets.submissions import OWNERS, verdicts_key
from orchestration.passing_faults import retried_when_it_passes
from orchestration.resources.city import ONE_WRITER, CityResource
from quality.contracts.vocabulary import SUBMITTER_KINDS

INGESTED = {
    "receipts": "One row an arrival.",
    "submissions": "One row a distinct file with its verdict.",
    "issues": "One row a finding at a place of a file.",
    "explanations": "One row an explanation of a sender.",
    "facts": "One row an accepted value with its cell.",
}
_VERDICTS = [verdicts_key(kind) for kind in SUBMITTER_KINDS]


def lake_key(table: str) -> dg.AssetKey:
    """Asset key of a lake table."""
    return dg.AssetKey(["lake", table])


@dg.multi_asset(
    name="lake",
    group_name="lake",
    pool=ONE_WRITER,
    specs=[
        *(
            dg.AssetSpec(lake_key(n), deps=_VERDICTS, description=d, owners=OWNERS, kinds={"parquet"})
            for n, d in INGESTED.items()
        ),
        *(
            dg.AssetSpec(lake_key(n), description="The city's register or calendar.", owners=OWNERS, kinds={"parquet"})
            for n in SNAPSHOT_SHAPES
        ),
        *(
            dg.AssetSpec(lake_key(n), description=d, owners=OWNERS, kinds={"parquet"})
            for n, (_, d) in RECORD_SHAPES.items()
        ),
    ],
)
def lake(context: dg.AssetExecutionContext, city: CityResource) -> Iterator[dg.MaterializeResult]:
    """Write the register snapshot; as_of is the moment of the last receipt."""
    workspace = city.workspace()
    with retried_when_it_passes(context):
        write_register_snapshot(workspace, city.register())
        write_record_snapshot(workspace)
    for name in (*INGESTED, *SNAPSHOT_SHAPES, *RECORD_SHAPES):
        files = len(list(workspace.table(name).glob("*.parquet")))
        yield dg.MaterializeResult(asset_key=lake_key(name), metadata={"files": files})
