"""Yearly ward reports as lake tables, beside the register tables of any register: rows for tests of territory."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb
import polars as pl

from ingestion.register_snapshot import SNAPSHOT_SHAPES, snapshot_tables
from ingestion.shapes import FACT, RECEIPT, SUBMISSION
from quality.register.register import Register
from tests.integration.compiled_warehouse import CompiledWarehouse

BEGINNING = date(1, 1, 1)


@dataclass(frozen=True)
class Report:
    """A yearly F01 of one unit: Zalo groups, residential areas with one, residential areas."""

    unit: str
    since: date
    year: int
    groups: int
    covered: int = 0
    areas: int = 10

    @property
    def submission_id(self) -> str:
        return hashlib.sha256(repr(self).encode()).hexdigest()

    def about(self) -> dict[str, object]:
        return {"submission_id": self.submission_id, "form_code": "F01", "unit_code": self.unit,
                "unit_valid_from": self.since, "report_year": self.year, "period_type": "year", "period_frame": "ND09",
                "period_id": f"ND09:{self.year}-Y", "period_start": date(self.year - 1, 12, 15),
                "period_end": date(self.year, 12, 14), "revision_no": 1, "ingest_batch_id": "b",
                "received_at": datetime(self.year, 12, 16, 8, tzinfo=UTC), "sender_kind": "ward_commune",
                "sender_code": self.unit, "source_name": f"{self.unit}.xlsx", "channel": "test"}  # fmt: skip


def _frame(rows: list[dict[str, object]], shape: pl.Schema) -> pl.DataFrame:
    kept = [{name: row.get(name) for name in shape} for row in rows]
    return pl.DataFrame(kept, schema={k: v if v != pl.Decimal(18, 4) else pl.Float64 for k, v in shape.items()})


def lake(register: Register, reports: Sequence[Report], as_of: datetime) -> dict[str, pl.DataFrame]:
    """Lake tables of a register and of what its wards sent."""
    tables = snapshot_tables(register, as_of)
    facts = [
        report.about() | {"field": field, "line_no": 0, "value_number": float(value), "qualifier": "eq",
                          "raw_text": str(value), "sheet": "Báo cáo", "cell": cell}
        for report in reports
        for field, cell, value in (
            ("zalo_groups", "E30", report.groups), ("residential_areas_with_zalo", "E31", report.covered),
            ("residential_areas_total", "E32", report.areas),
        )
    ]  # fmt: skip
    judged = [r.about() | {"form_version": "2024.1", "submitter_kind": "ward_commune", "verdict": "accepted", "errors": 0,
                           "queries": 0, "size_bytes": 1, "receipt_id": r.submission_id} for r in reports]  # fmt: skip
    return {n: tables[n].select([pl.col(c).cast(t) for c, t in s.items()]) for n, s in SNAPSHOT_SHAPES.items()} | {
        "receipts": _frame(judged, RECEIPT),
        "submissions": _frame(judged, SUBMISSION),
        "facts": _frame(facts, FACT),
    }


def built(
    warehouse: CompiledWarehouse, register: Register, reports: Sequence[Report], as_of: datetime
) -> duckdb.DuckDBPyConnection:
    """The marts of those reports."""
    connection = warehouse.build(lake(register, reports, as_of))
    connection.execute("use kho138.marts")
    return connection
