"""Backup and restore: every file of what cannot be rebuilt, a damaged backup refused, nothing written over."""

from __future__ import annotations

import io
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import pytest

from ingestion.workspace import Workspace
from orchestration.append_log import lines
from orchestration.keeping.backup import BackupError, verify_backup, write_backup
from orchestration.keeping.living_files import copy_living
from orchestration.keeping.restore import restore_backup


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "home")
    for name, content in {
        "register/city.yml": b"city", "register/changes/2025-01.yml": b"decision", "landing/objects/ab/abc": b"PK\x03\x04",
        "landing/receipts/1.parquet": b"PAR1", "editions/tong-ket-2024/manifest.json": b"{}", "approvals.jsonl": b"{}\n",
        "outbox/log.jsonl": b"{}\n", "portal/tokens.jsonl": b"{}\n", "alerts/messages.log": b"told\n",
        "lake/facts/1.parquet": b"derived", "drop/agency/A/x.xlsx": b"not looked at yet",
    }.items():  # fmt: skip
        (made.home / name).parent.mkdir(parents=True, exist_ok=True)
        (made.home / name).write_bytes(content)
    return made


def _truth(workspace: Workspace) -> dict[str, bytes]:
    files = [p for part in workspace.truth for p in ([part] if part.is_file() else part.rglob("*")) if p.is_file()]
    return {str(p.relative_to(workspace.home)): p.read_bytes() for p in files}


def test_what_cannot_be_rebuilt_comes_back_byte_for_byte(workspace: Workspace, tmp_path: Path) -> None:
    backup = write_backup(workspace, tmp_path / "b.tar")
    assert backup.stat().st_mode & 0o777 == 0o600
    other = Workspace(tmp_path / "another machine")
    restore_backup(other, backup)
    assert _truth(other) == _truth(workspace)
    assert len(_truth(other)) == 9
    places = {"register", "landing", "editions", "approvals.jsonl", "outbox", "portal", "alerts"}
    assert {p.name for p in other.home.iterdir()} == places


def test_a_restore_writes_over_nothing(workspace: Workspace, tmp_path: Path) -> None:
    backup = write_backup(workspace, tmp_path / "b.tar")
    (workspace.register / "city.yml").write_bytes(b"newer")
    with pytest.raises(BackupError, match="writes over nothing"):
        restore_backup(workspace, backup)
    assert (workspace.register / "city.yml").read_bytes() == b"newer"


@pytest.mark.parametrize("damage", ["flip", "cut", "extra", "other", "missing"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(workspace: Workspace, tmp_path: Path, damage: str) -> None:
    backup = write_backup(workspace, tmp_path / "b.tar")
    content = backup.read_bytes()
    if damage == "flip":
        backup.write_bytes(content.replace(b"decision", b"Decision"))
    elif damage == "cut":
        backup.write_bytes(content[: content.index(b"PAR1")])
    elif damage == "other":
        backup.write_bytes(b"not a tar file")
    elif damage == "extra":
        with tarfile.open(backup, "a") as tar:
            smuggled = tarfile.TarInfo("../outside")
            smuggled.size = 1
            tar.addfile(smuggled, io.BytesIO(b"x"))
    else:
        with tarfile.open(backup) as whole, tarfile.open(tmp_path / "less.tar", "w") as less:
            for member in whole:
                if member.name != "approvals.jsonl":
                    less.addfile(member, whole.extractfile(member))
        (tmp_path / "less.tar").replace(backup)
    other = Workspace(tmp_path / "other")
    with pytest.raises(BackupError):
        restore_backup(other, backup)
    assert not other.home.exists()
    assert not (tmp_path / "outside").exists()


def test_a_folder_keeps_the_newest_and_names_nothing_else(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "kho138-20200101-000000.tar").write_bytes(b"old")
    (folder / "kho138-20210101-000000.tar").write_bytes(b"old")
    (folder / "somebody's.tar").write_bytes(b"not ours")
    newest = write_backup(workspace, folder, keep=2)
    assert {p.name for p in folder.iterdir()} == {"kho138-20210101-000000.tar", newest.name, "somebody's.tar"}
    assert str(newest) in workspace.last_backup.read_text()


def test_nothing_to_back_up_and_a_backup_into_itself_are_errors(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="nothing to back up"):
        write_backup(Workspace(tmp_path / "empty"), tmp_path / "e.tar")
    with pytest.raises(BackupError, match="inside what it shall keep"):
        write_backup(workspace, workspace.landing / "b.tar")
    assert verify_backup(write_backup(workspace, tmp_path / "ok.tar")).content_hash is None


def test_every_place_of_the_workspace_is_truth_or_can_be_made_again() -> None:
    workspace = Workspace(Path("/home"))
    places = {
        n for n, p in vars(Workspace).items() if isinstance(p, property) and isinstance(getattr(workspace, n), Path)
    }
    again = {
        "drop", "arrivals", "lake", "warehouse", "earlier", "gate", "gate_page", "published", "audiences",
        "dashboards", "slips",
        "notices", "dagster_home",
        "last_backup", "writing_lock", "serving_lock",
    }  # fmt: skip
    assert {n for n in places if getattr(workspace, n) in workspace.truth} == places - again


_WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ingestion.workspace import Workspace
from orchestration.alerts.tell import ledger_of, record
from orchestration.append_log import append
from quality.alerts.sighting import Sighting
workspace = Workspace(Path(sys.argv[1]))
for n in range(10**9):
    # two alerts a transaction: a copy torn between them would hold one
    record(workspace, [Sighting("source_silent", f"a-{n}"), Sighting("source_refused", f"b-{n}")], datetime.now(UTC))
    append(workspace.outbox, {"n": n, "filling": "x" * 3000})
    (workspace.alerts / "heartbeat").write_text(f"{n}" * 50)
    if n == 5:
        print("writing", flush=True)
"""


def test_a_backup_beside_a_service_that_writes_has_one_moment_of_its_ledger(
    workspace: Workspace, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(workspace.home)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        try:
            backups = [write_backup(workspace, tmp_path / f"{n}.tar") for n in range(8)]
            assert writer.poll() is None
        finally:
            writer.kill()
    counts = []
    for n, backup in enumerate(backups):
        other = Workspace(tmp_path / f"other {n}")
        restore_backup(other, backup)
        with closing(sqlite3.connect(other.alerts / "ledger.sqlite")) as ledger:
            assert ledger.execute("pragma integrity_check").fetchone() == ("ok",)
            kinds = dict(ledger.execute("select kind, count(*) from alert group by kind").fetchall())
        assert kinds["source_silent"] == kinds["source_refused"]
        assert not [p for p in other.alerts.iterdir() if p.name.endswith(("-journal", "-wal"))]
        logged = [line["n"] for line in lines(other.outbox) if line]
        assert logged == list(range(len(logged)))
        counts.append(kinds["source_silent"])
    assert counts[0] >= 6
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]  # it did write meanwhile
    assert not list(workspace.home.glob(".backup-*"))


def test_a_database_in_the_middle_of_a_change_is_copied_before_or_after_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "alerts").mkdir(parents=True)
    path = home / "alerts" / "ledger.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as change:
        change.execute("create table alert (id integer primary key, words text)")
        change.execute("begin")
        change.executemany("insert into alert (words) values (?)", [("x" * 2000,)] * 100)
        change.execute("commit")
        change.execute("pragma cache_size = 1")  # what is not committed yet is in the file already
        change.execute("begin immediate")
        change.execute("update alert set words = ?", ("y" * 2000,))
        undo = threading.Timer(0.3, change.execute, ["rollback"])
        undo.start()
        (copy,) = copy_living([home / "alerts"], home, tmp_path / "copies").values()
        undo.join()
    with closing(sqlite3.connect(copy)) as copied:
        assert copied.execute("pragma integrity_check").fetchone() == ("ok",)
        assert copied.execute("select distinct words from alert").fetchall() == [("x" * 2000,)]
