"""The register, the calendar and the receipts as Parquet, as dbt reads them."""

from __future__ import annotations

import polars as pl

from ingestion.landing.landing import Landing
from ingestion.parquet_table import ensure_table, write_batch
from ingestion.shapes import FACT, ISSUE, SUBMISSION
from ingestion.workspace import Workspace
from quality.register.register import Register

_SNAPSHOT = "snapshot"


def write_register_snapshot(workspace: Workspace, register: Register) -> None:
    """Write the tables ``register_*`` and ``receipts`` and make sure no lake table lacks a file.

    The moment the answers are computed for (as_of) is the last receipt: data of the run, not the clock.
    """
    receipts = Landing(workspace.landing).receipts()
    city = register.city
    units = register.units.rename({"kind": "unit_kind"}).with_columns(
        eligible_safe=pl.col("eligible_safe") == "yes", invented=pl.col("invented") == "yes"
    )
    tables = {
        "receipts": receipts,
        "register_city": pl.DataFrame(
            {
                "city_name_vi": [city.city_name_vi],
                "committee_name_vi": [city.committee_name_vi],
                "invented": [city.invented],
                "invented_note_vi": [city.invented_note_vi],
                "review_year": pl.Series([city.review_year], dtype=pl.Int32),
                "target_year": pl.Series([city.target_year], dtype=pl.Int32),
                "perimeter": [city.perimeter],
                "as_of": pl.Series([receipts["received_at"].max()], dtype=pl.Datetime("us", "UTC")),
            }
        ),
        "register_unit": units,
        "register_alias": register.aliases,
        "register_succession": register.successions,
        "register_perimeter_member": register.perimeters,
        "register_period": register.periods(),
        "register_working_day": register.working_days(),
        "register_obligation": register.obligations(),
        "register_expected_figure": register.expected_figures,
    }
    for name, table in tables.items():
        write_batch(workspace.table(name), table, _SNAPSHOT)
    for name, shape in (("submissions", SUBMISSION), ("issues", ISSUE), ("facts", FACT)):
        ensure_table(workspace.table(name), shape)
