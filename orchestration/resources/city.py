"""Dagster resource: the workspace of the city and its register."""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from ingestion.workspace import Workspace
from quality.register.register import Register


class CityResource(dg.ConfigurableResource[Workspace]):
    """Where the city's files lie; ``home`` is the workspace folder (see ``ingestion.workspace``)."""

    home: str

    def workspace(self) -> Workspace:
        """Paths of the city."""
        return Workspace(Path(self.home))

    def register(self) -> Register:
        """The register as it is now; a fault in it fails the step with the file and line."""
        return Register.read(self.workspace().register)
