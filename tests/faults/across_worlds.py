"""Cities in which something was planted beside other reports, sent and judged; what was said of which report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from ingestion import ingest
from ingestion.landing.arrival import Arrival
from ingestion.parquet_table import read_table
from ingestion.record_snapshot import RECORD_SHAPES, write_record_snapshot
from ingestion.register_snapshot import SNAPSHOT_SHAPES, write_register_snapshot
from ingestion.sample_city.faults import Planted as Place
from ingestion.sample_city.faults import place
from ingestion.sample_city.submission import Submission
from ingestion.shapes import EXPLANATION, FACT, ISSUE, RECEIPT, SUBMISSION
from quality.contracts.vocabulary import SUBMITTER_KINDS
from tests.faults.across import replaced
from tests.faults.across_city import Planted, clean
from tests.faults.corpus import blank
from tests.faults.outcome import workspace_in
from tests.integration.compiled_warehouse import CompiledWarehouse

_OF_FILES = {
    "receipts": RECEIPT,
    "submissions": SUBMISSION,
    "issues": ISSUE,
    "explanations": EXPLANATION,
    "facts": FACT,
}
Said = dict[str, list[tuple[str, str | None, str | None]]]  # submission_id -> rule, sheet, cell


@dataclass(frozen=True)
class Lake:
    """Everything that was sent in any of the worlds, received and judged once."""

    tables: Mapping[str, pl.DataFrame]
    clean: tuple[str, ...]  # submission_id of each clean report
    worlds: tuple[tuple[tuple[Planted, tuple[str, ...]], ...], ...]  # of each world: what was planted, ids of its files

    def of_world(self, number: int | None) -> dict[str, pl.DataFrame]:
        """Lake tables of one world; None: of the city as it is."""
        planted = () if number is None else self.worlds[number]
        gone = replaced([one for one, _ in planted])
        sent = {sid for n, sid in enumerate(self.clean) if n not in gone} | {sid for _, ids in planted for sid in ids}
        return {
            name: table.filter(pl.col("submission_id").is_in(list(sent))) if name in _OF_FILES else table
            for name, table in self.tables.items()
        }


def receive(folder: Path, worlds: Sequence[Sequence[Planted]], keep: Iterable[int] | None = None) -> Lake:
    """Send the clean city and everything planted the way of every file.

    Args:
        folder: an empty one.
        worlds: what is planted in each.
        keep: numbers of the clean reports to send; None: all.
    """
    workspace, register = workspace_in(folder)
    kept = range(len(clean())) if keep is None else keep
    own = {n: clean()[n].content(blank(clean()[n].form)) for n in kept}
    ids = {n: hashlib.sha256(content).hexdigest() for n, content in own.items()}
    arrivals = [_arrival(clean()[n], content) for n, content in own.items()]
    made_ids = []
    for planted in worlds:
        row = []
        for one in planted:
            contents = [made.content(blank(made.form)) for _, made in one.instead]
            arrivals += [_arrival(made, content) for (_, made), content in zip(one.instead, contents, strict=True)]
            row.append((one, tuple(hashlib.sha256(content).hexdigest() for content in contents)))
        made_ids.append(tuple(row))
    ingest.take_in(workspace, arrivals, register)
    for kind in SUBMITTER_KINDS:
        ingest.parse(workspace, kind)
        ingest.judge(workspace, kind, register)
    write_register_snapshot(workspace, register)
    write_record_snapshot(workspace)
    shapes = _OF_FILES | SNAPSHOT_SHAPES | {name: shape for name, (shape, _) in RECORD_SHAPES.items()}
    tables = {name: read_table(workspace.table(name), shape) for name, shape in shapes.items()}
    return Lake(tables, tuple(ids.get(n, "") for n in range(len(clean()))), tuple(made_ids))


def _arrival(made: Submission, content: bytes) -> Arrival:
    return Arrival("drop_folder", made.unit.kind, made.unit.code, made.file_name, content, made.received_at)


def said_in(warehouse: CompiledWarehouse, lake: Mapping[str, pl.DataFrame]) -> Said:
    """Every finding of the ledger and of reports beside others."""
    with warehouse.build(dict(lake), upto=("int_issue",)) as connection:
        return said_by(connection)


def said_by(connection: duckdb.DuckDBPyConnection) -> Said:
    """Findings by submission_id."""
    found: Said = {}
    rows = connection.execute("select submission_id, rule_id, sheet, cell from intermediate.int_issue").fetchall()
    for sid, rule, sheet, cell in rows:
        found.setdefault(sid, []).append((rule, sheet, cell))
    return found


def shows(said: Said, lake: Lake, planted: Planted, ids: Sequence[str]) -> bool:
    """Whether what had to be said was said of the right report at its cell; of a habit: nothing was."""
    if not planted.rules:
        cell = _cell(planted, planted.instead[planted.asked[0]][1])
        told = said.get(ids[planted.asked[0]], [])
        return not [r for r, s, c in told if r in planted.silent_about and (planted.at_field is None or (s, c) == cell)]
    asked = [(ids[at], planted.instead[at][1]) for at in planted.asked]
    asked += [(lake.clean[n], clean()[n]) for n in planted.left]
    for sid, made in asked:
        cell = _cell(planted, made)
        if any(r in planted.rules and (cell is None or (s, c) == cell) for r, s, c in said.get(sid, [])):
            return True
    return False


def _cell(planted: Planted, made: Submission) -> tuple[str | None, str | None] | None:
    if planted.at_field is None:
        return None
    return place(Place("cell", planted.rules, "accepted", planted.at_field, planted.line), made, blank(made.form))
