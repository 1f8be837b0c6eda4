"""One short text of an official of the committee: does it name or number a person?"""

from __future__ import annotations

import polars as pl

from quality.personal_data.allowed import allowed
from quality.personal_data.guard import look
from quality.personal_data.shape import TEXT


def names_a_person(text: str) -> bool:
    """The guard's own answer to a text that comes in no file."""
    row = ("-", "cell", "-", "A1", 1, 1, "s", text)
    return not look(pl.DataFrame([row], schema=TEXT, orient="row"), allowed(None)).is_empty()
