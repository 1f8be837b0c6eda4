"""After a run every sender that was returned, held back or asked about has its slip, and nobody else has."""

from __future__ import annotations

import json

import openpyxl

from ingestion.workspace import Workspace
from orchestration.outbox.slips import write_slips
from quality.register.register import Register
from quality.return_slip.first_sheet import SHEET_NAME
from tests.integration.conftest import FirstRun


def test_slips_of_the_city(first_run: FirstRun) -> None:
    home = first_run.city.home
    slips = {d["submission_id"]: (p.parent, d) for p in (home / "slips").glob("*/*/*.json")
             for d in [json.loads(p.read_bytes())]}  # fmt: skip
    asked = {s for (s,) in first_run.city.query("select distinct submission_id from fct_quality_issue")}
    assert set(slips) == asked
    for folder, said in slips.values():
        assert sorted(p.name for p in folder.iterdir()) == [
            "phieu-ket-qua.json",
            "phieu-ket-qua.xlsx",
            "thu-tra-loi.txt",
        ]
        assert folder.parent.name == said["unit_code"]
        refused = said["lines"][0]["rules"][0].startswith("PII-0") and said["verdict"] == "returned"  # no byte is kept
        unread = refused or said["verdict"] == "quarantined" or said["file_format"] in ("csv", "json", "unknown")
        assert (said["sheets_returned"] == 0) == unread
    issues = sum(len(line["issues"]) for _, said in slips.values() for line in said["lines"])
    assert first_run.city.query("select count(*) from fct_quality_issue") == [(issues,)]
    secret = next(f for f, said in slips.values() if "SEC-01" in said["lines"][0]["rules"])
    assert openpyxl.load_workbook(secret / "phieu-ket-qua.xlsx").sheetnames == [SHEET_NAME, "_kho138"]


def test_writing_again_changes_nothing_and_what_is_not_needed_goes(first_run: FirstRun) -> None:
    workspace = Workspace(first_run.city.home)
    stray = workspace.slips / "13681" / "0000000000000000"
    stray.mkdir(parents=True, exist_ok=True)
    outcome = write_slips(workspace, Register.read(workspace.register))
    assert outcome.slips > 100
    assert (outcome.written, outcome.removed) == (0, 1)
    assert not stray.exists()


def test_the_command_finds_the_slips_of_a_unit(first_run: FirstRun) -> None:
    code, submission = first_run.city.query(
        "select sender_code, submission_id from fct_quality_issue where verdict = 'returned' and cell is not null limit 1"
    )[0]
    listed = first_run.city.kho138("slip", code)
    assert listed.returncode == 0
    assert "phieu-ket-qua.xlsx" in listed.stdout.replace("\n", "")
    (said,) = json.loads(first_run.city.kho138("slip", submission[:12], "--json").stdout)
    assert said["submission_id"] == submission
    assert "Cách xử lý:" in first_run.city.kho138("slip", submission, "--text").stdout
    assert first_run.city.kho138("slip", "không-có").returncode == 1
