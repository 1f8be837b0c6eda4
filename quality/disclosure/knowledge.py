"""What a reader can work out: the least and the most a hidden figure can be, given everything that was shown.

Belongs here: the linear programs of the attacker (HiGHS). Cells are counts, so none is below zero; beyond
that a reader knows the equations that shown figures are, and the cells that are the reader's own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from quality.disclosure.figure import Equation, Terms

_NOTHING: Mapping[str, float] = {}
_Column = tuple[tuple[int, float], ...]


class Interval(NamedTuple):
    """Least and most; both whole numbers' bounds, infinite where nothing says more."""

    least: float
    most: float

    @property
    def width(self) -> float:
        """Whole numbers between least and most, less one: 0 is found exactly, 2 is found to within one."""
        return math.floor(self.most + 1e-6) - math.ceil(self.least - 1e-6) if math.isfinite(self.most) else math.inf


class Knowledge:
    """Everything shown to somebody, as equations."""

    def __init__(self, equations: Iterable[Equation]) -> None:
        """Each equation once, however many tables say it."""
        self._equations = sorted(set(equations))
        columns: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, equation in enumerate(self._equations):
            for atom, coefficient in equation.terms:
                columns[atom].append((number, coefficient))
        # cells that stand in the same equations cannot be told apart: one unknown for all of them
        self._column: dict[str, _Column] = {atom: tuple(column) for atom, column in columns.items()}
        self._classes: dict[_Column, set[str]] = defaultdict(set)
        for atom, known_by in self._column.items():
            self._classes[known_by].add(atom)
        self._owned: dict[_Column, tuple[int, float]] = {}

    def interval(self, terms: Terms, own: Mapping[str, float] = _NOTHING) -> Interval:
        """Least and most of ``sum(coefficient * cell)``, by linear programs.

        Args:
            terms: cells of a figure that is not shown.
            own: cells whose amount this reader knows anyway.
        """
        sure = sum(c * own[a] for a, c in terms if a in own)
        asked = {a: c for a, c in terms if a not in own}
        if not asked:
            return Interval(sure, sure)
        if any(a not in self._column and c > 0 for a, c in asked.items()):
            return Interval(-math.inf if any(c < 0 for c in asked.values()) else sure, math.inf)
        columns, costs, right = self._program({a: c for a, c in asked.items() if a in self._column}, own)
        least, most = _optimise(columns, costs, right)
        return Interval(sure + least, sure + most)

    def is_told(self, terms: Terms) -> bool:
        """Whether the sum, or each of its cells, is simply shown."""
        told = {e.terms for e in self._equations}
        return terms in told or all(((atom, 1.0),) in told for atom, _ in terms)

    def is_safe(
        self, terms: Terms, amounts: Mapping[str, float], width: int, own: Mapping[str, float] = _NOTHING
    ) -> bool:
        """Whether the figure can be at least ``width + 1`` whole numbers; tries two that differ before any program."""
        asked = {a: c for a, c in terms if a not in own}
        if any(a not in self._column and c > 0 for a, c in asked.items()):
            return True
        for column in {self._column[a] for a in asked if a in self._column}:
            alike = self._classes[column]
            inside = [a for a in asked if a in alike]
            outside = [a for a in alike if a not in asked and a not in own]
            # what one of them has, another of them could have: no equation would notice
            if inside and outside and all(asked[a] >= 1 for a in inside):
                moved = sum(amounts.get(a, 0.0) for a in (*inside, *outside))
                if moved >= width:
                    return True
        return self.interval(terms, own).width >= width

    def safe_for_all(
        self, terms: Terms, amounts: Mapping[str, float], width: int, readers: Sequence[Mapping[str, float]]
    ) -> bool:
        """Whether ``is_safe`` holds for every reader, shown without asking one by one; False may still be safe."""
        asked = dict(terms)
        free = {a for a, c in terms if a not in self._column and c > 0}
        if free:
            return all(not free <= own.keys() for own in readers)
        for column in {self._column[a] for a in asked if a in self._column}:
            alike = self._classes[column]
            inside = [a for a in asked if a in alike]
            count, amount = self._most_owned(column, readers)
            left = sum(amounts.get(a, 0.0) for a in alike) - amount
            # a reader who knows all that is asked for is not kept from it; one who knows some of it may be
            whole = len(inside) == len(asked) or len(inside) > count
            if whole and len(alike) - len(inside) - count > 0 and left >= width and min(asked[a] for a in inside) >= 1:
                return True
        return False

    def _most_owned(self, column: _Column, readers: Sequence[Mapping[str, float]]) -> tuple[int, float]:
        """The most cells of a class one reader knows, and the largest amount one knows of it."""
        if column not in self._owned:
            alike = self._classes[column]
            owned = [[amount for atom, amount in own.items() if atom in alike] for own in readers]
            self._owned[column] = max(map(len, owned), default=0), max(map(sum, owned), default=0.0)
        return self._owned[column]

    def _program(
        self, asked: Mapping[str, float], own: Mapping[str, float]
    ) -> tuple[list[_Column], list[float], dict[int, float]]:
        """Columns and costs of the unknowns that matter, and the right side of each equation among them."""
        rows: set[int] = set()
        todo = {number for atom in asked for number, _ in self._column[atom]}
        columns: list[_Column] = []
        costs: list[float] = []
        right: dict[int, float] = {}
        seen: set[_Column] = set()
        while todo:
            number = todo.pop()
            rows.add(number)
            right.setdefault(number, 0.0)
            right[number] += self._equations[number].constant
            for atom, coefficient in self._equations[number].terms:
                if atom in own:
                    right[number] -= coefficient * own[atom]
                    continue
                column = self._column[atom]
                if column in seen:
                    continue
                seen.add(column)
                todo |= {n for n, _ in column} - rows
                unknown = [a for a in self._classes[column] if a not in own]
                for cost in {asked.get(a, 0.0) for a in unknown}:
                    columns.append(column)
                    costs.append(cost)
        return columns, costs, right


def _optimise(columns: list[_Column], costs: list[float], right: Mapping[int, float]) -> tuple[float, float]:
    """Least and most of ``costs * x`` over ``x >= 0`` with the equations holding; infinite when unbounded."""
    import highspy
    import numpy as np

    row_of = {number: place for place, number in enumerate(sorted(right))}
    sides = np.array([right[number] for number in sorted(right)], dtype=float)
    # the class it is made of: the public one prints its licence into the answer before it can be told not to
    quiet: Any = highspy.Highs.__base__
    solver = quiet()
    solver.setOptionValue("output_flag", False)
    solver.addRows(
        len(sides), sides, sides, 0, np.array([], dtype=np.int32), np.array([], dtype=np.int32), np.array([])
    )
    for column, cost in zip(columns, costs, strict=True):
        places = np.array([row_of[number] for number, _ in column], dtype=np.int32)
        solver.addCol(cost, 0.0, highspy.kHighsInf, len(column), places, np.array([c for _, c in column], dtype=float))
    least = _solved(solver, -math.inf)
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    return least, _solved(solver, math.inf)


def _solved(solver: Any, unbounded: float) -> float:
    import highspy

    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return float(solver.getInfo().objective_function_value)
    if status in {highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
        return unbounded
    raise ArithmeticError(f"shown figures contradict each other: {status}")
