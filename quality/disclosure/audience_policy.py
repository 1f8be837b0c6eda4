"""Who reads what: ``audiences.yml`` and ``marts.yml``, read once and checked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field

from quality.contracts.form_model import Strict
from quality.contracts.vocabulary import Sensitivity, SubmitterKind
from quality.disclosure.policy import Policy

_HERE = Path(__file__).parent
AudienceClass = Literal["city", "ward", "kind", "public"]
Rows = Literal["all", "shared", "kind", "own", "absent"]


class AudienceRule(Strict):
    """An audience, or one for each unit of a kind."""

    label_vi: str
    label_en: str
    counts_hidden: tuple[Sensitivity, ...]
    kinds: tuple[SubmitterKind, ...]
    each_unit_of: SubmitterKind | None = None
    of_kind: SubmitterKind | None = None


class Audiences(Strict):
    """All of ``audiences.yml``."""

    small_below: int
    width: int
    city_level_only: tuple[Sensitivity, ...]
    audiences: dict[str, AudienceRule]

    def policy(self, name: str) -> Policy:
        """What is hidden from the audience ``name`` to begin with."""
        counts = frozenset(self.audiences[name].counts_hidden)
        return Policy(counts, frozenset(self.city_level_only), self.small_below, self.width)

    def class_of(self, name: str) -> AudienceClass:
        """Column of ``marts.yml`` that speaks of the audience."""
        rule = self.audiences[name]
        if rule.of_kind:
            return "kind"
        return "ward" if rule.each_unit_of else "city" if name == "city" else "public"


class State(Strict):
    """A column that says of another why it is empty."""

    of: str
    cell: str
    not_applicable: str = "false"  # SQL over the mart's columns
    not_due: str = "false"


class MartRule(Strict):
    """What of one mart is in an edition; the words are explained at the top of ``marts.yml``."""

    rows: dict[AudienceClass, Rows]
    plain: tuple[str, ...]
    unit: tuple[str, str] | None = None
    unit_in_period: tuple[str, str] | None = None
    unit_code_only: str | None = None
    field: tuple[str, str, str] | None = None
    indicator: bool = False
    scope: Literal["level", "city", "perimeter", "structure"] | None = None
    cells: Mapping[str, str] = Field(default_factory=dict)
    hidden_with: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    own_unless_public: tuple[str, ...] = ()
    whole_only: tuple[str, ...] = ()
    yearly_only: Mapping[str, str] = Field(default_factory=dict)
    states: Mapping[str, State] = Field(default_factory=dict)

    def columns(self) -> frozenset[str]:
        """Columns of the mart that the rule knows."""
        return frozenset({*self.plain, *self.hidden_with, *self.own_unless_public})


class _Marts(Strict):
    marts: dict[str, MartRule]


@cache
def audiences() -> Audiences:
    """The audiences there are."""
    return Audiences.model_validate(yaml.safe_load((_HERE / "audiences.yml").read_text(encoding="utf-8")))


@cache
def mart_rules() -> dict[str, MartRule]:
    """What of each mart who may see."""
    return _Marts.model_validate(yaml.safe_load((_HERE / "marts.yml").read_text(encoding="utf-8"))).marts


def policy_text() -> bytes:
    """Both files as they stand: another word in them is another edition."""
    return b"".join((_HERE / name).read_bytes() for name in ("audiences.yml", "marts.yml"))
