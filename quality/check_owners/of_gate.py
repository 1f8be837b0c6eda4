"""Checks of the release gate, read from its suites."""

from __future__ import annotations

from collections.abc import Iterator

from quality.check_owners.owned_check import OwnedCheck
from quality.release_gate.suite import Check, Suite, suites

_CLAIMS = {
    "ExpectColumnValuesToNotBeNull": "not null",
    "ExpectColumnValuesToBeUnique": "unique",
    "ExpectCompoundColumnsToBeUnique": "unique",
    "ExpectColumnValuesToBeInSet": "in set",
    "ExpectColumnValuesToBeBetween": "range",
    "ExpectColumnPairValuesToBeEqual": "equal",
}


def checks_of_gate() -> Iterator[OwnedCheck]:
    """Every check of every suite; one that is made for each indicator counts once."""
    for suite in suites().values():
        for check in suite.checks:
            yield owned(suite, check)


def owned(suite: Suite, check: Check) -> OwnedCheck:
    """A check of the gate in the words of the list."""
    arguments = check.arguments
    names = [arguments.get(name) for name in ("column", "column_A", "column_B")]
    columns = frozenset(filter(None, [*names, *arguments.get("column_list", [])]))
    claim = _CLAIMS.get(check.expect, check.expect)
    if check.expect == "ExpectColumnPairValuesAToBeGreaterThanB":
        claim = f"order: {arguments['column_B']} <= {arguments['column_A']}"
    says = f"{check.says_vi} ({check.severity})"
    return OwnedCheck("Great Expectations", check.id, suite.relation, columns, claim, says)
