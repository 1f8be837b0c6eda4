"""A workspace whose sources are the servers of a test, and one pull from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import yaml

from ingestion.connectors.pull_sources import Pulled, pull_kind
from ingestion.landing.landing import Landing
from ingestion.landing.receive import receive
from ingestion.workspace import Workspace
from quality.personal_data.allowed import allowed

CONTENT = b"PK\x03\x04 a workbook"
OFFICE = {"owner": "standing_office", "backup": "maintainers", "settle_seconds": 0}


def workspace_with(home: Path, *sources: dict[str, Any]) -> Workspace:
    (home / "register").mkdir(parents=True, exist_ok=True)
    entries = [OFFICE | source for source in sources]
    (home / "register" / "sources.yml").write_text(yaml.safe_dump({"sources": entries}), encoding="utf-8")
    return Workspace(home)


def pull(workspace: Workspace, kind: str = "ward_commune") -> Pulled:
    landing = Landing(workspace.landing)
    (pulled,) = pull_kind(workspace, kind, lambda arrivals: receive(landing, arrivals, allowed(None)))
    return pulled


def senders(receipts: pl.DataFrame) -> list[tuple[str, str, str]]:
    return sorted(receipts.select("sender_kind", "sender_code", "source_name").iter_rows())
