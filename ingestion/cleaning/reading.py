"""What cleaning makes of one text: a typed value, or the rule that says why there is none."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Reading(NamedTuple):
    """At most one of number, text, date is set; all unset and no rule = the cell says nothing (missing)."""

    number: float | None = None
    text: str | None = None
    date: date | None = None
    qualifier: str | None = None  # eq | gt | ge | lt | le | approx
    rule_id: str | None = None
    detail: str | None = None
    whole: float | None = None  # of a ratio cell: 70 of "69/70"


MISSING = Reading()
