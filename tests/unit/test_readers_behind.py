"""Readers who do not have what is published, and figures that cannot be hidden any more: somebody is told."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingestion.sample_city.register_files import write_register
from ingestion.workspace import Workspace
from orchestration.alerts.tell import ledger_of, record
from orchestration.doctor import pipeline
from orchestration.editions.readers_behind import readers_behind, waiting_since
from orchestration.editions.shown_before import shown_before
from orchestration.editions.write_editions import DONE, written_for
from quality.alerts.thresholds import DEFAULTS, Thresholds
from quality.disclosure.decide import Decision
from quality.disclosure.figure import Equation, Figure, FigureKey
from quality.disclosure.policy import Policy
from quality.disclosure.read_figures import Figures
from quality.disclosure.suppression import plan

NOW = datetime(2025, 10, 1, 3, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path)
    write_register(made.register)
    made.audiences.mkdir(parents=True)
    manifest = made.published / "manifest.json"
    manifest.write_text('{"content_hash": "abc"}')
    then = (NOW - timedelta(hours=30)).timestamp()
    os.utime(manifest, (then, then))
    return made


def test_what_is_published_and_not_written_for_readers_is_told_after_the_hours_the_city_allows(
    workspace: Workspace,
) -> None:
    told = readers_behind(workspace, NOW, DEFAULTS)
    assert told.is_open
    assert told.tellable_facts() == {"hours": "30", "promised_hours": "24"}
    assert not readers_behind(workspace, NOW, Thresholds(readers_hours=36)).is_open
    (found,) = pipeline.readers(workspace, NOW)
    assert (found.state, "đã 30 giờ" in found.words_vi) == ("critical", True)
    (workspace.register / "alerts.yml").write_text("thresholds: {readers_hours: 36}")
    (found,) = pipeline.readers(workspace, NOW)
    assert found.state == "warning"


def test_it_is_over_when_they_are_written_and_begins_anew_with_what_a_role_accepts(workspace: Workspace) -> None:
    (workspace.audiences / DONE).write_text(written_for(workspace) or "")
    assert waiting_since(workspace) is None
    assert not readers_behind(workspace, NOW, DEFAULTS).is_open
    (workspace.audiences / DONE).write_text("what was published before")
    workspace.approvals.touch()
    accepted = (NOW - timedelta(hours=2)).timestamp()
    os.utime(workspace.approvals, (accepted, accepted))
    assert waiting_since(workspace) == NOW - timedelta(hours=2)
    assert not readers_behind(workspace, NOW, DEFAULTS).is_open


def test_nothing_published_is_nobodys_delay(tmp_path: Path) -> None:
    assert not readers_behind(Workspace(tmp_path), NOW, DEFAULTS).is_open


def _decision(earlier: list[Equation]) -> Decision:
    amounts = {"a": 2.0, "b": 7.0}
    figures = tuple(
        Figure(FigureKey("unit", "at_risk_youth_managed", 1, atom, None, None), "small_cells", True, value,
               (Equation(((atom, 1.0),), value),))
        for atom, value in amounts.items()
    )  # fmt: skip
    made = plan(figures, amounts, Policy(frozenset({"small_cells"}), frozenset()), earlier=earlier)
    return Decision({"small_cells": made}, Figures(figures, amounts, frozenset()), (), {}, {}, {})


def test_what_an_earlier_edition_showed_and_must_be_hidden_now_is_told_until_it_is_over(workspace: Workspace) -> None:
    out = shown_before(_decision([Equation((("a", 1.0),), 2.0)]))
    assert out.is_open
    assert out.tellable_facts() == {"figures": "1", "indicators": "at_risk_youth_managed"}
    record(workspace, [out], NOW)
    assert [a.kind for a in ledger_of(workspace).open_alerts() if not a.well_since] == ["shown_before"]
    record(workspace, [shown_before(_decision([]))], NOW)
    assert [a.kind for a in ledger_of(workspace).open_alerts() if not a.well_since] == []
