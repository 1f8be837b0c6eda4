"""What earlier editions showed and hid: it cannot be taken back, so every later edition is decided with it in mind.

One line an equation that was shown or a sum that was hidden; cells are named by hashes and no hidden amount
is written down.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from quality.disclosure.figure import Equation, FigureKey, Terms


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
            lines.setdefault(line["policy"], []).append(line)
    return {policy: _earlier(said) for policy, said in lines.items()}


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
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in new)
            file.flush()
            os.fsync(file.fileno())
    return len(new)


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
