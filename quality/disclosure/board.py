"""One block of linked figures: what somebody can work out of it, and which figure is hidden next against that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quality.disclosure.figure import Equation, Figure, Terms
from quality.disclosure.knowledge import Knowledge
from quality.disclosure.policy import SHOWN, SUPPRESSED, Policy


def blocks(*linked: Iterable[Terms]) -> list[set[str]]:
    """Sets of cells that no equation links with one another; what happens in one says nothing about the others."""
    leader: dict[str, str] = {}

    def find(atom: str) -> str:
        while leader.setdefault(atom, atom) != atom:
            leader[atom] = leader[leader[atom]]
            atom = leader[atom]
        return atom

    for terms in (t for some in linked for t in some):
        first = find(terms[0][0])
        for atom, _ in terms[1:]:
            leader[find(atom)] = first
    found: dict[str, set[str]] = {}
    for atom in leader:
        found.setdefault(find(atom), set()).add(atom)
    return [found[name] for name in sorted(found)]


def without(terms: Terms, own: Mapping[str, float]) -> Terms:
    """What is left of a hidden figure for a reader who knows some of its cells: what others have."""
    return tuple((a, c) for a, c in terms if a not in own) if own else terms


class Board:
    """Figures, their fate so far, and what follows from it."""

    def __init__(
        self,
        groups: Mapping[tuple[Equation, ...], list[Figure]],
        fate: dict[tuple[Equation, ...], str],
        amounts: Mapping[str, float],
        policy: Policy,
        earlier: list[Equation],
        earlier_hidden: list[Terms],
    ) -> None:
        self.groups, self.fate, self.amounts, self.policy = groups, fate, amounts, policy
        self.earlier, self.earlier_hidden = earlier, earlier_hidden
        self.given_up: set[Terms] = set()
        self._safe: set[tuple[Terms, int]] = set()
        self._knowledge = self._known()

    def _known(self, without: tuple[Equation, ...] | None = None) -> Knowledge:
        shown = (e for said in self.groups if self.fate[said] == SHOWN and said != without for e in said)
        return Knowledge([*self.earlier, *shown])

    def hidden_terms(self) -> set[Terms]:
        """What must not be worked out: every side of every hidden figure that is not 0 for a reason all know."""
        now = {e.terms for said in self.groups if self.fate[said] != SHOWN for e in said}
        return now | set(self.earlier_hidden)

    def settle(self, readers: Sequence[Mapping[str, float]]) -> list[Terms]:
        """Hide until nobody can work anything out; returns what cannot be kept any more, because it was out before."""
        while (found := self.next_disclosed(readers)) is not None:
            if not self.hide_one_more(*found):
                self.given_up.add(found[0])
        return sorted(self.given_up)

    def next_disclosed(self, readers: Sequence[Mapping[str, float]]) -> tuple[Terms, Mapping[str, float]] | None:
        """A hidden figure that some reader can narrow down too far, and that reader; None when there is none left."""
        for terms in sorted(self.hidden_terms()):
            if self._knowledge.safe_for_all(terms, self.amounts, self.policy.width, readers):
                continue
            for number, own in enumerate(readers):
                others = without(terms, own)
                if (terms, number) in self._safe or others in self.given_up:
                    continue
                if others != terms and self._knowledge.is_told(others):
                    continue  # what this reader adds to it is no secret
                if not self._knowledge.is_safe(others, self.amounts, self.policy.width, own):
                    return others, own
                self._safe.add((terms, number))  # hiding more never makes it less safe
        return None

    def hide_one_more(self, terms: Terms, own: Mapping[str, float]) -> bool:
        """Hide the cheapest shown figure that stops this reader, else the cheapest; False when none is left."""
        near = self._near(terms)
        if not near:
            return False
        stops = (s for s in near if self._known(without=s).is_safe(terms, self.amounts, self.policy.width, own))
        chosen = next(stops, near[0])
        self.fate[chosen] = SUPPRESSED
        self._knowledge = self._known()
        return True

    def _near(self, terms: Terms) -> list[tuple[Equation, ...]]:
        """Shown figures of the block, first those that stand in a total with the hidden one; cheapest first."""
        cells = {a for a, _ in terms}
        shown = [s for s in self.groups if self.fate[s] == SHOWN]
        totals = [e for s in shown for e in s] + self.earlier
        around = {a for e in totals if any(a in cells for a, _ in e.terms) for a, _ in e.terms}
        near = [s for s in shown if any(a in around for e in s for a, _ in e.terms)]
        return [*sorted(near, key=self._cost), *sorted((s for s in shown if s not in near), key=self._cost)]

    def _cost(self, said: tuple[Equation, ...]) -> tuple[int, float, str]:
        """Units before territories, the city last; other structures before what was reported; small before large."""
        scopes = {f.key.scope for f in self.groups[said]}
        rank = 3 if "city" in scopes else 2 if "perimeter" in scopes else 1 if "unit" in scopes else 0
        return rank, sum(abs(e.constant) for e in said), str(self.groups[said][0].key)
