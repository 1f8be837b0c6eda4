"""The file of the dashboards: every audience's own tables, told apart, whole before the pointer turns."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from ingestion.workspace import Workspace
from orchestration.editions.audience import Audience
from orchestration.editions.dashboards import marts_of_dashboards, write_dashboards
from orchestration.editions.place import current, versions
from quality.disclosure.readers import Reader, UnitKey

OLD, WARD = UnitKey("13645", date.min), UnitKey("13681", date(2024, 9, 1))
READER = Reader(WARD, "ward_commune", "Phường Quang Trung", frozenset({OLD, WARD}), has_committee=True)
CITY, PUBLIC, OWN = (
    Audience("city", "city", ""), Audience("public", "public", ""), Audience("ward-13681", "ward", "", READER),
)  # fmt: skip
Editions = list[tuple[Audience, Path]]


def _edition(folder: Path, audience: Audience, says: str) -> tuple[Audience, Path]:
    """A version of an audience whose every mart says the same."""
    version = folder / audience.name / says
    version.mkdir(parents=True)
    with duckdb.connect(str(version / "kho138.duckdb")) as connection:
        connection.execute("create schema marts")
        for mart in marts_of_dashboards():
            connection.execute(f"create table marts.{mart} as select '{says}' as told")
    return audience, version


@pytest.fixture
def editions(tmp_path: Path) -> Editions:
    return [_edition(tmp_path / "audiences", who, f"for {who.name}") for who in (CITY, PUBLIC, OWN)]


def _told(version: Path | None) -> set[tuple[str, ...]]:
    """What every mart of the file says: audience and words."""
    assert version is not None
    with duckdb.connect(str(version / "kho138.duckdb"), read_only=True) as connection:
        sql = " intersect ".join(f"select audience, told from marts.{mart}" for mart in marts_of_dashboards())  # noqa: S608 — our names
        return set(connection.execute(sql).fetchall())


def test_every_audience_has_its_own_rows_a_ward_under_its_key(tmp_path: Path, editions: Editions) -> None:
    workspace = Workspace(tmp_path)
    version = write_dashboards(workspace, editions, [READER])
    assert current(workspace.dashboards) == version
    assert _told(version) == {
        ("city", "for city"), ("public", "for public"), ("13681|2024-09-01", "for ward-13681"),
    }  # fmt: skip
    (unit,) = json.loads((version / "manifest.json").read_text(encoding="utf-8"))["units"]
    assert (unit["audience"], unit["own"]) == ("13681|2024-09-01", ["13645|0001-01-01", "13681|2024-09-01"])


def test_the_same_editions_are_the_same_version_and_another_one_a_new_path(tmp_path: Path, editions: Editions) -> None:
    workspace = Workspace(tmp_path)
    first = write_dashboards(workspace, editions, [READER])
    assert write_dashboards(workspace, editions, [READER]) == first
    assert versions(workspace.dashboards) == [first]
    editions[0] = _edition(tmp_path / "audiences", CITY, "late report")
    second = write_dashboards(workspace, editions, [READER])
    assert second != first  # a path of its own: who reads the first goes on reading it
    assert ("city", "late report") in _told(current(workspace.dashboards))
    assert ("city", "for city") in _told(first)


def test_what_fails_half_written_leaves_the_pointer_where_it_was(tmp_path: Path, editions: Editions) -> None:
    workspace = Workspace(tmp_path)
    first = write_dashboards(workspace, editions, [READER])
    whole, broken = editions[0], _edition(tmp_path / "audiences", OWN, "half")
    with duckdb.connect(str(broken[1] / "kho138.duckdb")) as connection:
        connection.execute(f"drop table marts.{marts_of_dashboards()[-1]}")
    with pytest.raises(duckdb.CatalogException):
        write_dashboards(workspace, [whole, broken], [READER])
    assert current(workspace.dashboards) == first
    assert versions(workspace.dashboards) == [first]
