"""The three stages of ingestion for one kind of sender: pull, parse, judge.

Pulling looks at every file in memory before a byte is kept, and hands on what it parsed: parsing is
left for what landed and has no cells, after a crash or a rebuild. Each stage does what is left to do
and nothing twice; killed anywhere, the next run goes on. The submissions table is written last and
is what says that a file has been judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import polars as pl

from ingestion.connectors.pull_sources import Pulled, pull_kind
from ingestion.corrections.records import known_corrections, read_corrections
from ingestion.corrections.rejudge import forget_outdated
from ingestion.judge_batch import judge_batch
from ingestion.landing.arrival import Arrival
from ingestion.landing.landing import Landing
from ingestion.landing.receive import BATCH_FILES, receive
from ingestion.landing.refused import refused_openings
from ingestion.old_layouts.mapping_model import Mapping, read_mappings
from ingestion.old_layouts.sheet_reports import of_own_sheet, sheet_reports
from ingestion.parquet_table import batch_id, read_table, write_batch
from ingestion.parsing.parse_batch import ParsedBatch, Received, parse_batch
from ingestion.parsing.unfold import read_openings, read_printed
from ingestion.shapes import OPENING, RECEIPT, SUBMISSION
from ingestion.short_names import ShortNames
from ingestion.workspace import Workspace
from quality.personal_data.allowed import allowed
from quality.register.register import Register


class UnbalancedError(AssertionError):
    """Submissions were lost or made up: received is not accepted + returned + quarantined."""


@dataclass(frozen=True)
class Counts:
    """What one judging did, in distinct submissions."""

    received: int = 0
    accepted: int = 0
    returned: int = 0
    quarantined: int = 0

    def check(self) -> Counts:
        """Return self.

        Raises:
            UnbalancedError: received is not the sum of the three verdicts.
        """
        if self.received != self.accepted + self.returned + self.quarantined:
            raise UnbalancedError(f"{self}")
        return self


def pull(workspace: Workspace, sender_kind: str, register: Register) -> list[Pulled]:
    """Receive what senders of one kind have left at every source of the city; one entry a source.

    Raises:
        SourcesError: ``register/sources.yml`` cannot be used.
    """
    return pull_kind(workspace, sender_kind, lambda arrivals: take_in(workspace, arrivals, register))


def take_in(workspace: Workspace, arrivals: Iterable[Arrival], register: Register) -> pl.DataFrame:
    """Look at arrivals, keep what may be kept, write its cells; returns the new receipts (shape RECEIPT)."""

    def tell(submission_ids: list[str], parsed: ParsedBatch) -> None:
        _write_parsed(workspace, submission_ids, parsed)

    mappings = read_mappings(workspace.register)
    reports = partial(sheet_reports, mappings=mappings) if mappings else None
    return receive(Landing(workspace.landing), arrivals, allowed(register), tell, reports)


def _write_parsed(workspace: Workspace, submission_ids: Iterable[str], parsed: ParsedBatch) -> None:
    name = batch_id(submission_ids)
    write_batch(workspace.table("cells"), parsed.cells, name)
    write_batch(workspace.table("printed"), parsed.printed, name)
    write_batch(workspace.table("cell_findings"), parsed.findings, name)
    write_batch(workspace.table("openings"), parsed.openings, name)  # last: it says the batch is parsed


def _first_receipts(workspace: Workspace, sender_kind: str) -> pl.DataFrame:
    # every submission belongs to its first receipt, whoever sends the same bytes again
    receipts = Landing(workspace.landing).receipts().unique("submission_id", keep="first", maintain_order=True)
    return receipts.filter(pl.col("sender_kind") == sender_kind)


def parse(workspace: Workspace, sender_kind: str) -> int:
    """Open and parse what landed and has no cells; returns how many files that were."""
    landing = Landing(workspace.landing)
    done = read_table(workspace.table("openings"), OPENING, ["submission_id"])
    pending = _first_receipts(workspace, sender_kind).join(done, on="submission_id", how="anti")
    refused = refused_openings(landing, pending["submission_id"])
    if refused.height:
        _write_parsed(workspace, refused["submission_id"], parse_batch([])._replace(openings=refused))
    kept = pending.join(refused, on="submission_id", how="anti")
    for batch in kept.iter_slices(BATCH_FILES):
        names = batch.select("submission_id", "source_name").iter_rows()
        parsed = parse_batch(Received(sid, name, landing.content(sid)) for sid, name in names)
        _write_parsed(workspace, batch["submission_id"], of_own_sheet(parsed, batch))
    return kept.height


def judge(
    workspace: Workspace,
    sender_kind: str,
    register: Register,
    quarters: tuple[str, str] | None = None,
    known_at: datetime | None = None,
) -> Counts:
    """Judge what was parsed and has no verdict yet.

    Args:
        workspace: the city's workspace.
        sender_kind: only senders of this kind.
        register: the city's register.
        quarters: first and last reporting quarter (``2024-Q1``) by the end of the period; a file
            whose period cannot be read is judged by the first run that meets it. None = all.
        known_at: only corrections that were decided by then; None = all of them.

    Returns:
        How many distinct submissions got which verdict.

    Raises:
        UnbalancedError: a file of the batch did not end in exactly one verdict.
    """
    receipts = _first_receipts(workspace, sender_kind)
    corrections = known_corrections(read_corrections(workspace.register), known_at)
    mappings = read_mappings(workspace.register)
    forget_outdated(workspace, corrections)
    done = read_table(workspace.table("submissions"), SUBMISSION, ["submission_id"])
    pending = receipts.join(done, on="submission_id", how="anti")
    total = Counts()
    for file in sorted(workspace.table("openings").glob("*.parquet")):
        batch = pending.join(pl.read_parquet(file, columns=["submission_id"]), on="submission_id", how="semi")
        if batch.height:
            total = _add(total, _judge_file(workspace, file.name, batch, register, quarters, corrections, mappings))
    return total.check()


def _judge_file(
    workspace: Workspace,
    name: str,
    batch: pl.DataFrame,
    register: Register,
    quarters: tuple[str, str] | None,
    corrections: pl.DataFrame,
    mappings: tuple[Mapping, ...],
) -> Counts:
    names = ShortNames(batch["submission_id"])
    parsed = [pl.read_parquet(workspace.table(table) / name) for table in ("cells", "cell_findings")]
    tables = [read_openings(workspace.table("openings") / name), *parsed]
    if tables[0].height != batch.height:  # some of its files are judged already, or are of another kind of sender
        tables = [table.join(batch, on="submission_id", how="semi") for table in tables]
    openings, cells, noticed = map(names.shorten, tables)
    refusals = Landing(workspace.landing).refusals().join(batch, on="submission_id", how="semi")
    judged = judge_batch(
        names.shorten(batch.select(RECEIPT.names())),
        openings,
        cells,
        register,
        name.removesuffix(".parquet"),
        noticed,
        names.shorten(corrections),
        mappings,
        names.shorten(refusals),
        read_printed(workspace.table("printed") / name),
    )
    in_quarters = pl.lit(value=True)
    if quarters is not None:
        first, last = quarters
        in_quarters = _quarter().is_between(pl.lit(first), pl.lit(last))
    wanted = judged.submissions.filter(pl.col("period_id").is_null() | in_quarters)
    if wanted.is_empty():
        return Counts()
    full = names.restore(wanted)
    written = batch_id(full["submission_id"])
    rename = pl.lit(written).alias("ingest_batch_id")
    keep = wanted.select("submission_id")
    for table, rows in (
        ("facts", judged.facts.with_columns(rename)),
        ("issues", judged.issues),
        ("explanations", judged.explanations),
    ):
        mine = rows if wanted.height == judged.submissions.height else rows.join(keep, on="submission_id", how="semi")
        write_batch(workspace.table(table), names.restore(mine), written)
    write_batch(workspace.table("submissions"), full.with_columns(rename), written)  # last: it says they are judged
    if quarters is None and wanted.height != batch.height:
        raise UnbalancedError(f"batch {name}: {batch.height} files, {wanted.height} verdicts")
    verdicts = dict(wanted["verdict"].value_counts().iter_rows())
    return Counts(wanted.height, *(verdicts.get(v, 0) for v in ("accepted", "returned", "quarantined"))).check()


def _quarter() -> pl.Expr:
    end = pl.col("period_end").dt
    return pl.format("{}-Q{}", end.year(), end.quarter())


def _add(one: Counts, other: Counts) -> Counts:
    return Counts(
        one.received + other.received,
        one.accepted + other.accepted,
        one.returned + other.returned,
        one.quarantined + other.quarantined,
    )


def reporting_quarters(register: Register) -> list[str]:
    """Every quarter in which a period of the open report years ends, first to last (``2024-Q1``)."""
    ends = register.periods().select(_quarter().alias("quarter"))["quarter"]
    first, last = str(ends.min()), str(ends.max())
    every = (f"{year}-Q{number}" for year in range(int(first[:4]), int(last[:4]) + 1) for number in (1, 2, 3, 4))
    return [quarter for quarter in every if first <= quarter <= last]
