"""What `make guard-eval` prints and quality/personal_data/EVALUATION.md holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.personal_data.measure import Seen

_INTRODUCTION = [
    "# How well the guard sees",
    "",
    "Written by `make guard-eval` (`GUARD_ARGS=--update`) over the corpus of `tests/personal_data`, which imports nothing of the",
    "guard and reads none of its lists: sentences, added columns and harmless texts of reports with invented people and numbers,",
    "in cells and outside them, one file each. A file of personal data counts as refused when anything is found in the planted",
    "cell. *Held out* are sentences, headings and words of names whose misses are only counted: detectors were improved on the",
    "others alone (`GUARD_ARGS=--misses` shows those), so these columns are what to expect of files nobody has seen.",
    "The present held-out half is the second one: written before the detectors were improved on the first, by the same hand that",
    "then improved them, and counted four times on the way (88.6%, 6.9% of harmless ones before; its misses were never listed).",
]

DOCUMENT = Path(__file__).parents[2] / "quality" / "personal_data" / "EVALUATION.md"


class Row(NamedTuple):
    """One group: files and refused files of both halves, and how many were refused for the right kind."""

    group: str
    files: int
    refused: int
    named: int
    held_out: int
    held_out_refused: int


def rows(seen: Iterable[Seen], personal: bool) -> list[Row]:
    """The groups of personal data, or the harmless ones, in the order of the corpus."""
    groups: dict[str, list[Seen]] = {}
    for one in seen:
        if (one.case.kind is not None) == personal:
            groups.setdefault(one.case.group, []).append(one)
    return [_row(group, own) for group, own in groups.items()]


def _row(group: str, own: Sequence[Seen]) -> Row:
    hidden = [s for s in own if s.case.held_out]
    return Row(
        group,
        len(own),
        sum(s.refused for s in own),
        sum(s.named for s in own),
        len(hidden),
        sum(s.refused for s in hidden),
    )


def document(seen: Sequence[Seen]) -> str:
    """The whole document."""
    personal, harmless = rows(seen, True), rows(seen, False)
    lines = [
        *_INTRODUCTION,
        "",
        f"- personal data refused: **{_share(personal)}**, held out **{_share(personal, hidden=True)}**",
        f"- harmless files refused: **{_share(harmless)}**, held out **{_share(harmless, hidden=True)}**",
        "",
        "| personal data | files | refused | for the right kind | held out | refused of these |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            f"| {r.group} | {r.files} | {_pct(r.refused, r.files)} | {_pct(r.named, r.files)} | {r.held_out} | {_pct(r.held_out_refused, r.held_out)} |"
            for r in personal
        ),
        "",
        "| harmless | files | refused | held out | refused of these |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {r.group} | {r.files} | {_pct(r.refused, r.files)} | {r.held_out} | {_pct(r.held_out_refused, r.held_out)} |"
            for r in harmless
        ),
        "",
    ]
    return "\n".join(lines)


def _share(of: Sequence[Row], *, hidden: bool = False) -> str:
    files = sum(r.held_out if hidden else r.files for r in of)
    refused = sum(r.held_out_refused if hidden else r.refused for r in of)
    return f"{_pct(refused, files)} of {files}"


def _pct(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if 0 < part < whole else f"{100 * part // whole}%"
