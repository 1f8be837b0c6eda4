"""From where on something is told: every number a city may set in ``alerts.yml``, with what holds when it does not."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Thresholds(BaseModel):
    """Numbers of ``alerts.yml`` under ``thresholds``; each has a default that is meant for one machine and one city."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    free_disk_mb: int = Field(default=2048, gt=0)
    """Least room on the disk of the workspace: a run writes its new edition beside the old one."""
    edition_days: int = Field(default=35, gt=0)
    """Oldest the published edition may be: a monthly review and some days."""
    readers_hours: float = Field(default=24, gt=0)
    """Longest that what is published, or a role's acceptance, may wait for the editions of its readers."""
    coverage_pct: float = Field(default=50, ge=0, le=100)
    """Least share of the owed reports accepted two working days before their deadline."""
    times_usual: float = Field(default=2.0, gt=1)
    """A rate is above its usual from so many times the usual on …"""
    rate_chance: float = Field(default=0.001, gt=0, lt=1)
    """… when chance alone gives as many with less than this probability."""


DEFAULTS = Thresholds()
