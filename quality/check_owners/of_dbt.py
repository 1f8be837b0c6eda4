"""Checks that dbt runs after it has built a table: data tests of models, sources and seeds, read from their YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from quality.check_owners.owned_check import OwnedCheck

_PROJECT = Path(__file__).parents[2] / "dbt_project"
_CLAIMS = {"not_null": "not null", "unique": "unique", "unique_combination": "unique", "accepted_values": "in set"}
_SIMPLE = re.compile(r"(\w+) (<=|>=|=) (\w+)")


def checks_of_dbt(project: Path = _PROJECT) -> Iterator[OwnedCheck]:
    """Every data test below ``project``."""
    for folder in ("models", "seeds", "snapshots"):
        for path in sorted((project / folder).rglob("*.yml")):
            read = yaml.safe_load(path.read_text(encoding="utf-8"))
            tables = [t for source in read.get("sources", []) for t in source.get("tables", [])]
            for node in (*read.get("models", []), *read.get("seeds", []), *read.get("snapshots", []), *tables):
                yield from _of_node(node)


def _of_node(node: dict[str, Any]) -> Iterator[OwnedCheck]:
    for test in node.get("data_tests", []):
        yield _check(node["name"], "", test)
    for column in node.get("columns", []):
        for test in column.get("data_tests", []):
            yield _check(node["name"], column["name"], test)


def _check(relation: str, column: str, test: Any) -> OwnedCheck:
    kind, settings = (test, {}) if isinstance(test, str) else next(iter(test.items()))
    settings = settings or {}
    arguments = settings.get("arguments", {})
    columns = frozenset(arguments.get("columns", [column] if column else []))
    claim, says = _CLAIMS.get(kind, kind), f"{_CLAIMS.get(kind, kind)}: {', '.join(sorted(columns))}"
    if kind == "holds":
        says = " ".join(arguments["expression"].split())
        claim, columns = _compared(says)
    name = settings.get("name") or "_".join(filter(None, (kind, relation, *sorted(columns))))
    return OwnedCheck("dbt test", name, relation, columns, claim, says)


def _compared(expression: str) -> tuple[str, frozenset[str]]:
    """Two columns compared are claimed in the words every tool uses; all else is claimed by its text."""
    simple = _SIMPLE.fullmatch(expression)
    if simple is None:
        return expression, frozenset()
    left, sign, right = simple.groups()
    if sign == "=":
        return "equal", frozenset({left, right})
    small, large = (left, right) if sign == "<=" else (right, left)
    return f"order: {small} <= {large}", frozenset({left, right})
