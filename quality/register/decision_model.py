"""A decision about units as a record: one YAML in ``register/changes/`` for one legal act.

Units are opened, closed, renamed, merged, split or given a new tax code here and nowhere else; the
tables of the register are what was known before the first decision.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NewUnit(_Strict):
    """A unit that begins with the decision. What is not said is taken over from the unit before it."""

    unit_code: Text
    name_vi: Text | None = None
    kind: Text | None = None
    unit_type: Text | None = None
    parent_code: Text | None = None
    area_code: Text | None = None
    excluded_because: Text | None = None
    perimeters: tuple[Text, ...] | None = None
    aliases: tuple[Text, ...] = ()  # short names
    invented: bool | None = None
    weight: float | None = Field(default=None, gt=0, le=1)  # of a split: its share of the old unit's figures


class Open(_Strict):
    """A unit that had none before it."""

    act: Literal["open"]
    unit: NewUnit


class Close(_Strict):
    """A unit ends without a successor."""

    act: Literal["close"]
    unit_code: Text


class Rename(_Strict):
    """The same unit under another name: its key stays, the old name stays as a former name."""

    act: Literal["rename"]
    unit_code: Text
    name_vi: Text


class Merge(_Strict):
    """Whole units become one (one unit that becomes another is a merger of one)."""

    act: Literal["merge"]
    old: tuple[Text, ...] = Field(min_length=1)
    into: NewUnit


class Split(_Strict):
    """One unit becomes several. Weights are declared for all of them, with their basis, or for none."""

    act: Literal["split"]
    old: Text
    into: tuple[NewUnit, ...] = Field(min_length=2)
    weight_basis: Text | None = None

    @model_validator(mode="after")
    def _weights(self) -> Split:
        given = [u.weight for u in self.into if u.weight is not None]
        if given and (len(given) != len(self.into) or abs(sum(given) - 1) > 1e-9 or not self.weight_basis):
            raise ValueError("weights are given for every part, add up to 1 and name their basis, or none is given")
        return self


class TaxCode(_Strict):
    """An enterprise gets a new tax code: same enterprise, new key, whole succession."""

    act: Literal["tax_code"]
    unit_code: Text
    new_code: Text


class Exempt(_Strict):
    """A unit need not send a form for periods that end from the effective date to ``until``."""

    act: Literal["exempt"]
    unit_code: Text
    form_code: Text
    until: date | None = None
    reason_vi: Text


Act = Annotated[Open | Close | Rename | Merge | Split | TaxCode | Exempt, Field(discriminator="act")]


class Decision(_Strict):
    """One legal act: what it changes, from when, and when the committee learned it."""

    legal_basis: Text
    effective_date: date
    learned_at: datetime
    recorded_by: Text  # a role, never a person's name
    acts: tuple[Act, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _moment(self) -> Decision:
        if self.learned_at.tzinfo is None:
            raise ValueError("learned_at needs its time zone, e.g. 2024-07-23T00:00:00+07:00")
        return self
