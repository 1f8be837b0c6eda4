"""A suite of the release gate, read from ``suites/<name>.yml``: what is expected of which table, how grave it is."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

SUITES = Path(__file__).with_name("suites")
# block: nothing is published. warn: published, and somebody is told. note: shown, nobody is told (lawful changes).
Severity = Literal["block", "warn", "note"]


class Check(BaseModel):
    """One expectation: its kind (a class of Great Expectations), its arguments, its words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[A-Z]{3,4}-\d\d$")
    expect: str = Field(pattern=r"^Expect[A-Za-z]+$")
    arguments: dict[str, Any] = Field(alias="with")
    severity: Severity
    acceptable: bool = False  # a role may accept what was seen (``kho138 gate accept``): it may be true after all
    says_vi: str
    do_vi: str


class Suite(BaseModel):
    """The checks of one table, ``<name>.sql``.

    ``order`` is its place on the page; ``relation`` is the mart the table is about; ``places`` are its columns that say
    where something is wrong, with their Vietnamese names; ``for_each`` is an SQL file whose rows each fill in the
    placeholders of all checks.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    order: int
    title_vi: str
    intro_vi: str
    relation: str
    places: dict[str, str]
    for_each: str | None = None
    checks: tuple[Check, ...]

    @property
    def sql(self) -> str:
        """The query that makes the table."""
        return (SUITES / f"{self.name}.sql").read_text(encoding="utf-8")

    @property
    def rows_sql(self) -> str | None:
        """The query whose rows fill in the checks; None where they are as they stand."""
        return (SUITES / self.for_each).read_text(encoding="utf-8") if self.for_each else None


@cache
def suites() -> dict[str, Suite]:
    """Every suite by its name, in the order of the page.

    Raises:
        ValueError: two checks have the same id.
    """
    read = [
        Suite.model_validate({"name": path.stem, **yaml.safe_load(path.read_text(encoding="utf-8"))})
        for path in SUITES.glob("*.yml")
    ]
    ids = [check.id for suite in read for check in suite.checks]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise ValueError(f"release gate: {', '.join(twice)} stand twice")
    return {suite.name: suite for suite in sorted(read, key=lambda s: s.order)}


def filled(check: Check, row: dict[str, Any]) -> Check:
    """The check with the placeholders of its words and arguments filled in from ``row``; a number stays a number."""
    arguments = {
        name: row[value[1:-1]] if _is_placeholder(value, row) else value for name, value in check.arguments.items()
    }
    words = {"says_vi": check.says_vi.format_map(row), "do_vi": check.do_vi.format_map(row)}
    return check.model_copy(update={"arguments": arguments, **words})


def _is_placeholder(value: Any, row: dict[str, Any]) -> bool:
    return isinstance(value, str) and value[:1] == "{" and value[1:-1] in row
