"""Which figures of sensitive indicators are not shown, so that nobody can work out any that is hidden.

Hidden first are counts that are small and, by their class, figures below the city. Then, as long as some reader
could narrow a hidden figure down, the cheapest shown figure that stops it is hidden too. Readers are taken to
know their own cells, those of the units they succeeded, and every edition before this one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from quality.disclosure.board import Board, blocks
from quality.disclosure.figure import Equation, Figure, FigureKey, Terms
from quality.disclosure.policy import SHOWN, SUPPRESSED, WITHHELD, Policy


@dataclass
class Plan:
    """The fate of every sensitive figure, and what could not be kept hidden because it was out before."""

    fate: dict[FigureKey, str] = field(default_factory=dict)
    shown: list[Equation] = field(default_factory=list)
    hidden: list[Terms] = field(default_factory=list)
    already_out: list[Terms] = field(default_factory=list)


def plan(
    figures: Sequence[Figure],
    amounts: Mapping[str, float],
    policy: Policy,
    readers: Iterable[Mapping[str, float]] = (),
    *,
    earlier: Sequence[Equation] = (),
    earlier_hidden: Sequence[Terms] = (),
    hidden_from_others: frozenset[FigureKey] = frozenset(),
) -> Plan:
    """Decide what is hidden.

    Args:
        figures: sensitive figures of the new edition.
        amounts: what is behind every cell of them.
        policy: what is hidden to begin with.
        readers: own cells of each reader who knows some.
        earlier: what earlier editions showed to these readers.
        earlier_hidden: what earlier editions hid from them.
        hidden_from_others: figures a stricter reader would get from a wider one; hidden here too.
    """
    groups: dict[tuple[Equation, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.signature].append(figure)
    fate = {said: _first_fate(members, policy, hidden_from_others) for said, members in groups.items()}
    _show_what_is_nothing(groups, fate, earlier)
    outcome = Plan()
    everybody = list(readers)
    for block in blocks([e.terms for said in groups for e in said], [e.terms for e in earlier], earlier_hidden):
        board = Board(
            {said: members for said, members in groups.items() if said[0].terms[0][0] in block},
            fate, amounts, policy,
            [e for e in earlier if e.terms[0][0] in block], [t for t in earlier_hidden if t[0][0] in block],
        )  # fmt: skip
        known = [{a: amount for a, amount in own.items() if a in block} for own in everybody]
        outcome.already_out += board.settle([{}, *(own for own in known if own)])
        outcome.hidden += sorted(board.hidden_terms())
    for said, members in groups.items():
        outcome.fate.update({figure.key: fate[said] for figure in members})
    outcome.shown = sorted({e for said in groups if fate[said] == SHOWN for e in said})
    return outcome


def _first_fate(members: Sequence[Figure], policy: Policy, hidden: frozenset[FigureKey]) -> str:
    of_the_city = [f for f in members if not (f.below_the_city and f.sensitivity in policy.city_level_only)]
    if not of_the_city:
        return WITHHELD
    return SUPPRESSED if any(policy.is_small(f) or f.key in hidden for f in of_the_city) else SHOWN


def _show_what_is_nothing(
    groups: Mapping[tuple[Equation, ...], list[Figure]],
    fate: dict[tuple[Equation, ...], str],
    earlier: Iterable[Equation],
) -> None:
    """A total of 0 says that each part is 0: hiding the parts would hide nothing."""
    told = [*earlier, *(e for said in groups if fate[said] == SHOWN for e in said)]
    nothing = {a for e in told if e.constant == 0 and all(c > 0 for _, c in e.terms) for a, _ in e.terms}
    for said in groups:
        if fate[said] == WITHHELD and all(a in nothing for e in said for a, _ in e.terms):
            fate[said] = SHOWN
