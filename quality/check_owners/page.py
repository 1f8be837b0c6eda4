"""The generated page: which tool owns which check, and why that tool."""

from __future__ import annotations

from itertools import chain

from quality.check_owners.of_contracts import checks_of_contracts
from quality.check_owners.of_dagster import checks_of_dagster
from quality.check_owners.of_dbt import checks_of_dbt
from quality.check_owners.of_gate import checks_of_gate
from quality.check_owners.owned_check import OwnedCheck, Tool
from quality.contracts.markdown_table import NOTE, table

# what each tool is for; a check goes where this says
_OWNS: dict[Tool, str] = {
    "pandera": "One value of one submission: its range, choices, length. Generated from the form's YAML.",
    "contract (polars)": "One submission: its shape, its readings, the expressions of its form (from one text, also "
    "in the blank workbook and in `kho138 check`). Decides the verdict.",
    "dbt question": "Several submissions, as of a moment: asks, never returns. SQL of `int_cross_check`, the ledger.",
    "dbt test": "One table, or relations between tables: keys, references, sets, sums that add up. Stops the build.",
    "Great Expectations": "The marts beside something else: the edition in force, earlier years, the calendar, the "
    "police, the article. Decides whether anybody reads the figures.",
    "Dagster asset check": "What is known while files are taken in, per kind of unit, before any table exists.",
}


def all_checks() -> list[OwnedCheck]:
    """Every check there is, in the order of the page."""
    found = list(chain(checks_of_contracts(), checks_of_dbt(), checks_of_gate(), checks_of_dagster()))
    order = list(_OWNS)
    return sorted(found, key=lambda c: (order.index(c.tool), c.relation, c.check_id, sorted(c.columns)))


def page() -> str:
    """Text of ``generated/checks.md``."""
    checks = all_checks()
    lines = [NOTE, "# Which tool owns which check", "", *_INTRODUCTION, ""]
    lines += table(
        ["tool", "checks", "owns"],
        ((tool, sum(c.tool == tool for c in checks), says) for tool, says in _OWNS.items()),
    )
    for tool in _OWNS:
        lines += [f"## {tool}", ""]
        lines += table(
            ["check", "of", "columns", "says"],
            (
                (f"`{c.check_id}`", f"`{c.relation}`", ", ".join(sorted(c.columns)), c.says)
                for c in checks
                if c.tool == tool
            ),
        )
    return "\n".join(lines)


_INTRODUCTION = """\
No check stands in two tools: the same claim about the same columns of the same table, or the same name, is made
once (`tests/unit/test_check_owners.py`). The balance received = accepted + returned + quarantined is one law at two
moments: Dagster asks it of a batch while it is taken in, dbt of the ledger of all that was ever received.
""".splitlines()
