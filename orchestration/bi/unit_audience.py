"""Whose edition a reader is given: a unit's own, or that of its kind, as the manifest of the editions says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from orchestration.bi.accounts import Account
from orchestration.bi.bi_workspace import BiWorkspace


@dataclass(frozen=True)
class UnitAudiences:
    """Units that read, from ``manifest.json``: ``{"units": [{"unit_key", "audience", "own": [keys]}, …]}``."""

    units: tuple[tuple[str, str, frozenset[str]], ...] = ()  # key, audience, keys it may read as its own

    @classmethod
    def of(cls, edition: Path) -> UnitAudiences:
        """Those of the version the file ``edition`` lies in."""
        said = json.loads((edition.parent / "manifest.json").read_text(encoding="utf-8"))["units"]
        return cls(tuple((u["unit_key"], u["audience"], frozenset(u["own"])) for u in said))

    def of_account(self, account: Account) -> str | None:
        """The audience of the unit whose keys these are; None when no reading unit has all of them as its own."""
        keys = set(account.units)
        return next((audience for key, audience, own in self.units if key in keys and keys <= own), None)


def without_audience(accounts: Iterable[Account], workspace: BiWorkspace) -> list[str]:
    """A sentence for everybody whose unit has no edition to read: he sees no row."""
    try:
        known = UnitAudiences.of(workspace.edition())
    except FileNotFoundError:
        return [
            f"{a.username}: no editions yet, `make bi` will say whether there is one for him"
            for a in accounts
            if a.units
        ]
    return [
        f"{a.username}: no edition is made for {' '.join(a.units)} (no unit that reads, or wrong keys): sees no row"
        for a in accounts
        if a.units and known.of_account(a) is None
    ]
