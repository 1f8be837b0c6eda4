"""What an indicator is: where its number comes from and how it adds up.

Belongs here: the shape of ``indicators/*.yml``. The SQL that computes them is in dbt_project
and reads the seeds generated from these contracts (``to_dbt.py``).
"""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import pairwise
from typing import Literal

from pydantic import model_validator

from quality.contracts.form_model import Name, Strict, Text
from quality.contracts.vocabulary import (
    AggregationOverTime,
    AggregationOverUnits,
    Comparator,
    Direction,
    PeriodFrame,
    PeriodType,
    Sensitivity,
    SubmitterKind,
)

BEGINNING = date(1, 1, 1)


class Component(Strict):
    """One authoritative (form, field) that feeds an indicator.

    ``role`` says where the sum goes. ``where_field``/``where_value`` keep only the lines
    of a lines form whose field has that value (e.g. unit_kind = kdc). ``previous_year``
    takes the same fact one report year earlier. ``period_type`` and ``period_frame`` are those
    of the submission's header.
    """

    role: Literal["numerator", "denominator"] = "numerator"
    form: Text
    field: Name
    sign: Literal[1, -1] = 1
    submitter_kind: SubmitterKind | None = None  # where a form has several kinds of senders: whose field it is
    where_field: Name | None = None
    where_value: str | None = None
    period_type: PeriodType
    period_frame: PeriodFrame
    previous_year: bool = False

    @model_validator(mode="after")
    def _coherent(self) -> Component:
        if (self.where_field is None) != (self.where_value is None):
            raise ValueError(f"{self.form}.{self.field}: where_field and where_value go together")
        return self


class Special(Strict):
    """A formula that is not sums of components: the dbt model that holds it, and its measure."""

    model: Name
    measure: Name


class Benchmark(Strict):
    """A target value that somebody else set or a proposal; shown as context, never as the city's own."""

    value: float
    comparator: Comparator
    basis: Text


class Definition(Strict):
    """What an indicator meant before it was defined anew: its sources and its words, since when, known since when.

    A yearly figure has one definition: the latest one adopted that is valid on the last day of its report year.
    Unit, scale and ways of adding up do not change: such an indicator is another one, with a code of its own.
    """

    valid_from: date = BEGINNING
    known_from: date = BEGINNING
    formula: str | None = None
    components: tuple[Component, ...]
    definition_vi: Text


class Indicator(Strict):
    """An indicator of the yearly review. Value = scale * sum(numerator) / sum(denominator).

    ``valid_from`` and ``known_from`` are of the present definition; ``earlier`` are those before it, oldest first.
    """

    code: Name
    name_vi: Text
    name_en: Text
    unit: str
    unit_vi: str
    direction: Direction
    agg_units: AggregationOverUnits
    agg_time: AggregationOverTime
    frequency: tuple[PeriodType, ...]
    formula: str | None = None  # in words of fields, for people
    scale: float = 1.0
    components: tuple[Component, ...] = ()
    special: Special | None = None
    disjoint_because: str | None = None  # why several forms may be added (no fact counted twice)
    display_vi: str | None = None  # display rule over the exact value, e.g. "more_than_thousands"
    sensitivity: Sensitivity
    definition_vi: Text
    evidence: Text
    benchmark: Benchmark | None = None
    valid_from: date = BEGINNING
    known_from: date = BEGINNING
    earlier: tuple[Definition, ...] = ()

    def definitions(self) -> tuple[Indicator, ...]:
        """The indicator as each of its definitions has it, oldest first; version 1 is the first."""
        before = (self.model_copy(update=dict(d) | {"earlier": ()}) for d in self.earlier)
        return (*before, self.model_copy(update={"earlier": ()}))

    def definition_hash(self) -> str:
        """Names what the number means: another source, formula, way of adding up or wording is another hash."""
        meaning = self.model_dump_json(
            include={"components", "special", "agg_units", "agg_time", "scale", "formula", "unit", "definition_vi"}
        )
        return hashlib.sha256(meaning.encode()).hexdigest()[:12]

    @model_validator(mode="after")
    def _coherent(self) -> Indicator:
        if bool(self.components) == (self.special is not None):
            raise ValueError(f"{self.code}: either components or a special formula")
        roles = {c.role for c in self.components}
        if self.components and ("denominator" in roles) != (self.agg_units == "ratio_of_sums"):
            raise ValueError(f"{self.code}: a ratio of sums has numerator and denominator")
        forms = {c.form for c in self.components if c.role == "numerator"}
        if len(forms) > 1 and self.disjoint_because is None:
            raise ValueError(f"{self.code}: facts of several forms are added: say why none is counted twice")
        learned = [*(d.known_from for d in self.earlier), self.known_from]
        if self.earlier and (self.special or any(one >= other for one, other in pairwise(learned))):
            raise ValueError(f"{self.code}: definitions stand in the order in which they were adopted (known_from)")
        for one in self.earlier:
            if {c.role for c in one.components} != roles:
                raise ValueError(f"{self.code}: a ratio stays a ratio; what adds up otherwise is another indicator")
        return self


class Theme(Strict):
    """A file of indicators on one subject."""

    theme: Name
    title_vi: Text
    title_en: Text
    indicators: tuple[Indicator, ...]
