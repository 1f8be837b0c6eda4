"""A check and the tool that owns it; and the law that no check is owned twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Tool = Literal["contract (polars)", "pandera", "dbt question", "dbt test", "Great Expectations", "Dagster asset check"]


@dataclass(frozen=True)
class OwnedCheck:
    """What is claimed of what.

    ``relation`` is the form, table or asset; ``columns`` those the claim is about; ``claim`` the kind of claim in the
    same words for every tool ("not null", "unique", "in set", "range", "order", "equal", or an expression or name of
    its own); ``says`` is for the reader.
    """

    tool: Tool
    check_id: str
    relation: str
    columns: frozenset[str]
    claim: str
    says: str

    @property
    def key(self) -> tuple[str, frozenset[str], str]:
        """The same claim about the same columns of the same table, whoever makes it."""
        return self.relation, self.columns, self.claim


def owned_twice(checks: Iterable[OwnedCheck]) -> list[str]:
    """Claims, and names of checks, that two tools make; in words, sorted."""
    by_key: dict[object, set[OwnedCheck]] = defaultdict(set)
    for check in checks:
        by_key[check.key].add(check)
        by_key[check.check_id].add(check)
    return sorted({
        f"{' and '.join(sorted(c.tool for c in same))}: {min(c.check_id for c in same)}"
        f" ({', '.join(sorted({c.relation for c in same}))}: {min(c.says for c in same)})"
        for same in by_key.values()
        if len({c.tool for c in same}) > 1
    })  # fmt: skip
