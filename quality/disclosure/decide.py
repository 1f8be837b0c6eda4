"""The decision for one edition: the fate of every sensitive figure, for each policy there is among the audiences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from quality.disclosure.audience_policy import audiences
from quality.disclosure.figure import Equation, Figure, FigureKey, Terms, terms_of
from quality.disclosure.ledger import Earlier, append_cells, append_to_ledger, read_cells, read_ledger
from quality.disclosure.policy import SHOWN, Policy
from quality.disclosure.read_figures import Figures, read_figures
from quality.disclosure.readers import Reader, UnitKey, cells_of_units, own_cells, read_readers
from quality.disclosure.suppression import Plan, plan


@dataclass(frozen=True)
class Decision:
    """What one edition shows: plans by name of their policy, the figures, and who reads."""

    plans: Mapping[str, Plan]
    figures: Figures
    readers: tuple[Reader, ...]
    earlier: Mapping[str, Earlier]
    cells: Mapping[UnitKey, Mapping[str, float]]
    earlier_cells: Mapping[UnitKey, Mapping[str, float]]

    def plan_of(self, audience: str) -> Plan:
        """The plan an audience is given."""
        return self.plans[policy_name(audience)]

    def already_out(self) -> set[FigureKey]:
        """Figures hidden in this edition that somebody can narrow down all the same: an earlier one showed too much."""
        found = set()
        for made in self.plans.values():
            out = [frozenset(atom for atom, _ in terms) for terms in made.already_out]
            found |= {
                f.key for f in self.figures.figures
                if out and made.fate[f.key] != SHOWN
                and any(atoms <= {a for a, _ in e.terms} for e in f.equations for atoms in out)
            }  # fmt: skip
        return found

    def write_down(self, ledger: Path) -> int:
        """Add what this edition shows and hides to the ledger; before it is published. Returns lines added."""
        added = append_cells(ledger, self.cells, self.earlier_cells)
        for name, made in self.plans.items():
            shown = [(f.key, e) for f in self.figures.figures if made.fate[f.key] == SHOWN for e in f.equations]
            added += append_to_ledger(ledger, name, shown, made.hidden, self.earlier.get(name, Earlier()))
        return added


def policy_name(audience: str) -> str:
    """Audiences with the same policy are shown the same figures beside their own: one plan for all of them."""
    return "+".join(sorted(audiences().policy(audience).small_counts_of))


def decide(connection: duckdb.DuckDBPyConnection, ledger: Path) -> Decision:
    """Read the marts of the connection's default catalog and decide for every policy.

    Stricter policies come after wider ones and show no more than these do: whoever reads a wide edition may read
    a narrow one too.
    """
    figures = read_figures(connection)
    readers = read_readers(connection)
    cells, earlier_cells = cells_of_units(connection, figures.amounts), read_cells(ledger)
    known = {unit: {**earlier_cells.get(unit, {}), **cells.get(unit, {})} for unit in {*cells, *earlier_cells}}
    own = own_cells(readers, known)
    amounts = {atom: amount for amounts in earlier_cells.values() for atom, amount in amounts.items()}
    amounts |= figures.amounts
    earlier = read_ledger(ledger)
    by_name: dict[str, Policy] = {}
    for audience in audiences().audiences:
        by_name.setdefault(policy_name(audience), audiences().policy(audience))
    plans: dict[str, Plan] = {}
    hidden: frozenset[FigureKey] = figures.unexplained
    for name, policy in sorted(by_name.items(), key=lambda item: len(item[1].small_counts_of)):
        before = earlier.get(name, Earlier())
        plans[name] = plan(
            figures.figures, amounts, policy, own, earlier=before.shown,
            earlier_hidden=[*before.hidden, *small_steps(figures.figures, policy, before)], hidden_from_others=hidden,
        )  # fmt: skip
        hidden |= {key for key, fate in plans[name].fate.items() if fate != SHOWN}
    return Decision(plans, figures, tuple(readers), earlier, cells, earlier_cells)


def small_steps(figures: tuple[Figure, ...], policy: Policy, before: Earlier) -> list[Terms]:
    """What a figure has grown by since an edition, where that is itself a count too small to be shown."""
    shown: dict[FigureKey, list[Equation]] = {}
    for key, equation in before.figures:
        shown.setdefault(key, []).append(equation)
    steps = set()
    for figure in figures:
        if figure.sensitivity not in policy.small_counts_of or not figure.is_count:
            continue
        for old in shown.get(figure.key, []):
            grown = terms_of([*figure.equations[0].terms, *((a, -c) for a, c in old.terms)])
            step = figure.equations[0].constant - old.constant
            if grown and 0 < abs(step) < policy.small_below and len({c > 0 for _, c in grown}) == 1:
                steps.add(tuple((a, abs(c)) for a, c in grown))
    return sorted(steps)
