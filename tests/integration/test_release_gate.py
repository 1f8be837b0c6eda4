"""The release gate: a fault of each kind is seen, said in Vietnamese with its place, and blocks or warns as it should."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from ingestion.workspace import Workspace
from orchestration.append_log import lines
from orchestration.publishing.gate_run import pass_gate
from orchestration.publishing.published_figures import Differing, differing_figures
from quality.approvals.approval_log import accept
from quality.release_gate.history import trend
from quality.release_gate.outcome import GateOutcome
from quality.release_gate.suite import suites
from tests.integration.conftest import FirstRun

# one fault a line, planted in the warehouse: a check, what is planted, words of its sentence
_PLANTED = {
    # a quarter of the ledger is lost: it holds fewer files than were received, and fewer reports than readers have
    "VOL-01": (
        "delete from fct_submission_coverage where period_id = 'ND09:2024-Y' and form_code = 'F02'",
        "Quý 2024-Q4",
    ),
    "VOL-03": (
        "update fct_submission_coverage set is_accepted = false where year(period_end) = 2023 and quarter(period_end) = 2",
        "Quý 2023-Q2: 0 so với 160",
    ),
    "VOL-05": ("update fct_received set receipts = receipts - 1", "2.273 so với 2.272"),
    # twelve hours before the last receipt, which is also before the edition in force
    "FRE-01": ("update dim_city set as_of = as_of - interval 12 hour", "720"),
    "FRE-02": ("", "720"),
    "POL-01": (
        "update fct_indicator_yearly set value = 83 where level = 'city' and report_year = 2024 "
        "and indicator_code = 'criminal_cases_cleared'",
        "(criminal_cases_cleared), Năm 2024: 83 so với 75",
    ),
    "PUB-01": ("", "models_active_2024"),
    "TKN-02": (
        "update indicator_actual_vs_target set units_reported = units_expected + 1 "
        "where level = 'city' and indicator_code = 'zalo_groups'",
        "(zalo_groups): 21 so với 22",
    ),
    "FIG-02": (
        "update fct_indicator_yearly set value = 140 where level = 'city' and report_year = 2024 "
        "and indicator_code = 'zalo_coverage_pct'",
        "(zalo_coverage_pct), Năm 2024: 140",
    ),
    # a thousands separator read as a decimal comma, in every ward
    "DIST-01:zalo_members": (
        "update fct_indicator_yearly set value = value / 1000 where level = 'unit' and report_year = 2024 "
        "and indicator_code = 'zalo_members'",
        "0,74 (cho phép từ 40,1 đến 4.010)",
    ),
}


@pytest.fixture(scope="module")
def gated(first_run: FirstRun, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """What the gate reads of the demonstration city, in a place of its own."""
    home = tmp_path_factory.mktemp("gated")
    for part in ("warehouse", "lake", "published", "register"):
        shutil.copytree(first_run.city.home / part, home / part)
    shutil.copy(first_run.city.home / "gate_history.jsonl", home)
    return Workspace(home)


@pytest.fixture(scope="module")
def faulty(gated: Workspace) -> GateOutcome:
    """The gate over a warehouse with every fault of ``_PLANTED``."""
    with duckdb.connect(str(gated.warehouse)) as connection:
        connection.execute("use marts")
        for planted, _ in _PLANTED.values():
            connection.execute(planted or "select 1")
    # published without a day: nothing that came later can explain it
    wrong = Differing("models_active_2024", None, 23.0, 22.0, "")
    return pass_gate(gated, "run-of-the-faulty", [*differing_figures(gated.warehouse), wrong])


def test_the_first_run_passes_and_keeps_what_it_found(first_run: FirstRun) -> None:
    workspace = Workspace(first_run.city.home)
    (line,) = lines(workspace.gate_history)
    assert line["passed"]
    assert {suite for suite, *_ in line["findings"].values()} == set(suites())
    not_met = {key for key, (_, _, passed, _) in line["findings"].items() if not passed}
    assert not_met == set()


@pytest.mark.parametrize("key", _PLANTED)
def test_a_planted_fault_blocks_and_says_where_and_what_to_do(faulty: GateOutcome, key: str) -> None:
    assert not faulty.passed
    (found,) = [f for f in faulty.failed("block") if f.key == key]
    assert _PLANTED[key][1] in found.sentence_vi
    assert found.do_vi in found.sentence_vi


def test_nothing_else_fails_than_what_was_planted(faulty: GateOutcome) -> None:
    assert {f.key for f in faulty.failed("block")} == set(_PLANTED)
    # seen beside them: fewer reports than readers have; wards out of their usual range; another figure than the police state
    assert {f.key for f in faulty.failed("warn")} >= {"VOL-04", "DIST-02:zalo_members", "POL-02"}


def test_the_history_grows_and_the_page_shows_the_trend(gated: Workspace, faulty: GateOutcome) -> None:
    assert not faulty.passed
    kept = list(lines(gated.gate_history))
    assert [line["passed"] for line in kept] == [True, False]
    assert [p.observed for p in trend(kept)["DIST-01:zalo_members"]] == [737.0, 0.737]
    page = gated.gate_page.read_text(encoding="utf-8")
    assert "Không đạt – không công bố" in page
    assert "2 lượt chạy: thấp nhất 0.737, cao nhất 737" in page
    assert "http" not in page  # nothing from elsewhere
    assert all(Path(gated.gate, link).exists() for link in _links(page))


def test_what_a_role_accepted_is_noted_and_no_longer_blocks(gated: Workspace, faulty: GateOutcome) -> None:
    (seen,) = [f for f in faulty.failed("block") if f.key == "DIST-01:zalo_members"]
    accept(gated.approvals, "gate", seen.fingerprint, "chair", datetime(2025, 1, 20, tzinfo=UTC), "Đã đối chiếu")
    again = pass_gate(gated, "run-after-acceptance", differing_figures(gated.warehouse))
    # nor what was published before, whose doubt is no longer handed in
    assert {f.key for f in again.failed("block")} == set(_PLANTED) - {"DIST-01:zalo_members", "PUB-01"}
    assert "DIST-01:zalo_members" in {f.key for f in again.failed("note")}


def _links(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('href="')[1:]]
