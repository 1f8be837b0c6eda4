"""Dagster resources: the workspace of the city and its register, for runs that write and for those that only read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from ingestion.workspace import Workspace
from ingestion.writing_lock import writing
from quality.register.register import Register

ONE_WRITER = "one_writer"  # pool of every asset that changes landing, lake, warehouse or what is published
WAIT_SECONDS = 900  # for another run to end; a whole run takes about a minute


class ReadOnlyCity(dg.ConfigurableResource["ReadOnlyCity"]):
    """Where the city's files lie; ``home`` is the workspace folder (see ``ingestion.workspace``)."""

    home: str

    def workspace(self) -> Workspace:
        """Paths of the city."""
        return Workspace(Path(self.home))

    def register(self) -> Register:
        """The register as it is now; a fault in it fails the step with the file and line."""
        return Register.read(self.workspace().register)


class CityResource(ReadOnlyCity):
    """The same for a run that writes: nobody else writes while it goes on, whoever started it."""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[CityResource]:
        """Hold the workspace's lock as long as the run has the resource.

        Raises:
            BusyError: another run wrote for longer than ``WAIT_SECONDS``.
        """
        with writing(self.workspace().writing_lock, context.run_id or "a test", WAIT_SECONDS):
            yield self
