"""Chance that is the same every time: a generator named by what it is for, and exact sharing of totals."""

from __future__ import annotations

import random
from collections.abc import Sequence


def chance(*about: object) -> random.Random:
    """A random generator that depends on ``about`` only."""
    return random.Random("|".join(map(str, about)))  # noqa: S311 — invented figures, not secrets


def share(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to ``weights`` that add up to ``total`` exactly (largest remainders)."""
    whole = sum(weights)
    exact = [total * w / whole for w in weights]
    parts = [int(x) for x in exact]
    by_rest = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_rest[: total - sum(parts)]:
        parts[i] += 1
    return parts
