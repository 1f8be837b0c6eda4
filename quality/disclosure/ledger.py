"""What earlier editions showed and hid: it cannot be taken back, so every later edition is decided with it in mind.

One line an equation that was shown, a sum that was hidden, or a cell: cells are named by hashes, with the unit that
knows its amount, for a cell that was corrected since is in no mart any more. Readers are never given this file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from quality.disclosure.figure import Equation, FigureKey, Terms
from quality.disclosure.readers import UnitKey


@dataclass(frozen=True)
class Earlier:
    """What readers of one policy have been shown so far; ``figures`` are the equations by figure, newest last."""

    shown: tuple[Equation, ...] = ()
    hidden: tuple[Terms, ...] = ()
    figures: tuple[tuple[FigureKey, Equation], ...] = ()


def read_ledger(path: Path) -> dict[str, Earlier]:
    """What was disclosed before, by policy; empty before the first edition."""
    lines: dict[str, list[dict[str, object]]] = {}
    if path.exists():
        for text in path.read_text(encoding="utf-8").splitlines():
            line = json.loads(text)
            if "policy" in line:
                lines.setdefault(line["policy"], []).append(line)
    return {policy: _earlier(said) for policy, said in lines.items()}


def read_cells(path: Path) -> dict[UnitKey, dict[str, float]]:
    """Cells of earlier editions by the unit that sent them, and what was in them."""
    cells: dict[UnitKey, dict[str, float]] = {}
    if path.exists():
        for text in path.read_text(encoding="utf-8").splitlines():
            line = json.loads(text)
            if "cells" in line:
                unit = UnitKey(line["unit"], date.fromisoformat(line["from"]))
                cells.setdefault(unit, {}).update(line["cells"])
    return cells


def append_cells(
    path: Path, cells: Mapping[UnitKey, Mapping[str, float]], before: Mapping[UnitKey, Mapping[str, float]]
) -> int:
    """Add the cells that are new, one line a unit; returns the number of lines added."""
    lines: list[dict[str, object]] = []
    for unit, amounts in sorted(cells.items()):
        new = {atom: amount for atom, amount in sorted(amounts.items()) if atom not in before.get(unit, {})}
        if new:
            lines.append({"unit": unit.unit_code, "from": str(unit.valid_from), "cells": new})
    _append(path, lines)
    return len(lines)


def append_to_ledger(
    path: Path, policy: str, shown: Iterable[tuple[FigureKey, Equation]], hidden: Iterable[Terms], before: Earlier
) -> int:
    """Add what is new and have it on disk before anything is published; returns the number of lines added."""
    known = {(key, e.terms) for key, e in before.figures}
    kept = set(before.hidden)
    new: list[dict[str, object]] = [
        {"policy": policy, "figure": [str(p) if isinstance(p, date) else p for p in key], "sum": e.terms,
         "is": e.constant}
        for key, e in shown if (key, e.terms) not in known
    ]  # fmt: skip
    new += [{"policy": policy, "hidden": terms} for terms in hidden if terms not in kept]
    _append(path, new)
    return len(new)


def _append(path: Path, lines: list[dict[str, object]]) -> None:
    if lines:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())


def _earlier(lines: list[dict[str, object]]) -> Earlier:
    figures, hidden = [], []
    for line in lines:
        if "hidden" in line:
            hidden.append(_terms(line["hidden"]))
        else:
            figures.append((_key(line["figure"]), Equation(_terms(line["sum"]), float(str(line["is"])))))
    return Earlier(tuple(dict.fromkeys(e for _, e in figures)), tuple(dict.fromkeys(hidden)), tuple(figures))


def _terms(said: object) -> Terms:
    return tuple((str(atom), float(c)) for atom, c in said) if isinstance(said, list) else ()


def _key(said: object) -> FigureKey:
    scope, indicator, year, place, start, structure = said if isinstance(said, list) else []
    return FigureKey(
        scope, indicator, year, place, date.fromisoformat(start) if start else None,
        date.fromisoformat(structure) if structure else None,
    )  # fmt: skip
