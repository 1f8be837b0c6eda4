"""A restore does not undo an erasure: what was erased after the backup is erased again, and stays out."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from ingestion import ingest
from ingestion.landing.arrival import Arrival
from ingestion.landing.landing import Landing
from ingestion.parquet_table import read_table
from ingestion.sample_city.register_files import write_register
from ingestion.shapes import SUBMISSION
from ingestion.workspace import Workspace
from orchestration.cli.app import app
from orchestration.keeping.erased_list import LIST_OF_ERASED, read_list
from quality.register.register import Register
from tests.unit.test_guard_flow import BOOK, SENDER, _book, _everything_written, _in_note, _run

WORDS = "chữ cần xóa sau này"


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    workspace = Workspace(tmp_path / "home")
    write_register(workspace.register)
    (tmp_path / "backups").mkdir()
    monkeypatch.setenv("KHO138_HOME", str(workspace.home))
    return workspace


def _said(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def _erased_after_a_backup(city: Workspace, tmp_path: Path) -> tuple[bytes, str, Path]:
    content, register = _book(_in_note(WORDS)), Register.read(city.register)
    submissions = _run(city, register, ("a.xlsx", content), ("b.xlsx", BOOK.read_bytes()))
    gone = submissions.filter(pl.col("source_name") == "a.xlsx")["submission_id"][0]
    _said("backup", str(tmp_path / "backups"))
    _said("erase", gone, "--reason", "phát hiện sau", "--by", "standing_office")
    (backup,) = (tmp_path / "backups").glob("*.tar")
    return content, gone, backup


def test_a_restore_erases_again_what_was_erased_since(
    city: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, gone, backup = _erased_after_a_backup(city, tmp_path)
    other = Workspace(tmp_path / "other machine")
    monkeypatch.setenv("KHO138_HOME", str(other.home))
    assert gone in _said("restore", str(backup)).replace("\n", "")
    register = Register.read(other.register)
    restored = _run(other, register, ("a.xlsx", content))
    assert WORDS not in _everything_written(other.home)
    verdicts = dict(restored.select("submission_id", "reason_rule_id").iter_rows())
    assert verdicts[gone] == "ERASE-01"
    assert len(verdicts) == 2
    assert Landing(other.landing).tombstones().drop("erased").equals(Landing(city.landing).tombstones().drop("erased"))


def test_the_list_says_nothing_of_what_was_erased_and_a_later_backup_keeps_it(city: Workspace, tmp_path: Path) -> None:
    _, gone, backup = _erased_after_a_backup(city, tmp_path)
    listed = backup.parent / LIST_OF_ERASED
    assert WORDS not in listed.read_text(encoding="utf-8")
    assert [one.submission_id for one in read_list(listed)] == [gone]
    listed.unlink()
    _said("backup", str(tmp_path / "backups" / "later.tar"))
    assert [one.submission_id for one in read_list(listed)] == [gone]


def test_without_the_list_a_restore_says_what_to_do_and_the_list_may_come_later(
    city: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, gone, backup = _erased_after_a_backup(city, tmp_path)
    aside = tmp_path / "aside.jsonl"
    (backup.parent / LIST_OF_ERASED).rename(aside)
    other = Workspace(tmp_path / "other machine")
    monkeypatch.setenv("KHO138_HOME", str(other.home))
    assert "erase --again" in _said("restore", str(backup))
    assert Landing(other.landing).path(gone).exists()
    assert gone in _said("erase", "--again", str(aside)).replace("\n", "")
    assert not Landing(other.landing).path(gone).exists()
    assert "đều không còn" in _said("erase", "--again", str(aside))


def test_a_backup_from_before_the_file_came_does_not_let_it_in_again(
    city: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _said("backup", str(tmp_path / "backups" / "before.tar"))
    content, gone, _ = _erased_after_a_backup_beside(city, tmp_path)
    other = Workspace(tmp_path / "other machine")
    monkeypatch.setenv("KHO138_HOME", str(other.home))
    _said("restore", str(tmp_path / "backups" / "before.tar"))
    register = Register.read(other.register)
    moment = Landing(city.landing).receipts()["received_at"][0]
    ingest.take_in(other, [Arrival("drop_folder", "agency", SENDER, "a.xlsx", content, moment)], register)
    ingest.parse(other, "agency")
    ingest.judge(other, "agency", register)
    assert WORDS not in _everything_written(other.home)
    submissions = read_table(other.table("submissions"), SUBMISSION)
    assert dict(submissions.select("submission_id", "reason_rule_id").iter_rows()) == {gone: "ERASE-01"}


def _erased_after_a_backup_beside(city: Workspace, tmp_path: Path) -> tuple[bytes, str, None]:
    content, register = _book(_in_note(WORDS)), Register.read(city.register)
    gone = _run(city, register, ("a.xlsx", content))["submission_id"][0]
    _said("erase", gone, "--reason", "phát hiện sau", "--by", "standing_office")
    return content, gone, None


@pytest.mark.parametrize("words", ["no list", json.dumps({"submission_id": "x"})])
def test_a_list_that_cannot_be_read_stops_the_restore_before_anything_comes_back(
    city: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    _, _, backup = _erased_after_a_backup(city, tmp_path)
    (backup.parent / LIST_OF_ERASED).write_text(words, encoding="utf-8")
    other = Workspace(tmp_path / "other machine")
    monkeypatch.setenv("KHO138_HOME", str(other.home))
    assert CliRunner().invoke(app, ["restore", str(backup)]).exit_code == 1
    assert not other.landing.exists()
