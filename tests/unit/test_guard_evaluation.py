"""quality/personal_data/EVALUATION.md is what the guard does, measured by a corpus that knows nothing of it."""

from __future__ import annotations

import ast

import pytest

from tests.personal_data.corpus import Case, Text, corpus
from tests.personal_data.measure import Seen, city_register, measure
from tests.personal_data.report import DOCUMENT, document, rows

MAKERS = ("corpus", "numbers", "placeholders")
LEAST_SEEN = 0.95  # of personal data, held out
MOST_REFUSED = 0.01  # of harmless files


@pytest.fixture(scope="module")
def seen() -> list[Seen]:
    return measure(corpus(), city_register())


def test_the_document_is_current(seen: list[Seen]) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(seen), "make guard-eval GUARD_ARGS=--update"


def test_the_guard_sees_enough_and_refuses_little(seen: list[Seen]) -> None:
    personal, harmless = rows(seen, personal=True), rows(seen, personal=False)
    assert sum(r.held_out_refused for r in personal) >= LEAST_SEEN * sum(r.held_out for r in personal)
    assert sum(r.refused for r in harmless) <= MOST_REFUSED * sum(r.files for r in harmless)


@pytest.mark.parametrize("module", MAKERS)
def test_the_corpus_imports_nothing_of_what_it_measures(module: str) -> None:
    tree = ast.parse((DOCUMENT.parents[2] / "tests" / "personal_data" / f"{module}.py").read_text(encoding="utf-8"))
    names = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    assert [n for n in names if n.split(".")[0] in ("quality", "ingestion", "orchestration")] == []


def test_a_miss_and_a_false_refusal_are_counted() -> None:
    def case(kind: str | None, said: str) -> Case:
        return Case(said, "group", kind, False, (Text("cell", 1, 1, "s", said),), frozenset({0}))

    looked = measure([case("phone", "0912345678"), case("phone", "sáng nay"), case(None, "0912345678"), case(None, "sáng nay")],
                     city_register())  # fmt: skip
    assert [(r.files, r.refused, r.named) for personal in (True, False) for r in rows(looked, personal)] == [
        (2, 1, 1),
        (2, 1, 0),
    ]
