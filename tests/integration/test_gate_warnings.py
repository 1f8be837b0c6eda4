"""The checks of the release gate that warn, note, or may be accepted: each is planted once and speaks."""

from __future__ import annotations

import shutil

import duckdb
import pytest

from ingestion.workspace import Workspace
from orchestration.publishing.gate_run import pass_gate
from quality.release_gate.outcome import GateOutcome
from tests.integration.conftest import FirstRun

# check, how grave, what is planted, words of its sentence
_IN_SILENCE = {
    # one unit is taken from the ledger: its files are nobody's duty any more
    "VOL-02": ("warn", "delete from fct_submission_coverage where unit_code = 'CQ-001'", "Quý 2024-Q4: 1"),
    # more than a year after the last receipt: deadlines passed in silence, the newest periods are missing, all is old
    "FRE-03": (
        "block",
        "update fct_submission_coverage set due_on = due_on + interval 365 day where year(due_on) = 2025",
        "cho phép đến 2",
    ),
    "FRE-04": (
        "warn",
        "update fct_submission_coverage set is_accepted = false where form_code = 'F03' and period_end >= date '2024-06-01'",
        "F03",
    ),
    "FRE-05": ("warn", "update dim_city set as_of = as_of + interval 400 day", "Thấy: 400"),
    "PUB-02": (
        "note",
        "update fct_published_figure set current_value = 24, agrees = false where figure_id = 'models_active_2024'",
        "models_active_2024",
    ),
}
_NOTHING_ACCEPTED = {"VOL-06": ("warn", "update fct_submission_coverage set is_accepted = false", "0")}


def _gate(first_run: FirstRun, home: Workspace, planted: dict[str, tuple[str, str, str]]) -> GateOutcome:
    for part in ("warehouse", "lake", "published", "register"):
        shutil.copytree(first_run.city.home / part, home.home / part)
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("use marts")
        for _, sql, _ in planted.values():
            connection.execute(sql or "select 1")
    return pass_gate(home, "run-of-the-silent", [])


@pytest.fixture(scope="module")
def silent(first_run: FirstRun, tmp_path_factory: pytest.TempPathFactory) -> GateOutcome:
    return _gate(first_run, Workspace(tmp_path_factory.mktemp("silent")), _IN_SILENCE)


@pytest.fixture(scope="module")
def empty(first_run: FirstRun, tmp_path_factory: pytest.TempPathFactory) -> GateOutcome:
    return _gate(first_run, Workspace(tmp_path_factory.mktemp("empty")), _NOTHING_ACCEPTED)


@pytest.mark.parametrize("key", _IN_SILENCE)
def test_a_planted_fault_is_seen_where_it_stands(silent: GateOutcome, key: str) -> None:
    severity, _, words = _IN_SILENCE[key]
    (found,) = [f for f in silent.failed(severity) if f.key == key]
    assert words in found.sentence_vi
    assert found.do_vi in found.sentence_vi


def test_a_city_of_which_nothing_is_accepted_is_warned_of(empty: GateOutcome) -> None:
    (found,) = [f for f in empty.failed("warn") if f.key == "VOL-06"]
    assert found.do_vi in found.sentence_vi


def test_of_an_untouched_city_none_of_them_speaks(first_run: FirstRun) -> None:
    from orchestration.append_log import lines

    (line,) = lines(Workspace(first_run.city.home).gate_history)
    spoke = {key for key, (_, _, passed, _) in line["findings"].items() if not passed}
    assert not spoke & (_IN_SILENCE.keys() | _NOTHING_ACCEPTED.keys())
