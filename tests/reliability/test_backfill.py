"""``kho138 backfill``: whole years in one run, what is left of them only, the same edition as a run of everything.

Runs in ``.ci/full``: several runs of a small city. The same from the page: ``test_service.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion.parquet_table import read_table
from ingestion.shapes import SUBMISSION
from ingestion.workspace import Workspace
from tests.integration.conftest import City
from tests.integration.second_city import write_second_city

pytestmark = pytest.mark.full


def test_years_one_after_the_other_are_what_a_run_of_everything_is(tmp_path: Path) -> None:
    whole, city = City(tmp_path / "whole"), City(tmp_path / "city")
    for home in (whole.home, city.home):
        write_second_city(home)
    whole.run()
    assert "Không có quý nào" in city.kho138("backfill", "2019..2021").stderr
    first = city.kho138("backfill", "2025")
    # files of later years have landed and nobody has looked at them: nothing is published beside them
    assert first.returncode == 1, first.stdout + first.stderr
    assert "kho138 backfill" in first.stderr
    assert not (city.home / "published" / "kho138.duckdb").exists()
    judged = _judged(city)
    assert 0 < judged < _judged(whole)
    rest = city.kho138("backfill", "2026..2027")
    assert rest.returncode == 0, rest.stderr
    assert city.content_hash() == whole.content_hash()
    before = _files(city)
    again = city.kho138("backfill", "2025..2027")
    assert again.returncode == 0, again.stderr
    assert city.content_hash() == whole.content_hash()
    assert _files(city) == before


def _judged(city: City) -> int:
    return read_table(Workspace(city.home).table("submissions"), SUBMISSION, ["submission_id"]).height


def _files(city: City) -> dict[str, bytes]:
    landing = Workspace(city.home).landing
    return {str(p.relative_to(landing)): p.read_bytes() for p in landing.rglob("*") if p.is_file()}
