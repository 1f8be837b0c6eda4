"""Writes everything that is generated from the contracts; ``--check`` only says what is out of date.

Usage: ``python -m quality.contracts.generate [--check]``; exit code 1 when a file has drifted.
"""

from __future__ import annotations

import sys
from pathlib import Path

from quality.check_owners.page import page
from quality.contracts.registry import forms, header
from quality.contracts.rules_list import rules_list
from quality.contracts.to_csv_template import GUIDE_NAME, csv_guide, csv_template
from quality.contracts.to_dbt import seeds
from quality.contracts.to_docs import dictionary, indicator_list
from quality.contracts.to_pandera import schema_module
from quality.contracts.to_template import template_bytes

_REPOSITORY = Path(__file__).parents[2]
_GENERATED = "quality/contracts/generated"


def generated() -> dict[str, bytes]:
    """Content of every generated file by its path in the repository."""
    files: dict[str, str | bytes] = {
        f"{_GENERATED}/__init__.py": "",
        f"{_GENERATED}/schemas/__init__.py": "",
        f"{_GENERATED}/dictionary.md": dictionary(),
        f"{_GENERATED}/indicators.md": indicator_list(),
        f"{_GENERATED}/rules.md": rules_list(),
        f"{_GENERATED}/checks.md": page(),
    }
    for form in (header(), *forms().values()):
        files[f"{_GENERATED}/schemas/{form.code.lower()}.py"] = schema_module(form)
    for form in forms().values():
        files[f"{_GENERATED}/templates/{form.code}.xlsx"] = template_bytes(form)
        files[f"{_GENERATED}/templates/{form.code}.csv"] = csv_template(form)
    files[f"{_GENERATED}/templates/{GUIDE_NAME}"] = csv_guide()
    for name, text in seeds().items():
        files[f"dbt_project/seeds/generated/{name}.csv"] = text
    return {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}


def drifted(root: Path = _REPOSITORY) -> list[str]:
    """Generated files below ``root`` that are missing, out of date, or no longer generated."""
    wanted = generated()
    stale = [p for p, content in wanted.items() if not (root / p).exists() or (root / p).read_bytes() != content]
    folders = (_GENERATED, f"{_GENERATED}/schemas", f"{_GENERATED}/templates", "dbt_project/seeds/generated")
    there = [p for f in folders for p in (root / f).glob("*") if p.is_file()]
    return sorted(stale + [str(p.relative_to(root)) for p in there if str(p.relative_to(root)) not in wanted])


def write(root: Path = _REPOSITORY) -> None:
    """Write every generated file below ``root``."""
    for path, content in generated().items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        names = drifted()
        print("\n".join([f"out of date: {n} (make generate)" for n in names]) or "generated files are current")  # noqa: T201
        sys.exit(1 if names else 0)
    write()
