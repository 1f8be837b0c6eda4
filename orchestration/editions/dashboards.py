"""The file the dashboards read: the editions of all audiences, one below the other, told apart by ``audience``.

Made of the audiences' own databases and of nothing else, so what an edition hides is nowhere in it. It is complete
before its pointer turns: no reader meets the edition of one publish beside that of another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import duckdb
import yaml

from ingestion.workspace import Workspace
from orchestration.bi.bi_workspace import ASSETS
from orchestration.bi.deprecation import marts_read
from orchestration.editions.audience import Audience
from orchestration.editions.place import put_in_place
from orchestration.publishing.edition import FILE_NAME, MANIFEST_NAME, MART_SCHEMA, STORAGE_VERSION
from quality.disclosure.audience_policy import audiences
from quality.disclosure.readers import Reader, UnitKey

_KEPT, _KEPT_SECONDS = 4, 3600  # versions; who was given an older name a moment ago can still open it


class UnitAudience(NamedTuple):
    """A unit that may read: its key ``code|first day``, its audience, and the keys of the units it succeeded."""

    unit_key: str
    name_vi: str
    audience: str
    own: list[str]


def name_in_rows(audience: Audience) -> str:
    """What column ``audience`` says: the unit's key where an audience is one unit, for its code may be used again."""
    return unit_key(audience.reader.unit) if audience.reader else audience.name


def unit_key(unit: UnitKey) -> str:
    """``code|first day``, as the dashboards name a unit."""
    return f"{unit.unit_code}|{unit.valid_from}"


def audiences_of_units(readers: Iterable[Reader]) -> list[UnitAudience]:
    """The audience of every unit that has one: its own, or that of its kind."""
    rules = audiences().audiences
    of_kind: dict[str, str] = {rule.of_kind: name for name, rule in rules.items() if rule.of_kind}
    alone = {rule.each_unit_of for rule in rules.values() if rule.each_unit_of}
    found = []
    for reader in readers:
        key = unit_key(reader.unit)
        audience = key if reader.unit_kind in alone and reader.has_committee else of_kind.get(reader.unit_kind)
        if audience:
            found.append(UnitAudience(key, reader.name_vi, audience, sorted(unit_key(u) for u in reader.own)))
    return found


def marts_of_dashboards() -> list[str]:
    """Marts that the datasets of the dashboards read."""
    files = sorted((ASSETS / "datasets").rglob("*.yaml"))
    return sorted({m for path in files for m in marts_read(yaml.safe_load(path.read_text(encoding="utf-8"))["sql"])})


def write_dashboards(
    workspace: Workspace, editions: Sequence[tuple[Audience, Path]], readers: Sequence[Reader]
) -> Path:
    """Write the version for these editions of all audiences unless it is there, and turn the pointer to it.

    Args:
        workspace: where it goes.
        editions: every audience and the folder of its current version.
        readers: units that read.
    """
    marts, units = marts_of_dashboards(), audiences_of_units(readers)
    made_from = {name_in_rows(audience): folder.name for audience, folder in editions}
    manifest = json.dumps(
        {"made_from": made_from, "marts": marts, "units": [u._asdict() for u in units]},
        indent=2, sort_keys=True, ensure_ascii=False,
    )  # fmt: skip
    version = hashlib.sha256(manifest.encode()).hexdigest()[:16]
    fill = partial(_fill, editions, marts, manifest)
    return put_in_place(workspace.dashboards, version, fill, keep=_KEPT, keep_seconds=_KEPT_SECONDS)


def _fill(editions: Sequence[tuple[Audience, Path]], marts: Sequence[str], manifest: str, draft: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{_escaped(draft / FILE_NAME)}' as together (storage_version '{STORAGE_VERSION}')")
        connection.execute(f"create schema together.{MART_SCHEMA}")
        for number, (_, folder) in enumerate(editions):
            connection.execute(f"attach '{_escaped(folder / FILE_NAME)}' as edition_{number} (read_only)")
        for mart in marts:
            parts = [
                f"select '{name_in_rows(audience)}' as audience, * from edition_{number}.{MART_SCHEMA}.{mart}"  # noqa: S608 — our own names
                for number, (audience, _) in enumerate(editions)
            ]
            connection.execute(f"create table together.{MART_SCHEMA}.{mart} as {' union all '.join(parts)}")
    (draft / MANIFEST_NAME).write_text(manifest + "\n", encoding="utf-8")


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")
