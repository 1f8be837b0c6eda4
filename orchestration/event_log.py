"""Dagster's SQLite event log with its connections kept open during a run that is carried out in this process.

Dagster opens and closes a connection for every event, twice for one of an asset; a run of the city
writes some two thousand. That was a fifth of the run's CPU time. Storage of another kind is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import dagster as dg
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, Engine


@contextmanager
def connections_kept(instance: dg.DagsterInstance) -> Iterator[None]:
    """Within it every database file of the event log is opened once; every event is committed as before."""
    storage = instance.event_log_storage
    if not isinstance(storage, SqliteEventLogStorage):
        yield
        return
    engines: dict[str, Engine] = {}
    opening = storage._connect
    with ExitStack() as closing:

        @contextmanager
        def connect(shard: str) -> Iterator[Connection]:
            if shard not in engines:
                with opening(shard):  # makes the file and its tables where they are missing
                    pass
                engine = create_engine(
                    storage.conn_string_for_shard(shard), connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
                )
                closing.callback(engine.dispose)
                engines[shard] = engine
            with engines[shard].begin() as connection:
                yield connection

        storage._connect = connect  # type: ignore[method-assign]
        closing.callback(delattr, storage, "_connect")
        yield
