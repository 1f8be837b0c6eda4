"""The catalogue of findings that no form writes for itself: one entry a rule code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from quality.contracts.vocabulary import Severity


class CatalogueEntry(BaseModel):
    """Severity, owner and the sentences of one rule code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    severity: Severity
    message_vi: str
    action_vi: str
    message_en: str
    source: str
    owner: str


@cache
def catalogue() -> dict[str, CatalogueEntry]:
    """Entries by rule code (``VAL-01`` ...)."""
    raw = yaml.safe_load(Path(__file__).with_name("catalogue.yml").read_text(encoding="utf-8"))
    return {code: CatalogueEntry.model_validate(entry) for code, entry in raw.items()}
