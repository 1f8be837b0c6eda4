"""What a report form is: its groups, fields and rules, as typed, validated objects.

Belongs here: the shape of ``forms/*.yml``. Does not belong here: reading the files
(``registry.py``) and what is generated from them (``to_*.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from quality.contracts.vocabulary import (
    FieldType,
    Measure,
    PeriodFrame,
    PeriodType,
    Sensitivity,
    Severity,
    SubmitterKind,
)

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^F\d{2}-[A-Z]{1,3}\d{2}$")]
Text = Annotated[str, StringConstraints(min_length=2, strip_whitespace=True)]


class Strict(BaseModel):
    """Base of every contract object: an unknown key is an error, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(Strict):
    """One allowed value of an enum field: what is stored and what a submitter reads."""

    value: Name
    label_vi: Annotated[Text, StringConstraints(pattern=r"^[^,]+$")]  # Excel splits drop-down lists at commas
    aliases_vi: tuple[Text, ...] = ()  # other words people use for it


class Confirmation(Strict):
    """Who else reports the same fact for the whole territory: the units' figures are held against that (XCHK-03).

    A count is added up over the units, of a yes/no field the yeses are counted. ``where_*`` picks one line of a form
    of lines. The registry checks that form, field and choice exist.
    """

    form: Annotated[str, StringConstraints(pattern=r"^F\d{2}$")]
    field: Name
    by: SubmitterKind
    where_field: Name | None = None
    where_value: str | None = None


class FormField(Strict):
    """One cell (record form) or one column (lines form) that a submitter fills in.

    ``min``/``max`` are hard bounds (outside = error); ``usual_min``/``usual_max`` are the
    plausible range (outside = query). Both are in the field's ``unit``.
    """

    name: Name
    label_vi: Text
    label_en: Text
    type: FieldType
    unit: Annotated[str, StringConstraints(min_length=1)]  # a key of units_of_measure.yml; "-" where none
    measure: Measure
    required: bool = True
    period_types: tuple[PeriodType, ...] = ()  # asked only in these; empty = whenever the group is
    min: float | None = None
    max: float | None = None
    usual_min: float | None = None
    usual_max: float | None = None
    choices: tuple[Choice, ...] = ()
    max_length: int | None = None
    confirmed_by: Confirmation | None = None
    part_of: Name | None = None  # the whole this field is a part of: "69/70" gives both (rule H5)
    aliases_vi: tuple[Text, ...] = ()  # other headings people give it: abbreviations, labels of old tables
    sensitivity: Sensitivity = "public"
    note_vi: str | None = None
    source: str | None = None

    @model_validator(mode="after")
    def _coherent(self) -> FormField:
        if (self.type == "enum") != bool(self.choices):
            raise ValueError(f"{self.name}: choices belong to enum fields, and every enum has them")
        if self.type == "count" and (self.min is None or self.min < 0):
            object.__setattr__(self, "min", 0.0)  # a count is a whole number >= 0 (rule H2)
        if (self.max_length is not None) != (self.type == "text"):
            raise ValueError(f"{self.name}: max_length belongs to text fields, and every text has one")
        if self.confirmed_by and self.type not in ("count", "yes_no"):
            raise ValueError(f"{self.name}: only a count or a yes/no can be held against another report")
        return self


class FieldGroup(Strict):
    """Fields that share one period frame and one audience of submitters."""

    name: Name
    title_vi: Text
    title_en: Text
    period_frame: PeriodFrame
    submitter_kinds: tuple[SubmitterKind, ...] = ()  # empty = all kinds of the form
    period_types: tuple[PeriodType, ...] = ()  # empty = all period types of the form
    fields: tuple[FormField, ...]


class Rule(Strict):
    """A relation that must hold inside one submission (or one line of it).

    ``expr`` is a SQL boolean expression over field names; NULL (an operand is missing)
    means "not testable", never "violated". ``severity`` error returns the submission,
    query accepts it with a question. A rule that came later says since when: it is asked of periods that end on
    ``valid_from`` or later, in files received on ``known_from`` or later, so that no earlier verdict changes.
    """

    id: RuleId
    severity: Severity
    expr: Text
    message_vi: Text  # may name fields as {field}: replaced by label and value seen
    message_en: Text
    action_vi: Text  # what the submitter should do
    source: Text  # law, circular, seed sentence, or "design"
    owner: Text = "standing_office"
    valid_from: date | None = None
    known_from: date | None = None

    def field_names(self, known: frozenset[str]) -> tuple[str, ...]:
        """Names of the fields of ``known`` that the expression reads, in reading order."""
        seen = dict.fromkeys(re.findall(r"[a-z][a-z0-9_]*", re.sub(r"'[^']*'", "", self.expr)))
        return tuple(n for n in seen if n in known)

    def unknown_names(self, known: frozenset[str]) -> tuple[str, ...]:
        """Words of the expression that are neither a field of ``known`` nor a function: misspelt operands.

        Keywords are written in capitals, so that a lower-case word can only be one of the two.
        """
        words = re.findall(r"\b([a-z][a-z0-9_]*)\b(?!\s*\()", re.sub(r"'[^']*'", "", self.expr))
        return tuple(w for w in words if w not in known)


class Reporting(Strict):
    """When the form is due: one line for each (submitter kind, period type, frame).

    ``first_year`` and ``last_year`` bound a line that came or went with a year (a regime); both are
    report years of the frame and belong to it.
    """

    submitter_kinds: tuple[SubmitterKind, ...]
    period_type: PeriodType
    period_frame: PeriodFrame
    sub_periods: tuple[int, ...] = ()  # e.g. (1,) = the first quarter only; empty = every one
    deadline_working_days: int = Field(ge=1)  # working days after period_end
    first_year: int | None = None
    last_year: int | None = None


class Form(Strict):
    """A report form. ``record``: one value per field; ``lines``: a table of lines."""

    code: Annotated[str, StringConstraints(pattern=r"^F\d{2}$")]
    version: Annotated[str, StringConstraints(pattern=r"^\d{4}\.[1-9]\d*$")]  # never .0: programs drop it
    title_vi: Text
    title_en: Text
    layout: Literal["record", "lines"]
    min_lines: int = 1
    line_key: tuple[Name, ...] = ()  # fields that name a line; unique inside one submission
    reporting: tuple[Reporting, ...]
    groups: tuple[FieldGroup, ...]
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> Form:
        names = [f.name for f in self.fields()]
        double = {n for n in names if names.count(n) > 1}
        if double:
            raise ValueError(f"{self.code}: field named twice: {sorted(double)}")
        known = frozenset(names)
        ids = [r.id for r in self.rules]
        if len(set(ids)) != len(ids):
            raise ValueError(f"{self.code}: a rule id is used twice")
        for rule in self.rules:
            if not rule.id.startswith(self.code):
                raise ValueError(f"{rule.id}: a rule of {self.code} starts with {self.code}-")
            if not rule.field_names(known):
                raise ValueError(f"{rule.id}: reads no field of {self.code}")
            if strange := rule.unknown_names(known):
                raise ValueError(f"{rule.id}: {', '.join(strange)} is no field of {self.code}")
        if (self.layout == "lines") != bool(self.line_key):
            raise ValueError(f"{self.code}: a lines form names its line_key, a record form has none")
        if not set(self.line_key) <= known:
            raise ValueError(f"{self.code}: line_key names an unknown field")
        return self

    @model_validator(mode="after")
    def _parts_of_wholes(self) -> Form:
        counts = {f.name for f in self.fields() if f.type == "count"}
        for part in (f for f in self.fields() if f.part_of is not None):
            if part.name not in counts or part.part_of not in counts - {part.name}:
                raise ValueError(
                    f"{self.code}: {part.name} cannot be part of {part.part_of}: both are counts of the form"
                )
        return self

    def fields(self) -> Iterator[FormField]:
        """Every field, in the order of the form."""
        for group in self.groups:
            yield from group.fields

    def sheet_name(self) -> str:
        """The sheet that holds the form's own fields in a workbook."""
        return "Danh mục" if self.layout == "lines" else "Báo cáo"

    def submitter_kinds(self) -> tuple[SubmitterKind, ...]:
        """Kinds that send this form, each once, in order of first mention."""
        return tuple(dict.fromkeys(k for r in self.reporting for k in r.submitter_kinds))

    def asked(self, kind: SubmitterKind, period_type: PeriodType) -> Iterator[tuple[FieldGroup, FormField]]:
        """Fields that a submitter of ``kind`` fills in for a period of ``period_type``."""
        for group in self.groups:
            if group.submitter_kinds and kind not in group.submitter_kinds:
                continue
            if group.period_types and period_type not in group.period_types:
                continue
            for field in group.fields:
                if not field.period_types or period_type in field.period_types:
                    yield group, field
