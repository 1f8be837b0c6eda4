"""Assets of the way out: the release gate over the marts, then the published edition."""

import dagster as dg

from orchestration.assets.submissions import OWNERS
from orchestration.passing_faults import retried_when_it_passes
from orchestration.publishing.edition import publish
from orchestration.publishing.gate_run import pass_gate
from orchestration.publishing.published_figures import differing_figures
from orchestration.publishing.signature import mark_pages
from orchestration.resources.city import ONE_WRITER, CityResource

# The gate reads these marts; depending on them makes it wait for the whole dbt build.
GATED_MARTS = (
    "indicator_actual_vs_target",
    "fct_indicator_yearly",
    "fct_submission_coverage",
    "fct_received",
    "fct_lineage",
    "fct_published_figure",
    "fct_quality_issue",
    "movement_model",
    "dim_reporting_unit",
    "dim_indicator",
    "dim_period",
)


def edition_assets() -> list[dg.AssetsDefinition]:
    """``release_gate`` and ``published_edition``."""
    return [release_gate, published_edition]


@dg.asset(
    group_name="edition",
    owners=["team:standing-office", *OWNERS],
    kinds={"greatexpectations"},
    pool=ONE_WRITER,
    deps=list(GATED_MARTS),
    description="Great Expectations over the marts: the last door before anybody reads a figure. "
    "A failed gate stops here; the published edition stays as it was.",
)
def release_gate(context: dg.AssetExecutionContext, city: CityResource) -> dg.MaterializeResult:
    """Run the gate; Data Docs are in the workspace.

    Raises:
        dagster.Failure: an expectation is not met.
    """
    workspace = city.workspace()
    with retried_when_it_passes(context):
        differing = differing_figures(workspace.warehouse)
        outcome = pass_gate(workspace, context.run_id, differing)
    blocking, warnings = outcome.failed("block"), outcome.failed("warn")
    metadata: dict[str, dg.RawMetadataValue] = {
        "expectations": len(outcome.findings),
        "failed": len(blocking),
        "warnings": len(warnings),
        "not_met": dg.MetadataValue.md(
            "\n".join(f"- {f.sentence_vi}" for f in [*blocking, *warnings]) or "Đạt tất cả."
        ),
        "published_figures_changed_since": [f"{f.figure_id}: {f.cause_vi}" for f in differing],
        "data_docs": dg.MetadataValue.url(workspace.gate_page.as_uri()),
        "data_docs_file": dg.MetadataValue.path(str(workspace.gate_page)),
    }
    if blocking:
        # the same marts would fail again: retrying cannot help
        raise dg.Failure("\n".join(f.sentence_vi for f in blocking), metadata=metadata, allow_retries=False)
    return dg.MaterializeResult(metadata=metadata)


@dg.asset(
    group_name="edition",
    owners=["team:standing-office", *OWNERS],
    kinds={"duckdb"},
    pool=ONE_WRITER,
    deps=[release_gate],
    description="What committees read: the marts in a file of their own, put in place by rename.",
)
def published_edition(context: dg.AssetExecutionContext, city: CityResource) -> dg.MaterializeResult:
    """Publish the marts that passed the gate."""
    workspace = city.workspace()
    with retried_when_it_passes(context):
        edition = publish(workspace)
        mark_pages(workspace)
    return dg.MaterializeResult(
        metadata={
            "content_hash": edition.content_hash,
            "file": dg.MetadataValue.path(str(workspace.published / edition.file)),
            "rows": sum(edition.rows.values()),
        }
    )
