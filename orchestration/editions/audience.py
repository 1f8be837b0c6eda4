"""The audiences of one edition: the city's committee, each ward's, each kind of sender, the public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quality.disclosure.audience_policy import AudienceClass, AudienceRule, audiences
from quality.disclosure.readers import Reader


@dataclass(frozen=True)
class Audience:
    """Who gets a folder; ``name`` is the folder's, ``rule_name`` that of its rule in ``audiences.yml``."""

    name: str
    rule_name: str
    label_vi: str
    reader: Reader | None = None  # the unit, where an audience is one

    @property
    def rule(self) -> AudienceRule:
        """What the contract says of it."""
        return audiences().audiences[self.rule_name]

    @property
    def seen_as(self) -> AudienceClass:
        """Its column of ``marts.yml``."""
        return audiences().class_of(self.rule_name)


def audiences_of(readers: Sequence[Reader]) -> list[Audience]:
    """Every audience there is for these units.

    Two units of one code (a ward that ended, another that began) are two audiences: the later one has the plain
    name, the earlier one its first day in it.
    """
    found = []
    for rule_name, rule in audiences().audiences.items():
        if rule.each_unit_of is None:
            found.append(Audience(rule_name, rule_name, rule.label_vi))
            continue
        units = [r for r in readers if r.unit_kind == rule.each_unit_of and r.has_committee]
        last = {r.unit.unit_code: r.unit.valid_from for r in sorted(units, key=lambda r: r.unit.valid_from)}
        for reader in units:
            code, start = reader.unit
            name = f"{rule_name}-{code}" if start == last[code] else f"{rule_name}-{code}-{start}"
            found.append(Audience(name, rule_name, f"Ban Chỉ đạo 138 {_decapitalised(reader.name_vi)}", reader))
    return found


def _decapitalised(name: str) -> str:
    return name[0].lower() + name[1:]
