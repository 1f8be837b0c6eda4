"""What `make faults` prints and RESULTS.md holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quality.issues.catalogue import catalogue
from tests.faults.across_score import Across
from tests.faults.bounds import EQUIVALENT as SAME_BOUNDS
from tests.faults.case import Case
from tests.faults.mutation import EQUIVALENT, Mutant, survivors
from tests.faults.outcome import Found

_ELSEWHERE = ("CORR and ERASE follow a record of the office (tests/unit/test_corrections.py, test_guard_flow.py).",)
DOCUMENT = Path(__file__).with_name("RESULTS.md")


@dataclass(frozen=True)
class Row:
    """One class of faults, or one habit of clean files."""

    name: str
    forms: str
    formats: str
    rules: str
    hits: int
    files: int


@dataclass(frozen=True)
class Tally:
    """Everything counted."""

    faults: Sequence[Row]
    controls: Sequence[Row]  # hits: files spoken to
    mutants: Mapping[Mutant, bool]
    bounds: Mapping[Mutant, bool]
    across: Across

    @property
    def perfect(self) -> bool:
        """Everything planted was found, nothing clean was spoken to, no changed rule went unnoticed."""
        return (
            all(r.hits == r.files for r in self.faults)
            and not any(r.hits for r in self.controls)
            and all(self.mutants.values())
            and all(self.bounds.values())
            and self.across.perfect
        )


def tally_up(
    cases: Sequence[Case],
    found: Mapping[str, Found],
    mutants: Mapping[Mutant, bool],
    bounds: Mapping[Mutant, bool],
    across: Across,
) -> Tally:
    """Count the outcome of every case by its class."""
    by_class: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_class[case.of].append(case)
    rows: dict[bool, list[Row]] = {True: [], False: []}
    for name, own in by_class.items():
        planted = own[0].declared is not None
        hits = sum(found[c.name].shows(c) if planted else bool(found[c.name].issues) for c in own)
        seen = {rule for c in own if c.declared for rule, _, _ in found[c.name].issues if rule in c.declared.rules}
        rows[planted].append(
            Row(
                name,
                _listed(c.made.form for c in own),
                _listed(c.made.file_format for c in own),
                _listed(seen),
                hits,
                len(own),
            )
        )
    return Tally(rows[True], rows[False], mutants, bounds, across)


def _listed(words: object) -> str:
    return " ".join(sorted(set(words)))  # type: ignore[call-overload]


def document(tally: Tally) -> str:
    """The whole document."""
    faults, controls = tally.faults, tally.controls
    files, hits = sum(r.files for r in faults), sum(r.hits for r in faults)
    clean, alarms = sum(r.files for r in controls), sum(r.hits for r in controls)
    killed = sum(tally.mutants.values())
    lines = [
        "# What validation catches",
        "",
        "Written by `make faults` (`FAULTS_ARGS=--update`). The corpus is made by the sender side of the demonstration",
        "city; it knows no contract and no check. A fault counts as found when one of its rules is reported at the cell",
        "where it was planted and the file gets the verdict declared beforehand. A clean file counts as a false alarm when",
        "anything at all is said of it.",
        "",
        f"- faults found: **{hits} of {files}** ({len(faults)} classes)",
        f"- false alarms: **{alarms} of {clean}** clean files ({len(controls)} habits)",
        f"- changed rules noticed: **{killed} of {len(tally.mutants)}**",
        f"- changed bounds of fields noticed: **{sum(tally.bounds.values())} of {len(tally.bounds)}**",
        *tally.across.summary(),
        "",
        "| fault | forms | formats | rules that spoke | found |",
        "|---|---|---|---|---:|",
        *(f"| {r.name} | {r.forms} | {r.formats} | {r.rules} | {_of(r.hits, r.files)} |" for r in faults),
        "",
        "| clean files with a habit | forms | formats | false alarms |",
        "|---|---|---|---:|",
        *(f"| {r.name} | {r.forms} | {r.formats} | {r.hits} of {r.files} |" for r in controls),
        "",
        "| rules of forms and catalogue | changed | noticed |",
        "|---|---:|---:|",
    ]
    for change in ("dropped", "loosened", "tightened", "softened"):
        own = [noticed for m, noticed in tally.mutants.items() if m.change == change]
        lines.append(f"| {change} | {len(own)} | {sum(own)} |")
    lines += ["", "| bounds of fields | changed | noticed |", "|---|---:|---:|"]
    for change in ("loosened", "tightened", "dropped"):
        own = [noticed for m, noticed in tally.bounds.items() if m.change == change]
        lines.append(f"| {change} | {len(own)} | {sum(own)} |")
    lines += ["", *tally.across.table()]
    lines += ["", "Not counted, because no file can show it:", ""]
    lines += [f"- {change}: {reason}" for change, reason in (EQUIVALENT | SAME_BOUNDS).items()]
    left = [*survivors(tally.mutants), *survivors(tally.bounds), *tally.across.survivors()]
    said = {m.rule_id for m in tally.mutants} | tally.across.rules()
    unheard = sorted(set(catalogue()) - said)
    lines += ["", f"Rules of the catalogue no fault of the corpus is for: {', '.join(unheard)}."]
    lines += ["", *_ELSEWHERE]
    lines += ["", f"Not noticed: {', '.join(left)}." if left else "Nothing went unnoticed.", ""]
    return "\n".join(lines)


def _of(hits: int, files: int) -> str:
    return f"{hits} of {files}" if hits == files else f"**{hits} of {files}**"
