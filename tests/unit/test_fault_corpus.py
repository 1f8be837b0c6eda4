"""What tests/faults/RESULTS.md says is found is found, by a corpus that knows nothing of the checks."""

from __future__ import annotations

import ast
import re

import pytest

from tests.faults import corpus, outcome
from tests.faults.case import Case
from tests.faults.outcome import Found
from tests.faults.report import DOCUMENT
from tests.faults.stalling import STALLING

MAKERS = ("case", "values", "readings", "headers", "relations", "edges", "shapes", "files", "packages", "hidden", "saved_as",
          "programs", "odd_programs", "opening", "personal", "controls", "corpus", "across", "across_city", "across_series", "across_others")  # fmt: skip
LENT = ("tests.personal_data.placeholders",)  # invented people and numbers, as independent as the corpus itself
Judged = list[tuple[Case, Found]]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """One file of every class and two of every habit."""
    cases = [*corpus.faulty(1), *corpus.clean(2)]
    found = outcome.run(cases, *outcome.workspace_in(tmp_path_factory.mktemp("faults")))
    return [(case, found[case.name]) for case in cases]


def recorded() -> dict[str, tuple[int, int]]:
    """Found and planted by class, as the document says."""
    rows = re.findall(
        r"^\| ([^|\n]+) \|[^|\n]*\|[^|\n]*\|[^|\n]*\| \**(\d+) of (\d+)\** \|$",
        DOCUMENT.read_text("utf-8"),
        re.MULTILINE,
    )
    return {name: (int(hits), int(files)) for name, hits, files in rows}


def test_the_document_is_about_this_corpus() -> None:
    classes = recorded()
    assert set(classes) == {fault.name for fault in (*corpus.CLASSES, STALLING)}
    assert len(classes) >= 40
    assert {files for _, files in classes.values()} == {corpus.INSTANCES}


def test_what_is_recorded_as_found_is_found(judged: Judged) -> None:
    whole = {name for name, (hits, files) in recorded().items() if hits == files}
    unseen = [(c.name, found) for c, found in judged if c.declared and c.of in whole and not found.shows(c)]
    assert unseen == []


def test_nothing_is_said_of_clean_files(judged: Judged) -> None:
    assert [(c.name, found) for c, found in judged if c.declared is None and found.issues] == []


@pytest.mark.parametrize("module", MAKERS)
def test_the_corpus_shares_nothing_with_what_it_measures(module: str) -> None:
    tree = ast.parse((DOCUMENT.parent / f"{module}.py").read_text(encoding="utf-8"))
    names = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    own = [n for n in names if n.split(".")[0] in ("quality", "ingestion", "orchestration")]
    assert [n for n in own if not n.startswith("ingestion.sample_city.")] == []
    assert [n for n in names if n.startswith("tests.") and n.removeprefix("tests.faults.") not in MAKERS + LENT] == []


def test_a_fault_counts_only_at_its_place_and_with_its_verdict(judged: Judged) -> None:
    case, found = next((c, f) for c, f in judged if c.of == "negative count")
    assert found.shows(case)
    assert not Found("accepted", found.issues).shows(case)
    assert not Found(found.verdict, [(r, s, {"E1"}) for r, s, _ in found.issues]).shows(case)
    assert not Found(found.verdict, [("VAL-99", s, c) for _, s, c in found.issues]).shows(case)
