"""How long a dataset is good for: the marts it reads are versioned dbt models, and an older version has a last day.

A new version gets a table of its own; the one before keeps its name until its ``deprecation_date``, so what a reader
made with it goes on working, and says until when.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml

MARTS = Path(__file__).parents[2] / "dbt_project" / "models" / "marts"
_MART = re.compile(r"\bmarts\.(\w+)")


def last_days(marts: Path) -> dict[str, date | None]:
    """Last day by table of every version of every versioned mart; None: nothing takes its place yet."""
    found: dict[str, date | None] = {}
    for path in sorted(marts.glob("*.yml")):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
            for version in model.get("versions", []):
                table = version.get("config", {}).get("alias", f"{model['name']}_v{version['v']}")
                found[table] = version.get("deprecation_date")
    return found


def marts_read(sql: str) -> list[str]:
    """Tables of the marts that the SQL of a dataset reads."""
    return sorted(set(_MART.findall(sql)))


def with_warning(dataset: dict[str, Any], days: dict[str, date | None]) -> dict[str, Any]:
    """The dataset with a warning beside its name when a mart it reads has a last day."""
    ends = [day for day in (days.get(mart) for mart in marts_read(dataset["sql"])) if day]
    if not ends:
        return dataset
    text = f"Bộ số liệu này ngừng cập nhật sau ngày {min(ends):%d/%m/%Y}; hãy chuyển biểu đồ sang bản mới."
    return dataset | {"extra": {"warning_markdown": text}}
