"""A sample of what was found that tells its owner which one is meant and nobody else what it says."""

from __future__ import annotations

DOT = "•"
MOST_SHOWN = 2
LEAST_HIDDEN_FOR_EACH_SHOWN = 4
LONGEST = 24


def mask(text: str) -> str:
    """The first one or two letters or digits, dots for the others, separators as they stand; at most 24 characters.

    Shown are at most 2 letters or digits, and never more than one in five: what is shorter than five shows nothing.
    """
    said = sum(c.isalnum() for c in text)
    left = min(MOST_SHOWN, said // (LEAST_HIDDEN_FOR_EACH_SHOWN + 1))
    shown = []
    for char in text[:LONGEST]:
        if not char.isalnum():
            shown.append(char if char in " .-/@:," else DOT)
        elif left:
            shown.append(char)
            left -= 1
        else:
            shown.append(DOT)
    return "".join(shown).strip()
