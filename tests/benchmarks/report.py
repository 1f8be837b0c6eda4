"""The table that is printed, the targets it is held against, and the document written on demand."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

Figures = dict[tuple[str, str], list[float]]  # (contender, format) -> CPU ms a file, one a round

DOCUMENT = Path(__file__).with_name("BENCHMARKS.md")

# (contender, format): kho138 is to need at most 1 / this of its CPU; below 1 = may need so much more
TARGETS = {
    ("row-by-row loop", "xlsx"): 15.0,
    ("dlt", "xlsx"): 15.0,
    ("pandas + pandera", "xlsx"): 40.0,
    ("+ Great Expectations", "xlsx"): 150.0,
    ("parser alone", "xlsx"): 1 / 2.2,
    ("row-by-row loop", "csv"): 2.0,
    ("row-by-row loop", "json"): 2.0,
}


def report(medians: Mapping[tuple[str, str], float], formats: Sequence[str]) -> tuple[str, bool]:
    """The table as text, and whether a target was missed."""
    names = list(dict.fromkeys(name for name, _ in medians))
    lines = ["Marginal CPU milliseconds a file (and how many times kho138's)", ""]
    lines.append("| contender | " + " | ".join(formats) + " |")
    lines.append("|---|" + "---:|" * len(formats))
    for name in names:
        cells = []
        for kind in formats:
            own = medians.get(("kho138", kind))
            times = f" ({medians[name, kind] / own:.2g}×)" if own else ""
            cells.append(f"{medians[name, kind]:.3f}{times}")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines.append("")
    missed = False
    for (name, kind), target in TARGETS.items():
        if (name, kind) in medians and ("kho138", kind) in medians:
            ratio = medians[name, kind] / medians["kho138", kind]
            reached = ratio >= target
            missed |= not reached
            shown = f"{ratio:.1f}× of {target:g}×" if target > 1 else f"{1 / ratio:.2f}× of at most {1 / target:.1f}×"
            lines.append(f"- {'reached' if reached else 'MISSED '} {kind} against {name}: {shown}")
    return "\n".join(lines), missed


def write_document(gate: Sequence[str], table: str, scaling: str, rounds: int) -> None:
    """Write BENCHMARKS.md: the figures of this run, with its date and machine."""
    when = datetime.now(UTC).date().isoformat()
    text = f"""# What a file costs

Written by `make bench-ingest BENCH_ARGS=--update` on {when}; Python {platform.python_version()}, {platform.machine()}.
Figures of one run on one machine: compare ratios, not milliseconds.

A file is a quarterly ward report (F01: 26 figures under 16 header rows), one in twenty with a fault. kho138 goes from
receipt to accepted Parquet with every check on. CPU of the whole process tree; slope between two numbers of files, so
that start-up cancels; {rounds} interleaved rounds, medians. "Parser alone" is calamine, the csv module or orjson. The row
loop does the same checks without sentences, without the guard and the safe-open gate, and is also the reference of the
gate below; "with guard" it asks the pipeline's detectors of every text that is no word of a form. The other ways do less.

## First: is it right?

{chr(10).join("- " + line for line in gate)}

## Then: how fast?

{table}

## Two processes, and ten times as many files

{scaling}
"""
    DOCUMENT.write_text(text, encoding="utf-8")
