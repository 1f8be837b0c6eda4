"""Backup and restore: every file of what cannot be rebuilt, a damaged backup refused, nothing written over."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from ingestion.workspace import Workspace
from orchestration.keeping.backup import BackupError, verify_backup, write_backup
from orchestration.keeping.restore import restore_backup


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "home")
    for name, content in {
        "register/city.yml": b"city", "register/changes/2025-01.yml": b"decision", "landing/objects/ab/abc": b"PK\x03\x04",
        "landing/receipts/1.parquet": b"PAR1", "editions/tong-ket-2024/manifest.json": b"{}", "approvals.jsonl": b"{}\n",
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
    assert len(_truth(other)) == 6
    assert {p.name for p in other.home.iterdir()} == {"register", "landing", "editions", "approvals.jsonl"}


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
        "drop", "arrivals", "lake", "warehouse", "earlier", "gate", "published", "slips", "notices", "dagster_home",
        "last_backup", "writing_lock", "serving_lock",
    }  # fmt: skip
    assert {n for n in places if getattr(workspace, n) in workspace.truth} == places - again
