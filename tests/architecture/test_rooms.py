"""The house keeps its shape: imports point one way, files stay small, names say what is in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("quality", "ingestion", "orchestration")
MAY_IMPORT = {"quality": {"quality"}, "ingestion": {"quality", "ingestion"}, "orchestration": set(ROOMS)}
TOP_LEVEL = {"quality", "ingestion", "orchestration", "dbt_project", "tests"}


def _files(room: str) -> list[Path]:
    return [p for p in sorted((ROOT / room).rglob("*.py")) if "generated" not in p.parts]


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_one_way(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _files(room)
        for name in _imports(path)
        if name.split(".")[0] in ROOMS and name.split(".")[0] not in MAY_IMPORT[room]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("library", "where"),
    [
        ("dagster", "orchestration/"),
        ("dagster_dbt", "orchestration/"),
        ("great_expectations", "quality/release_gate/"),
        ("pandera", "quality/"),
        ("highspy", "quality/disclosure/"),
        ("smtplib", ("orchestration/outbox/", "orchestration/alerts/")),
        ("starlette", "orchestration/portal/"),
        ("jinja2", ("orchestration/portal/", "orchestration/review_page/", "quality/release_gate/")),
        ("vl_convert", "orchestration/review_page/"),
        ("superset", "orchestration/bi/"),
        ("flask", "orchestration/bi/"),
        ("typer", "orchestration/cli/"),
        ("apprise", "orchestration/alerts/"),
        ("httpx", ("ingestion/connectors/", "orchestration/alerts/")),
        ("openpyxl", "nowhere"),
        ("requests", "nowhere"),
    ],
)
def test_a_library_stays_in_its_room(library: str, where: str | tuple[str, ...]) -> None:
    users = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in _files(room)
        if any(name.split(".")[0] == library for name in _imports(path))
    }
    assert {u for u in users if not u.startswith(where)} == set()


def test_only_the_command_knows_the_command() -> None:
    """Pages, letters and jobs share words and figures with ``kho138``, never its console."""
    users = {
        str(path.relative_to(ROOT))
        for path in _files("orchestration")
        if any(name.startswith("orchestration.cli") for name in _imports(path))
    }
    assert {u for u in users if not u.startswith("orchestration/cli/")} <= {"orchestration/__init__.py"}


def test_the_sample_city_knows_the_forms_as_a_sender_would() -> None:
    wrong = [
        f"{path.name} imports {name}"
        for path in _files("ingestion/sample_city")
        for name in _imports(path)
        if name.split(".")[0] == "quality" or (name.startswith("ingestion.") and not name.startswith(("ingestion.sample_city", "ingestion.workspace")))
    ]  # fmt: skip
    assert wrong == []


def test_the_generator_does_not_read_the_articles_figures() -> None:
    readers = [p.name for p in _files("ingestion/sample_city") if "article_figures" in p.read_text(encoding="utf-8")]
    assert readers == ["register_files.py"]  # which copies the file into the register and reads nothing of it


def test_files_stay_small_and_have_a_first_line() -> None:
    sql = [p for p in (ROOT / "dbt_project").rglob("*.sql") if "target" not in p.parts]
    code = [p for room in (*ROOMS, "tests") for p in _files(room)]
    assert [str(p) for p in [*code, *sql] if len(p.read_text(encoding="utf-8").splitlines()) > 300] == []
    silent = [
        p for p in code if p.name != "__init__.py" and not p.read_text(encoding="utf-8").startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_no_grab_bags_and_no_other_top_level_folder() -> None:
    names = [p for room in ROOMS for p in (ROOT / room).rglob("*")]
    assert [p for p in names if re.fullmatch(r"(utils?|helpers?|common|misc)(\.py)?", p.name)] == []
    there = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")}
    assert {t for t in there if not t.endswith("egg-info")} <= TOP_LEVEL


def test_the_year_is_data() -> None:
    """No report year is written in code: only data files and the demonstration city name one."""
    years = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for room in ROOMS
        for path in _files(room)
        if "sample_city" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, int) and 2015 <= node.value <= 2040
    ]
    # the fixed moment in the properties of blank workbooks: a constant so that their bytes never change
    assert [y for y in years if "to_template.py" not in y] == []
    models = [p for p in (ROOT / "dbt_project" / "models").rglob("*.sql") if re.search(r"\b20[12]\d\b", p.read_text())]
    assert models == []


def test_nothing_of_this_machine_or_of_an_index_is_committed() -> None:
    locks = [(ROOT / n).read_text() for n in ("requirements.lock", "requirements-dev.lock", "requirements-bi.lock")]
    assert not any(re.search(r"https?://|--index-url|--find-links|file:", text) for text in locks)
    assert all("--hash=sha256:" in text for text in locks)
