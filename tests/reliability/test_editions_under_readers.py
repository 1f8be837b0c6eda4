"""Publishing under a process that reads all the time: no error, no mixture, never back to an older edition."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import duckdb
import pytest

from orchestration.editions.place import current, put_in_place, versions
from orchestration.publishing.edition import STORAGE_VERSION

DAY = 24 * 3600


def edition(number: int, draft: Path) -> None:
    """Two tables, a Parquet file and a manifest that all say the same number."""
    (draft / "parquet").mkdir()
    with duckdb.connect() as connection:
        connection.execute(f"attach '{draft / 'kho138.duckdb'}' as e (storage_version '{STORAGE_VERSION}')")
        for table in "ab":
            connection.execute(f"create table e.{table} as select {number} as n")
        connection.execute(f"copy e.a to '{draft / 'parquet' / 'a.parquet'}'")
    files = [p for p in draft.rglob("*") if p.is_file()]
    said = {p.relative_to(draft).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    (draft / "manifest.json").write_text(json.dumps({"number": str(number), "files": said}))


@pytest.mark.parametrize("times", [60, pytest.param(1000, marks=pytest.mark.full)])
def test_readers_meet_whole_editions_only(tmp_path: Path, times: int) -> None:
    folder, stop = tmp_path / "public", tmp_path / "stop"
    put = partial(put_in_place, folder, keep=5, keep_seconds=60)
    put("v0", partial(edition, 0))
    command = [sys.executable, "-m", "tests.reliability.editions_reader", str(folder / "current"), str(stop)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as reader:
        for number in range(1, times + 1):
            put(f"v{number}", partial(edition, number))
        stop.touch()
        said, wrong = reader.communicate(timeout=120)
    assert reader.returncode == 0, wrong
    met = json.loads(said)
    assert met["forward"]
    assert met["reads"] >= met["editions"] >= 1
    assert (current(folder) or Path()).name == f"v{times}"


def test_a_failure_while_writing_leaves_the_edition_that_was_there(tmp_path: Path) -> None:
    put_in_place(tmp_path / "a", "v1", partial(edition, 1), keep=2, keep_seconds=0)

    def breaks(draft: Path) -> None:
        (draft / "half").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        put_in_place(tmp_path / "a", "v2", breaks, keep=2, keep_seconds=0)
    assert (current(tmp_path / "a") or Path()).name == "v1"
    assert {p.name for p in (tmp_path / "a").iterdir()} == {"v1", "current"}


def test_old_versions_stay_as_many_and_as_long_as_said(tmp_path: Path) -> None:
    for number in range(6):
        put_in_place(tmp_path / "young", f"v{number}", partial(edition, number), keep=2, keep_seconds=DAY)
        put_in_place(tmp_path / "few", f"v{number}", partial(edition, number), keep=2, keep_seconds=-1)
    assert len(versions(tmp_path / "young")) == 6
    assert [p.name for p in versions(tmp_path / "few")] == ["v5", "v4"]


def test_what_was_said_before_is_pointed_at_again_and_not_written(tmp_path: Path) -> None:
    for version in ("v1", "v2", "v1"):
        put_in_place(tmp_path / "a", version, partial(edition, int(version[1])), keep=5, keep_seconds=DAY)
    assert (current(tmp_path / "a") or Path()).name == "v1"
    assert len(versions(tmp_path / "a")) == 2
