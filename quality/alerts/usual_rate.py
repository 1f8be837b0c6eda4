"""Whether a share is above its usual: an exact binomial test that counts, and says when there is too little to say.

The window under test is left out of what is usual. A share of few reports or with little history is not
testable, which is not the same as well.
"""

from __future__ import annotations

import math
from typing import Literal

from quality.alerts.thresholds import DEFAULTS, Thresholds

LEAST_NOW = 5  # reports in the window
LEAST_BEFORE = 20  # reports before it

Finding = Literal["above", "usual", "not_testable"]


def against_usual(
    hits: int, reports: int, hits_before: int, reports_before: int, thresholds: Thresholds = DEFAULTS
) -> Finding:
    """Compare a window with what was before it.

    Args:
        hits: reports of the window that were hit, of ``reports``.
        reports: reports in the window.
        hits_before: the same before the window.
        reports_before: reports before the window.
        thresholds: ``times_usual`` and ``rate_chance`` are used.
    """
    if reports < LEAST_NOW or reports_before < LEAST_BEFORE:
        return "not_testable"
    usual = (hits_before + 0.5) / (reports_before + 1)  # never 0: what never happened may happen once
    if hits / reports < thresholds.times_usual * usual or at_least(hits, reports, usual) >= thresholds.rate_chance:
        return "usual"
    return "above"


def at_least(hits: int, reports: int, share: float) -> float:
    """Chance of ``hits`` or more among ``reports`` when each is hit with chance ``share`` (0 < share < 1)."""
    return math.fsum(math.comb(reports, k) * share**k * (1 - share) ** (reports - k) for k in range(hits, reports + 1))
