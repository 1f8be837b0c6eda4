"""Editions one after the other: what came between two of them is nobody's to find out by subtraction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingestion.workspace import Workspace
from orchestration.editions.audience import Audience
from orchestration.editions.database import decide_for, published_marts, write_database
from orchestration.publishing.earlier import marts_as_of, moment_of
from tests.integration.attacker import Attacker
from tests.integration.conftest import City


@pytest.mark.full
def test_two_editions_together_do_not_tell_what_came_between(copy_of_city: Callable[[], City], tmp_path: Path) -> None:
    """Between the two moments one ward's report arrived: by subtraction the totals would be its figures."""
    workspace = Workspace(copy_of_city().home)
    with_ledger, without = [], []
    for number, moment in enumerate(("2024-12-19T12:34:00+00:00", "2024-12-19T12:40:00+00:00")):
        whole = marts_as_of(workspace, moment_of(moment))
        with published_marts(whole) as connection:
            for name, seen in (("kept", with_ledger), (f"new-{number}", without)):
                decision = decide_for(connection, tmp_path / f"{name}.jsonl")
                decision.write_down(tmp_path / f"{name}.jsonl")
                edition = tmp_path / f"{number}-{name}.duckdb"
                write_database(connection, Audience("public", "public", ""), decision, edition)
                seen.append((whole, edition))
    assert any(found.width == 0 for found in Attacker(*without).recovered())
    assert Attacker(*with_ledger).recovered() == []
