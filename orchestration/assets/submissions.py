"""Assets of ingestion: for each kind of submitter received files, their cells, their verdicts."""

from datetime import UTC, datetime

import dagster as dg
import polars as pl

from ingestion import ingest
from ingestion.connectors.pull_sources import Pulled
from ingestion.parquet_table import read_table
from ingestion.shapes import ISSUE, SUBMISSION
from ingestion.workspace import Workspace
from orchestration.alerts.run_sightings import source_answered
from orchestration.alerts.tell import record
from orchestration.on_event import Event, Kind, on_event
from orchestration.partitions import quarter_range
from orchestration.resources.city import ONE_WRITER, CityResource
from quality.contracts.vocabulary import SubmitterKind

KIND_NAMES: dict[SubmitterKind, str] = {
    "ward_commune": "wards and communes",
    "agency": "agencies",
    "mass_org": "mass organisations",
    "enterprise": "enterprises",
    "school": "schools",
    "police": "the police",
    "city_sc138": "the standing office of the committee",
}
OWNERS = ["team:data-engineering"]
WORST_SHOWN = 10
SOURCES_ANSWERED = "sources_answered"


def verdicts_key(kind: str) -> dg.AssetKey:
    """Key of the last ingestion asset of one kind of submitter."""
    return dg.AssetKey(f"{kind}_verdicts")


def submission_assets(kind: SubmitterKind, quarters: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Three assets of one kind of submitter: receipts, cells, verdicts. A range of quarters is one run."""
    one_run = dg.BackfillPolicy.single_run()

    @dg.asset(
        name=f"{kind}_receipts",
        group_name=kind,
        partitions_def=quarters,
        backfill_policy=one_run,
        pool=ONE_WRITER,
        owners=OWNERS,
        kinds={"python"},
        description=f"Files of {KIND_NAMES[kind]}: looked at in memory, kept once by sha256 when "
        "nothing personal or secret is in them, one receipt an arrival. "
        "Files of every period land, whatever quarters a run asks for.",
        check_specs=[
            dg.AssetCheckSpec(SOURCES_ANSWERED, asset=f"{kind}_receipts",
                              description="Every source of register/sources.yml could be pulled from"),
        ],
    )  # fmt: skip
    def receipts(context: dg.AssetExecutionContext, city: CityResource) -> dg.MaterializeResult:
        pulled = ingest.pull(city.workspace(), kind, city.register())
        failed = [p for p in pulled if p.error]
        _tell_of_sources(city.workspace(), pulled, context.run_id)
        return dg.MaterializeResult(
            metadata={
                "new_receipts": sum(p.receipts.height for p in pulled),
                "new_bytes": sum(int(p.receipts["size_bytes"].sum() or 0) for p in pulled),
                "files_nobody_sent": sum(len(p.strays) for p in pulled),
            },
            check_results=[
                dg.AssetCheckResult(
                    check_name=SOURCES_ANSWERED,
                    passed=not failed,
                    # the other sources' files go on; a source that is silent is somebody's to look at
                    severity=dg.AssetCheckSeverity.WARN,
                    metadata={p.source: f"{p.owner}: {p.error}" for p in failed} | {"sources": len(pulled)},
                )
            ],
        )

    @dg.asset(
        name=f"{kind}_cells",
        group_name=kind,
        partitions_def=quarters,
        backfill_policy=one_run,
        pool=ONE_WRITER,
        owners=OWNERS,
        kinds={"excel", "polars"},
        deps=[receipts],
        description=f"Cells of the files of {KIND_NAMES[kind]} with their sheet and address; "
        "a file that cannot be opened is one row with the reason.",
    )
    def cells(context: dg.AssetExecutionContext, city: CityResource) -> dg.MaterializeResult:
        return dg.MaterializeResult(metadata={"files_parsed": ingest.parse(city.workspace(), kind)})

    @dg.asset(
        name=f"{kind}_verdicts",
        group_name=kind,
        partitions_def=quarters,
        backfill_policy=one_run,
        pool=ONE_WRITER,
        owners=OWNERS,
        kinds={"pandera", "polars"},
        deps=[cells],
        check_specs=[
            dg.AssetCheckSpec("received_equals_verdicts", asset=verdicts_key(kind), blocking=True,
                              description="received = accepted + returned + quarantined, nothing lost"),
            dg.AssetCheckSpec("nothing_to_mend", asset=verdicts_key(kind),
                              description="Issues found in this run; the worst are listed"),
        ],
        description=f"Submissions of {KIND_NAMES[kind]}: accepted, returned or quarantined by the rules that "
        "read one file alone, with every issue at its cell and every accepted value as a fact.",
    )  # fmt: skip
    def verdicts(context: dg.AssetExecutionContext, city: CityResource) -> dg.MaterializeResult:
        workspace = city.workspace()
        before = set(read_table(workspace.table("submissions"), SUBMISSION, ["submission_id"])["submission_id"])
        counts = ingest.judge(workspace, kind, city.register(), quarter_range(context))
        issues = _new_issues(city, kind, before)
        return dg.MaterializeResult(
            metadata=vars(counts) | {"issues": issues.height},
            check_results=[
                dg.AssetCheckResult(
                    check_name="received_equals_verdicts",
                    passed=counts.received == counts.accepted + counts.returned + counts.quarantined,
                    metadata=vars(counts),
                ),
                dg.AssetCheckResult(
                    check_name="nothing_to_mend",
                    passed=issues.is_empty(),
                    severity=dg.AssetCheckSeverity.WARN,
                    metadata={"issues": issues.height, "worst": dg.MetadataValue.md(_worst_table(issues))},
                ),
            ],
        )

    return [receipts, cells, verdicts]


def _tell_of_sources(workspace: Workspace, pulled: list[Pulled], run_id: str) -> None:
    """A source that fails in a run is told of like one that fails a sensor's tick: a run by hand has no sensor."""
    for p in pulled:
        if p.error:
            kind: Kind = "source_silent" if p.retryable else "source_refused"
            on_event(Event(kind, p.source, p.owner, run_id, {"said": p.error}, p.backup), workspace)
        else:
            record(workspace, source_answered(p.source), datetime.now(UTC))


def _new_issues(city: CityResource, kind: str, before: set[str]) -> pl.DataFrame:
    workspace = city.workspace()
    mine = read_table(workspace.table("submissions"), SUBMISSION, ["submission_id", "sender_kind", "source_name"])
    mine = mine.filter((pl.col("sender_kind") == kind) & ~pl.col("submission_id").is_in(list(before)))
    return read_table(workspace.table("issues"), ISSUE).join(mine, on="submission_id")


def _worst_table(issues: pl.DataFrame) -> str:
    """The most frequent rules as a Markdown table: counts and one place each; no values, no names of files.

    The event log keeps what it was told: what is erased later must not stand in it.
    """
    order = pl.col("severity").replace_strict({"quarantine": 0, "error": 1, "query": 2}, return_dtype=pl.Int8)
    worst = (
        issues.group_by("rule_id", "severity")
        .agg(
            pl.len().alias("count"),
            pl.col("submission_id").first().str.head(12),
            pl.col("sheet").first(),
            pl.col("cell").first(),
        )
        .sort(order, -pl.col("count").cast(pl.Int64), "rule_id")
        .head(WORST_SHOWN)
    )
    rows = [f"| {r} | {s} | {n} | {f} | {h or ''}!{c or ''} |" for r, s, n, f, h, c in worst.iter_rows()]
    return "\n".join(["| rule | severity | count | for example | at |", "|---|---|---|---|---|", *rows])
