"""Partitions of ingestion: the month in which a reporting period ends.

Every frame (administrative year, circular 124, school year ...) has periods that end in some
month, so one partition key serves all kinds of submitters. Keys come from the open report years of
the register, never from the clock.
"""

from __future__ import annotations

import dagster as dg

from ingestion.ingest import reporting_months
from ingestion.workspace import Workspace
from quality.register.register import Register, RegisterError


def reporting_month_partitions(workspace: Workspace) -> dg.StaticPartitionsDefinition:
    """One partition a month; none while the city has no register yet."""
    try:
        register = Register.read(workspace.register)
    except RegisterError:
        if (workspace.register / "city.yml").exists():
            raise
        return dg.StaticPartitionsDefinition([])
    return dg.StaticPartitionsDefinition(reporting_months(register))


def month_range(context: dg.AssetExecutionContext) -> tuple[str, str]:
    """First and last reporting month of a run, which may cover a range of partitions."""
    keys = context.partition_key_range
    return keys.start, keys.end
