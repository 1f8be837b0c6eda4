"""Reasons for which a unit is outside the standard of Circular 124/2021 (``exclusions.yml``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import yaml


@cache
def exclusions() -> dict[str, dict[str, Any]]:
    """Kinds and reason_vi by reason code."""
    text = Path(__file__).with_name("exclusions.yml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return found


def reason_vi() -> pl.Expr:
    """The reason of column ``excluded_because`` in words, null inside the standard."""
    words = {code: spec["reason_vi"] for code, spec in exclusions().items()}
    return pl.col("excluded_because").replace_strict(words, default=None, return_dtype=pl.String)
