"""Database, datasets, charts and dashboards from their files into Superset: overwritten each time, never doubled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from orchestration.bi.bi_workspace import postgres_url
from orchestration.bi.deprecation import MARTS, last_days, with_warning


def contents(assets: Path) -> dict[str, str]:
    """Text by name of every file Superset's importer reads; the database is the one that serves here."""
    found = {
        str(path.relative_to(assets)): path.read_text(encoding="utf-8")
        for kind in ("databases", "datasets", "charts", "dashboards")
        for path in sorted((assets / kind).rglob("*.yaml"))
    }
    found["metadata.yaml"] = (assets / "metadata.yaml").read_text(encoding="utf-8")
    days = last_days(MARTS)
    for name in [n for n in found if n.startswith("datasets/")]:
        dataset = with_warning(yaml.safe_load(found[name]), days)
        found[name] = yaml.safe_dump(dataset, allow_unicode=True)
    if postgres_url():
        database = yaml.safe_load(found["databases/kho138.yaml"])
        # address and password are put in at each connection (connections.py): none is kept in the metadata
        found["databases/kho138.yaml"] = yaml.safe_dump(database | {"sqlalchemy_uri": "postgresql+psycopg2:///kho138"})
    return found


def import_assets(assets: Path) -> None:
    """Import them; the signed-in user must be allowed to write everything."""
    from superset.commands.importers.v1.assets import ImportAssetsCommand

    ImportAssetsCommand(contents(assets)).run()
    _forget_what_is_no_file(assets)


def _forget_what_is_no_file(assets: Path) -> None:
    """Managed dashboards, charts and datasets whose file is gone go too; what analysts saved stays."""
    from superset import db
    from superset.connectors.sqla.models import SqlaTable
    from superset.models.dashboard import Dashboard
    from superset.models.slice import Slice

    kinds: dict[str, Any] = {"dashboards": Dashboard, "charts": Slice, "datasets": SqlaTable}
    for kind, model in kinds.items():
        there = {yaml.safe_load(p.read_text(encoding="utf-8"))["uuid"] for p in (assets / kind).rglob("*.yaml")}
        for row in db.session.query(model).filter_by(is_managed_externally=True):
            if str(row.uuid) not in there:
                db.session.delete(row)
    db.session.commit()
