"""What is hidden to begin with, and how far a hidden figure must stay out of reach."""

from __future__ import annotations

from dataclasses import dataclass

from quality.disclosure.figure import Figure

SHOWN, SUPPRESSED, WITHHELD = "shown", "suppressed", "withheld"


@dataclass(frozen=True)
class Policy:
    """What is hidden to begin with, and how wide a hidden figure must stay.

    ``small_below``: counts above 0 and under it are hidden. ``width``: a reader must be left with more than this many
    whole numbers less one; 3 means that no guess is sure to be within one.
    """

    small_counts_of: frozenset[str]
    city_level_only: frozenset[str]
    small_below: int = 5
    width: int = 3

    def is_small(self, figure: Figure) -> bool:
        """A count, or one side of a share, that is above 0 and too small to be shown."""
        if figure.sensitivity not in self.small_counts_of:
            return False
        told = (figure.value,) if figure.is_count else tuple(e.constant for e in figure.equations)
        return any(0 < abs(count) < self.small_below for count in told)
