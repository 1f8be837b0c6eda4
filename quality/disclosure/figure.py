"""What a published figure tells: linear equations over what single submissions add, whatever table it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

Terms = tuple[tuple[str, float], ...]  # atom and its coefficient, by name of the atom
# An atom is what one cell of one submission adds; a corrected or late cell is another atom, so that an earlier
# edition is nothing but more equations over the same unknowns.


class FigureKey(NamedTuple):
    """Names a figure: what, which year, of which place. One figure may stand in several marts."""

    scope: str  # city | unit | perimeter | structure
    indicator_code: str
    report_year: int
    place: str | None  # code of the unit, or the perimeter
    valid_from: date | None
    structure_from: date | None


class Equation(NamedTuple):
    """``sum(coefficient * atom) = constant``; cells that are public are in the constant."""

    terms: Terms
    constant: float


@dataclass(frozen=True)
class Figure:
    """A figure of a sensitive indicator and what it tells to whoever sees it."""

    key: FigureKey
    sensitivity: str
    is_count: bool  # a sum, not a share and not a change
    value: float
    equations: tuple[Equation, ...]

    @property
    def signature(self) -> tuple[Equation, ...]:
        """Figures that say the same thing about the same cells are one figure: hidden together or not at all."""
        return self.equations

    @property
    def below_the_city(self) -> bool:
        """Whether it is of a single unit, on whatever structure."""
        return self.key.scope in {"unit", "structure"}


def terms_of(pairs: Iterable[tuple[str, float]]) -> Terms:
    """Terms in their one order; what cancels out is left out."""
    summed: dict[str, float] = {}
    for atom, coefficient in pairs:
        summed[atom] = summed.get(atom, 0.0) + coefficient
    return tuple(sorted((atom, c) for atom, c in summed.items() if c))
