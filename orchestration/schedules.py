"""Schedules: when the warehouse is built even if nobody sent anything."""

from __future__ import annotations

import dagster as dg

from orchestration.jobs import WAREHOUSE

# ND09 months close on the 14th and reports are due within five working days: the 22nd is after both.
monthly_warehouse_schedule = dg.ScheduleDefinition(
    name="monthly_review",
    job_name=WAREHOUSE,
    cron_schedule="0 6 22 * *",
    execution_timezone="Asia/Ho_Chi_Minh",
    description="Rebuild and publish the review after the monthly reports are due.",
)
