"""Asset checks of Dagster, read from the source: this room does not import dagster. Those dbt hands on are dbt's."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from quality.check_owners.owned_check import OwnedCheck

_ORCHESTRATION = Path(__file__).parents[2] / "orchestration"


def checks_of_dagster(folder: Path = _ORCHESTRATION) -> Iterator[OwnedCheck]:
    """Every ``AssetCheckSpec`` written below ``folder``."""
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("AssetCheckSpec"):
                given = {keyword.arg: keyword.value for keyword in call.keywords}
                name = call.args[0] if call.args else given["name"]
                called = str(constants.get(name.id, name.id) if isinstance(name, ast.Name) else ast.literal_eval(name))
                says = ast.literal_eval(given["description"]) if "description" in given else called
                yield OwnedCheck("Dagster asset check", called, ast.unparse(given["asset"]), frozenset(), called, says)
