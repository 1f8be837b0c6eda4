"""What is found of faults that show only beside other reports, what is said of clean ones, and which changes of a rule are noticed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.across import CLASSES, world
from tests.faults.across_city import jumps
from tests.faults.across_worlds import Lake, Said, receive, said_in, shows
from tests.integration.compiled_warehouse import CompiledWarehouse

# rule, what is changed, model, its words, other words
_CHANGES = (
    ("XPER-01", "loosened", "int_cross_check", "abs(value - value_before) > 10", "abs(value - value_before) > 11"),
    ("XPER-01", "tightened", "int_cross_check", "abs(value - value_before) > 10", "abs(value - value_before) >= 10"),
    ("XPER-01", "loosened", "int_cross_check", "value > 3 * value_before", "value > 3 * value_before + 1"),
    ("XPER-01", "tightened", "int_cross_check", "value > 3 * value_before", "value >= 3 * value_before"),
    ("XPER-01", "loosened", "int_cross_check", "value_before > 3 * value", "value_before > 4 * value"),
    ("XPER-01", "other unit", "int_cross_check", "facts.unit_valid_from,\n                facts.form_code", "facts.form_code"),
    ("XCHK-02", "loosened", "int_cross_check", "facts.value <> quarters.total", "facts.value > quarters.total + 1"),
    ("XCHK-01", "loosened", "int_cross_check", "yearly.total <> monthly.total", "yearly.total > monthly.total + 1"),
    ("XPRV-01", "loosened", "int_cross_check", "stated.total <> known.total", "stated.total > known.total + 1"),
    ("XCHK-03", "loosened", "int_same_fact", "sums.largest > wholes.total", "sums.largest > wholes.total + 1"),
    ("XCHK-03", "loosened", "int_same_fact", "sums.total > wholes.total", "sums.total > wholes.total + 1"),
    ("XCPY-01", "loosened", "int_copied_report", "said.different_figures >= 7", "said.different_figures >= 20"),
    ("XCPY-02", "other unit", "int_copied_report", "later.period_end > earlier.period_end\n        or", "false\n        or false and"),
    ("XOUT-01", "loosened", "int_outlier_test", "bounded.value > bounded.usual_to then", "bounded.value > 9 * bounded.usual_to then"),
    ("XOUT-01", "tightened", "int_outlier_test", "(3.3 + 10.0", "(0.3 + 1.0"),
    ("DUP-01", "loosened", "int_issue", "having count(*) > 1", "having count(*) > 2"),
    ("LATE-01", "turned", "int_issue", "where due.is_late", "where not due.is_late"),
    ("REV-02", "turned", "int_issue", "where in_conflict", "where not in_conflict"),
)  # fmt: skip


@dataclass(frozen=True)
class Across:
    """Everything counted."""

    classes: Mapping[str, tuple[str, int, int]]  # name -> rules, found, planted
    habits: Mapping[str, tuple[int, int]]  # name -> spoken to, sent
    clean: tuple[int, int]  # clean reports spoken to without reason, of all
    changes: Sequence[tuple[str, str, str, bool]]  # rule, kind of change, words, noticed

    @property
    def perfect(self) -> bool:
        """Everything planted was found, nothing clean was spoken to, no changed rule went unnoticed."""
        found = all(hits == files for _, hits, files in self.classes.values())
        return found and not any(n for n, _ in self.habits.values()) and not self.clean[0] and not self.survivors()

    def rules(self) -> set[str]:
        """Rules that spoke."""
        return {rule for rules, hits, _ in self.classes.values() if hits for rule in rules.split()}

    def survivors(self) -> list[str]:
        """Changes nobody noticed."""
        return [f"{rule} {kind} ({words})" for rule, kind, words, noticed in self.changes if not noticed]

    def summary(self) -> list[str]:
        """Lines of the head of the document."""
        hits, files = (sum(c[n] for c in self.classes.values()) for n in (1, 2))
        said, sent = (sum(h[n] for h in self.habits.values()) for n in (0, 1))
        return [
            f"- faults that show only beside other reports: **{hits} of {files}** found ({len(self.classes)} classes); false alarms"
            f" **{self.clean[0] + said} of {self.clean[1] + sent}**; changed rules noticed"
            f" **{sum(c[3] for c in self.changes)} of {len(self.changes)}**",
        ]

    def table(self) -> list[str]:
        """Classes, habits and changes."""
        return [
            "Beside other reports: each was planted into the whole clean city, one of every class at a time.",
            "",
            "| fault beside other reports | rules | found |",
            "|---|---|---:|",
            *(f"| {name} | {rules} | {hits} of {files} |" for name, (rules, hits, files) in self.classes.items()),
            "",
            "| clean beside other reports | false alarms |",
            "|---|---:|",
            *(f"| {name} | {said} of {sent} |" for name, (said, sent) in self.habits.items()),
            f"| the clean city | {self.clean[0]} of {self.clean[1]} |",
            "",
            "| rule across submissions | change | noticed |",
            "|---|---|---|",
            *(f"| {rule} | {kind} | {'yes' if noticed else '**no**'} |" for rule, kind, _, noticed in self.changes),
        ]


def measure(folder: Path, instances: int) -> Across:
    """Plant one of every class and habit in each of ``instances`` cities, and judge all of them."""
    (folder / "compiled").mkdir(parents=True)
    lake = receive(folder / "city", [world(number) for number in range(instances)])
    warehouse = CompiledWarehouse.compile(folder / "compiled")
    said = [said_in(warehouse, lake.of_world(number)) for number in range(instances)]
    classes: dict[str, tuple[str, int, int]] = {}
    habits: dict[str, tuple[int, int]] = {}
    for number, findings in enumerate(said):
        for one, ids in lake.worlds[number]:
            right = shows(findings, lake, one, ids)
            if one.rules:
                _, hits, files = classes.get(one.of, ("", 0, 0))
                classes[one.of] = (" ".join(one.rules), hits + right, files + 1)
            else:
                spoken, files = habits.get(one.of, (0, 0))
                habits[one.of] = (spoken + (not right), files + 1)
    clean = said_in(warehouse, lake.of_world(None))
    alarms = sum(sid in clean and not _asked_rightly(clean, sid, n) for n, sid in enumerate(lake.clean))
    changes = [*_dropped(lake, said), *(_changed(warehouse, lake, said, clean, change) for change in _CHANGES)]
    assert len(classes) == len(CLASSES), "two classes have one name"
    return Across(classes, habits, (alarms, len(lake.clean)), changes)


def _asked_rightly(said: Said, sid: str, number: int) -> bool:
    """The invented figures move as real ones do: what jumps by their own count is asked about rightly."""
    return {rule for rule, _, _ in said[sid]} == {"XPER-01"} and jumps(number)


def _differs(lake: Lake, number: int, before: Said, after: Said) -> bool:
    """Whether anything planted in this world is told of otherwise."""
    return any(shows(before, lake, one, ids) and not shows(after, lake, one, ids) for one, ids in lake.worlds[number])


def _dropped(lake: Lake, said: Sequence[Said]) -> list[tuple[str, str, str, bool]]:
    rules = sorted({rule for planted in lake.worlds for one, _ in planted for rule in one.rules})
    return [
        (
            rule,
            "dropped",
            rule,
            any(_differs(lake, n, findings, _without(findings, rule)) for n, findings in enumerate(said)),
        )
        for rule in rules
    ]


def _without(said: Said, rule: str) -> Said:
    return {sid: [one for one in findings if one[0] != rule] for sid, findings in said.items()}


def _changed(
    warehouse: CompiledWarehouse, lake: Lake, said: Sequence[Said], clean: Said, change: tuple[str, str, str, str, str]
) -> tuple[str, str, str, bool]:
    rule, kind, model, before, after = change
    other = warehouse.changed(model, before, after)
    # clean reports that were not asked are asked now, or something planted is told of otherwise
    more = said_in(other, lake.of_world(None))
    noticed = bool(
        {(s, r) for s, v in more.items() for r, _, _ in v} - {(s, r) for s, v in clean.items() for r, _, _ in v}
    )
    noticed = noticed or any(
        _differs(lake, number, findings, said_in(other, lake.of_world(number))) for number, findings in enumerate(said)
    )
    return rule, kind, after, noticed
