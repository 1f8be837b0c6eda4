"""Partitions of ingestion: the quarter in which a reporting period ends.

Every frame (administrative year, circular 124, school year ...) has periods that end in some
quarter, so one partition key serves all kinds of submitters. Not the month: Dagster writes four
events an asset and partition, and with 36 months for seven kinds they cost more than the work.
Keys come from the open report years of the register, never from the clock.
"""

from __future__ import annotations

import dagster as dg

from ingestion.ingest import reporting_quarters
from ingestion.workspace import Workspace
from quality.register.register import Register, RegisterError


def reporting_quarter_partitions(workspace: Workspace) -> dg.StaticPartitionsDefinition:
    """One partition a quarter; none while the city has no register yet."""
    try:
        register = Register.read(workspace.register)
    except RegisterError:
        if (workspace.register / "city.yml").exists():
            raise
        return dg.StaticPartitionsDefinition([])
    return dg.StaticPartitionsDefinition(reporting_quarters(register))


def quarter_range(context: dg.AssetExecutionContext) -> tuple[str, str]:
    """First and last reporting quarter of a run, which may cover a range of partitions."""
    keys = context.partition_key_range
    return keys.start, keys.end
