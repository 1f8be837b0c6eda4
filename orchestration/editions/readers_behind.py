"""How long what is published has been waiting to be written for its readers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ingestion.workspace import Workspace
from orchestration.editions.write_editions import is_up_to_date, written_for
from orchestration.publishing.edition import MANIFEST_NAME
from quality.alerts.sighting import Sighting
from quality.alerts.thresholds import Thresholds


def waiting_since(workspace: Workspace) -> datetime | None:
    """Since when something is published, or accepted by a role, that readers do not have; None when they have all."""
    if written_for(workspace) is None or is_up_to_date(workspace):
        return None
    changed = [workspace.published / MANIFEST_NAME, workspace.approvals]
    return datetime.fromtimestamp(max(p.stat().st_mtime for p in changed if p.exists()), UTC)


def readers_behind(workspace: Workspace, now: datetime, thresholds: Thresholds) -> Sighting:
    """Published, and not written for its readers for longer than the city allows."""
    since = waiting_since(workspace)
    late = since is not None and now - since > timedelta(hours=thresholds.readers_hours)
    waiting = {} if since is None else {"hours": int((now - since).total_seconds() // 3600)}
    return Sighting("readers_behind", "audiences", late, waiting | {"promised_hours": int(thresholds.readers_hours)})
