"""Events of a run in this process: the same as ever, over a few connections instead of two an event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import dagster as dg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from orchestration.event_log import connections_kept

_PARTS = dg.StaticPartitionsDefinition([f"2024-Q{n}" for n in (1, 2, 3, 4)])
_EVERY = {"dagster/asset_partition_range_start": "2024-Q1", "dagster/asset_partition_range_end": "2024-Q4"}


@dg.asset(partitions_def=_PARTS, backfill_policy=dg.BackfillPolicy.single_run())
def figures() -> None: ...


@pytest.fixture
def opened() -> Iterator[list[str]]:
    found: list[str] = []

    def count(*_: object) -> None:
        found.append("connection")

    sa.event.listen(Engine, "connect", count)
    yield found
    sa.event.remove(Engine, "connect", count)


def _events(folder: Path, *, kept: bool) -> list[str | None]:
    folder.mkdir()
    with dg.DagsterInstance.local_temp(str(folder)) as instance:
        with connections_kept(instance) if kept else nullcontext():
            result = dg.materialize([figures], instance=instance, tags=_EVERY)
        run_id = result.run_id
        assert "_connect" not in vars(instance.event_log_storage)
    with dg.DagsterInstance.local_temp(str(folder)) as again:  # what another process finds on disk
        materialized = again.fetch_materializations(figures.key, limit=10).records
        assert {r.partition_key for r in materialized} == set(_PARTS.get_partition_keys())
        log = again.all_logs(run_id)
    return [e.dagster_event.event_type_value for e in log if e.dagster_event]


def test_the_events_are_the_same_and_the_connections_few(tmp_path: Path, opened: list[str]) -> None:
    as_ever = _events(tmp_path / "as_ever", kept=False)
    many = len(opened)
    opened.clear()
    kept = _events(tmp_path / "kept", kept=True)
    assert sorted(map(str, kept)) == sorted(map(str, as_ever))
    assert len(kept) > 12
    assert many - len(opened) > len(kept)


def test_a_failed_run_gives_the_connections_back(tmp_path: Path) -> None:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        with pytest.raises(ZeroDivisionError), connections_kept(instance):
            _ = 1 // 0
        assert "_connect" not in vars(instance.event_log_storage)
        assert instance.get_runs() == []
