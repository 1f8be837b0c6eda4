"""Declared corrections: a fix to somebody's figures is a record with a reason (register/corrections.csv)."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from quality.contracts.registry import forms, header

FILE_NAME = "corrections.csv"
OFFICE_TIME = "Asia/Ho_Chi_Minh"


class CorrectionError(ValueError):
    """The file of corrections is not usable; the message names the line and the fault."""


class Correction(BaseModel):
    """One record. Either one submission is named, or a unit, form and period (then every revision of it)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    correction_id: str = Field(min_length=1)
    submission_id: str | None = Field(default=None, pattern=r"^\S+$")  # sha256 of the file
    unit_code: str | None = None
    form_code: str
    period_id: str | None = None
    field: str
    line_no: int = Field(default=0, ge=0)
    cell: str | None = None  # only if the field stands there
    expected_text: str = ""  # what the cell must hold; "" = it must be empty
    new_text: str = Field(min_length=1)
    reason: str = Field(min_length=3)
    decided_by: str = Field(min_length=2)
    decided_on: date
    valid_until: date | None = None  # not for files received after this day

    @model_validator(mode="after")
    def _has_a_place(self) -> Correction:
        if not self.submission_id and not (self.unit_code and self.period_id):
            raise ValueError("names neither a submission nor a unit and period")
        form = forms().get(self.form_code)
        names = {f.name for f in (*header().fields(), *(form.fields() if form else ()))}
        if form is None or self.field not in names:
            raise ValueError(f"{self.field} is no field of {self.form_code}")
        if self.valid_until and self.valid_until < self.decided_on:
            raise ValueError("is over before it was decided")
        return self


SHAPE = pl.Schema(
    {
        "correction_id": pl.String, "submission_id": pl.String, "unit_code": pl.String, "form_code": pl.String,
        "period_id": pl.String, "field": pl.String, "line_no": pl.Int32, "cell": pl.String,
        "expected_text": pl.String, "new_text": pl.String, "reason": pl.String, "decided_by": pl.String,
        "decided_on": pl.Date, "valid_until": pl.Date,
    }
)  # fmt: skip


def read_corrections(register_folder: Path) -> pl.DataFrame:
    """Records (``SHAPE``) of a register; none when it has no such file.

    Raises:
        CorrectionError: a line is malformed, or an id is used twice.
    """
    path = register_folder / FILE_NAME
    if not path.exists():
        return pl.DataFrame(schema=SHAPE)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    found: dict[str, Correction] = {}
    for number, line in enumerate(lines, start=2):
        given = {k: v for k, v in line.items() if v not in ("", None)}
        try:
            record = Correction.model_validate(given)
        except ValidationError as error:
            faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            raise CorrectionError(f"{FILE_NAME} line {number}: {faults}") from error
        if record.correction_id in found:
            raise CorrectionError(f"{FILE_NAME} line {number}: {record.correction_id} is used twice")
        found[record.correction_id] = record
    rows = [record.model_dump() for record in found.values()]
    return pl.DataFrame(rows, schema=SHAPE).sort("correction_id")


def known_corrections(records: pl.DataFrame, moment: datetime | None) -> pl.DataFrame:
    """Those of ``records`` that were decided by the day of ``moment`` in the office; None = all of them."""
    if moment is None:
        return records
    return records.filter(pl.col("decided_on") <= moment.astimezone(ZoneInfo(OFFICE_TIME)).date())


def last_decided(records: pl.DataFrame) -> datetime | None:
    """When the latest of ``records`` was decided: the beginning of that day in the office."""
    latest: date | None = records["decided_on"].max()  # type: ignore[assignment]
    return None if latest is None else datetime.combine(latest, time(), ZoneInfo(OFFICE_TIME)).astimezone(UTC)
