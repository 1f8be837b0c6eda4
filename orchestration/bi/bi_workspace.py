"""Where Superset's own things lie in the workspace, and the settings of the environment that concern it.

Runs in Superset's environment (``.venv-bi``), which holds none of kho138's libraries: the standard library only.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ASSETS = Path(__file__).parents[2] / "dbt_project" / "bi" / "superset"


@dataclass(frozen=True)
class BiWorkspace:
    """Folders and files of the BI server under ``home`` (``KHO138_HOME``)."""

    home: Path

    @classmethod
    def from_environment(cls) -> BiWorkspace:
        """The workspace that ``KHO138_HOME`` names, else ``.kho138`` in the current folder."""
        return cls(Path(os.environ.get("KHO138_HOME", ".kho138")).resolve())

    @property
    def folder(self) -> Path:
        """Everything Superset keeps; rebuilt by ``make bi`` except what analysts saved themselves."""
        return self.home / "bi"

    @property
    def users(self) -> Path:
        """Who may sign in: one line a person, with a password hash."""
        return self.folder / "users.csv"

    @property
    def secret_key(self) -> Path:
        """Key that signs sessions and encrypts passwords of databases; readable by its owner only."""
        return self.folder / "secret_key"

    @property
    def metadata(self) -> Path:
        """Superset's metadata: users, roles, dashboards (SQLite)."""
        return self.folder / "superset.db"

    @property
    def editions(self) -> Path:
        """Pointer to what is read now: the editions of all audiences, written by ``kho138 editions write``."""
        return self.home / "published" / "dashboards" / "current"

    def edition(self) -> Path:
        """The version the pointer names now, a path of its own for every content.

        DuckDB keeps one instance a path in a process: read by way of the pointer, a connection opened after it turned
        would be given the version before it for as long as readers overlap.

        Raises:
            FileNotFoundError: no editions were written yet.
        """
        return self.editions.resolve(strict=True) / "kho138.duckdb"


def postgres_url() -> str | None:
    """Database that serves many readers (``KHO138_BI_POSTGRES_URL``); None reads the file of the editions itself."""
    return os.environ.get("KHO138_BI_POSTGRES_URL") or None


def behind_https() -> bool:
    """Whether nginx with TLS stands in front (``KHO138_BI_HTTPS=1``): cookies for https only, its headers believed."""
    return os.environ.get("KHO138_BI_HTTPS") == "1"
