"""Asset of the way out: what every sender is told about what it sent."""

import dagster as dg

from orchestration.assets.submissions import OWNERS
from orchestration.outbox.slips import write_slips
from orchestration.passing_faults import retried_when_it_passes
from orchestration.resources.city import ONE_WRITER, CityResource


@dg.asset(
    group_name="outbox",
    owners=["team:standing-office", *OWNERS],
    kinds={"excel"},
    pool=ONE_WRITER,
    deps=["fct_quality_issue"],
    description="Return slips: the sender's own workbook back, cells marked, what to do and by when, room to explain; "
    "also as a letter and as JSON. Written whether or not the gate lets the figures out.",
)
def return_slips(context: dg.AssetExecutionContext, city: CityResource) -> dg.MaterializeResult:
    """Write the slips that say something new, remove those nobody needs any more."""
    workspace = city.workspace()
    with retried_when_it_passes(context):
        outcome = write_slips(workspace, city.register())
    return dg.MaterializeResult(metadata=outcome._asdict() | {"folder": dg.MetadataValue.path(str(workspace.slips))})
