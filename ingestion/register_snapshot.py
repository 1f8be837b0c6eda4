"""The register, the calendar and the receipts as Parquet, as dbt reads them."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from ingestion.corrections.records import last_decided, read_corrections
from ingestion.landing.landing import Landing
from ingestion.parquet_table import ensure_table, write_batch
from ingestion.record_snapshot import last_recorded
from ingestion.shapes import EXPLANATION, FACT, ISSUE, SUBMISSION
from ingestion.workspace import Workspace
from quality.register.exclusions import reason_vi
from quality.register.register import Register
from quality.register.structure import SCHEMA as STRUCTURE

_SNAPSHOT = "snapshot"
_AT: pl.DataType | type[pl.DataType] = pl.Datetime("us", "UTC")

# Tables of the register as dbt reads them; written in full at every run.
SNAPSHOT_SHAPES: dict[str, pl.Schema] = {
    "register_city": pl.Schema(
        {
            "city_name_vi": pl.String,
            "committee_name_vi": pl.String,
            "invented": pl.Boolean,
            "invented_note_vi": pl.String,
            "review_year": pl.Int32,
            "target_year": pl.Int32,
            "perimeter": pl.String,
            "structure_date": pl.Date,  # the chosen date of the third basis
            "as_of": _AT,  # the moment the answers are computed for
        }
    ),
    "register_unit": pl.Schema(
        {
            "unit_code": pl.String,
            "valid_from": pl.Date,
            "valid_to": pl.Date,
            "unit_kind": pl.String,
            "name_vi": pl.String,
            "unit_type": pl.String,
            "parent_code": pl.String,
            "area_code": pl.String,
            "eligible_safe": pl.Boolean,
            "excluded_because_vi": pl.String,
            "legal_basis": pl.String,
            "invented": pl.Boolean,
            "learned_at": _AT,  # null = known from the beginning
        }
    ),
    "register_succession": pl.Schema(
        {
            "old_code": pl.String,
            "old_valid_from": pl.Date,
            "new_code": pl.String,
            "new_valid_from": pl.Date,
            "weight": pl.Float64,
            "weight_basis": pl.String,
            "effective_date": pl.Date,
            "legal_basis": pl.String,
            "learned_at": _AT,
        }
    ),
    "register_structure": pl.Schema(STRUCTURE),
    "register_perimeter": pl.Schema(
        {
            "perimeter": pl.String,
            "name_vi": pl.String,
            "valid_from": pl.Date,
            "valid_to": pl.Date,
            "legal_basis": pl.String,
        }
    ),
    "register_perimeter_member": pl.Schema(
        {"perimeter": pl.String, "unit_code": pl.String, "valid_from": pl.Date, "reports": pl.Boolean}
    ),
    "register_exemption": pl.Schema(
        {
            "unit_code": pl.String,
            "form_code": pl.String,
            "exempt_from": pl.Date,
            "exempt_to": pl.Date,
            "reason_vi": pl.String,
            "legal_basis": pl.String,
            "learned_at": _AT,
        }
    ),
    "register_period": pl.Schema(
        {
            "period_id": pl.String,
            "period_frame": pl.String,
            "period_type": pl.String,
            "report_year": pl.Int32,
            "part": pl.String,
            "period_start": pl.Date,
            "period_end": pl.Date,
            "value_kind": pl.String,  # period | cumulative
        }
    ),
    "register_working_day": pl.Schema({"day": pl.Date, "is_working_day": pl.Boolean}),
    "register_obligation": pl.Schema(
        {
            "form_code": pl.String,
            "unit_kind": pl.String,
            "period_type": pl.String,
            "period_frame": pl.String,
            "report_year": pl.Int32,
            "part": pl.String,
            "deadline_working_days": pl.Int32,
        }
    ),
    "register_expected_figure": pl.Schema(
        {
            "figure_id": pl.String,
            "indicator_code": pl.String,
            "report_year": pl.Int32,
            "comparator": pl.String,
            "value": pl.Float64,
            "seed_sentence": pl.String,
            "published_on": pl.Date,
        }
    ),
}


def write_register_snapshot(workspace: Workspace, register: Register, as_of: datetime | None = None) -> None:
    """Write the tables ``register_*`` and ``receipts`` and make sure no lake table lacks a file.

    Args:
        workspace: the city's workspace.
        register: the city's register (as known at ``as_of``).
        as_of: the moment the answers are computed for; default when the last file was received or the last
            change of the register was learned, something was accepted or a correction decided, whichever is
            later: data, not the clock.
    """
    receipts = Landing(workspace.landing).receipts()
    rows = snapshot_tables(register, as_of or _as_of(workspace, receipts, register))
    write_batch(workspace.table("receipts"), receipts, _SNAPSHOT)
    for name, shape in SNAPSHOT_SHAPES.items():
        write_batch(workspace.table(name), rows[name].select([pl.col(c).cast(t) for c, t in shape.items()]), _SNAPSHOT)
    for name, shape in (("submissions", SUBMISSION), ("issues", ISSUE), ("facts", FACT), ("explanations", EXPLANATION)):
        ensure_table(workspace.table(name), shape)


def _as_of(workspace: Workspace, receipts: pl.DataFrame, register: Register) -> datetime | None:
    corrected = last_decided(read_corrections(workspace.register))
    moments = (receipts["received_at"].max(), register.learned_at(), last_recorded(workspace), corrected)
    return max((m for m in moments if isinstance(m, datetime)), default=None)


def snapshot_tables(register: Register, as_of: datetime | None) -> dict[str, pl.DataFrame]:
    """The tables ``register_*`` (shapes of ``SNAPSHOT_SHAPES``) for answers as of a moment."""
    city = register.city
    named = {p: dict(d) for p, d in city.perimeters.items()}
    perimeters = [
        {"perimeter": p, "name_vi": p, "valid_from": date(1, 1, 1)} | named.get(p, {})
        for p in register.perimeters["perimeter"].unique().sort()
    ]
    return {
        "register_city": pl.DataFrame(
            [
                city.model_dump(include={"city_name_vi", "committee_name_vi", "invented", "invented_note_vi"})
                | city.model_dump(include={"review_year", "target_year", "perimeter"})
                | {"structure_date": register.structure_date(), "as_of": as_of}
            ],
            schema=SNAPSHOT_SHAPES["register_city"],
        ),
        "register_unit": register.units.rename({"kind": "unit_kind"}).with_columns(
            eligible_safe=pl.col("excluded_because").is_null(),
            excluded_because_vi=reason_vi(),
            invented=pl.col("invented") == "yes",
        ),
        "register_succession": register.successions,
        "register_structure": register.structures(),
        "register_perimeter": pl.DataFrame(perimeters, schema=SNAPSHOT_SHAPES["register_perimeter"]),
        "register_perimeter_member": register.perimeters.with_columns(reports=pl.col("reports") != "no"),
        "register_exemption": register.exemptions,
        "register_period": register.periods(),
        "register_working_day": register.working_days(),
        "register_obligation": register.obligations(),
        "register_expected_figure": register.expected_figures,
    }
