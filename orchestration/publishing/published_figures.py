"""Figures that were published before must follow from what was known when they were published.

A correction that comes later lawfully changes a figure and blocks nothing; a figure that cannot be made
again from what was known on its day means that the computation, the register or the rules are wrong.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

import duckdb

from ingestion.workspace import Workspace
from orchestration.publishing.earlier import EarlierError, marts_as_of, moment_of

_SQL = """
    select figure_id, published_on, published_value, current_value, cause_vi
    from marts.fct_published_figure where not agrees order by figure_id
"""


class Differing(NamedTuple):
    """A published figure that is another one in some marts."""

    figure_id: str
    published_on: date | None
    published_value: float
    current_value: float | None
    cause_vi: str


def differing_figures(marts: Path) -> list[Differing]:
    """Published figures that the marts in the DuckDB file ``marts`` contradict."""
    with duckdb.connect(str(marts), read_only=True) as connection:
        return [Differing(*row) for row in connection.execute(_SQL).fetchall()]


def contradicted_figures(workspace: Workspace, differing: list[Differing]) -> list[Differing]:
    """Which of ``differing`` also differ by what was known on their day, with what they were then; none on a usual day.

    The marts of that day are computed only when a figure differs today.
    """
    by_day = defaultdict(list)
    for figure in differing:
        by_day[figure.published_on].append(figure)
    wrong: list[Differing] = []
    for day, figures in by_day.items():
        if day is None:
            wrong += figures
            continue
        try:
            then = {f.figure_id: f for f in differing_figures(marts_as_of(workspace, moment_of(day.isoformat())))}
        except EarlierError:  # nothing was known by then, so nothing could have been published
            wrong += figures
        else:
            wrong += [then[f.figure_id] for f in figures if f.figure_id in then]
    return wrong
