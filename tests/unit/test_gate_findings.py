"""What the gate found: kept, told as alerts, shown with its trend, and accepted only where it may be true."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingestion.workspace import Workspace
from orchestration.append_log import append
from orchestration.cli.app import app
from quality.alerts.gate_sightings import gate_sightings
from quality.approvals.approval_log import read_log
from quality.release_gate.history import Point, as_line
from quality.release_gate.outcome import Finding, GateOutcome
from quality.release_gate.suite import Severity, suites
from quality.release_gate.trend_line import trend_line

NOW = datetime(2025, 1, 20, 8, tzinfo=UTC)


def found(
    check: str, subject: str = "", severity: Severity = "block", *, passed: bool = False, seen: str = "0,74"
) -> Finding:
    suite, may = next((s.name, c.acceptable) for s in suites().values() for c in s.checks if c.id == check)
    return Finding(suite, check, subject, severity, passed, 0.74, "Kỳ vọng", seen, "Việc", acceptable=may)


def test_an_accepted_finding_no_longer_blocks_but_another_value_does() -> None:
    seen = found("DIST-01", "zalo_members")
    assert not GateOutcome((seen.unless_accepted(()),)).passed
    assert GateOutcome((seen.unless_accepted({seen.fingerprint}),)).passed
    other = found("DIST-01", "zalo_members", seen="0,75")
    assert not GateOutcome((other.unless_accepted({seen.fingerprint}),)).passed


@pytest.mark.parametrize("check", ["VOL-01", "VOL-05", "FRE-01", "FRE-02", "POL-01", "PUB-01", "FIG-02", "TKN-02"])
def test_what_is_the_house_s_own_fault_cannot_be_accepted(check: str) -> None:
    seen = found(check)
    assert seen.unless_accepted({seen.fingerprint}) == seen


def test_a_warning_is_one_alert_a_check_and_is_over_when_it_is_met() -> None:
    missed = [found("DIST-02", name, "warn") for name in ("zalo_members", "tips_received")]
    met = [found("DIST-02", "zalo_groups", "warn", passed=True), found("FRE-04", "", "warn", passed=True)]
    line = as_line(GateOutcome((*missed, *met, found("VOL-01"))), NOW, "2025-01-14", "run")
    seen = {s.subject: s for s in gate_sightings([line])}
    assert {name: s.is_open for name, s in seen.items()} == {"DIST-02": True, "FRE-04": False}
    assert seen["DIST-02"].tellable_facts() == {"expectations": "2", "indicators": "tips_received, zalo_members"}
    well = as_line(GateOutcome(tuple(met)), NOW, "2025-01-14", "run")
    assert [s.is_open for s in gate_sightings([line, well])] == [False, False]
    assert list(gate_sightings([])) == []


def test_the_trend_has_a_dot_a_run_and_is_red_where_it_failed() -> None:
    drawing = trend_line([Point(NOW, True, 737.0), Point(NOW, False, 0.7), Point(NOW, True, None)])
    assert re.findall(r'<circle[^>]* class="(\w+)"', drawing) == ["ok", "bad"]
    assert trend_line([]) == ""


@pytest.fixture
def blocked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("KHO138_HOME", str(tmp_path))
    workspace = Workspace(tmp_path)
    outcome = GateOutcome((found("DIST-01", "zalo_members"), found("VOL-01")))
    append(workspace.gate_history, as_line(outcome, NOW, "2025-01-14", "run"))
    return workspace


def test_the_command_says_what_blocks_and_a_role_accepts_what_it_may(blocked: Workspace) -> None:
    said = CliRunner().invoke(app, ["gate"])
    assert said.exit_code == 1
    assert "KHÔNG CÔNG BỐ" in said.output
    assert "[DIST-01:zalo_members] Chưa đạt: Kỳ vọng. Thấy: 0,74. Việc cần làm: Việc" in " ".join(said.output.split())
    why = ["--reason", "Đã đối chiếu với các phường"]
    for key, role in (("VOL-01", "chair"), ("DIST-01:zalo_groups", "chair"), ("DIST-01:zalo_members", "police_chief")):
        assert CliRunner().invoke(app, ["gate", "accept", key, "--role", role, *why]).exit_code == 2
    assert read_log(blocked.approvals) == []
    done = CliRunner().invoke(app, ["gate", "accept", "DIST-01:zalo_members", "--role", "chair", *why])
    assert done.exit_code == 0, done.output
    (kept,) = read_log(blocked.approvals)
    assert (kept.kind, kept.subject) == ("gate", found("DIST-01", "zalo_members").fingerprint)
