"""A layout from before the forms: which file, which sheet, which label is which field (register/mappings/)."""

from __future__ import annotations

import fnmatch
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ingestion.cleaning.unicode_text import bare_key
from ingestion.old_layouts.sheet_names import file_of
from quality.contracts.registry import forms, header
from quality.contracts.vocabulary import SubmitterKind

FOLDER = "mappings"


class MappingError(ValueError):
    """A mapping is not usable; the message names the file and each fault in it."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MappedSheet(_Strict):
    """A sheet that may hold the report, and what its place says of the period."""

    sheet: str = Field(min_length=1)
    header: dict[str, str] = Field(default_factory=dict)


class MappedRow(_Strict):
    """A label of the old table and the field its figure is."""

    label: str = Field(min_length=2)
    field: str


class Mapping(_Strict):
    """One layout. Its sheets stand in order of time.

    ``reports``: offices that sent the same workbook again each quarter have one report a file, its ``last`` sheet with
    a figure; where the year came in one workbook ``each`` sheet with a figure is a report.
    """

    name: str = Field(min_length=2)
    form: str
    files: str = Field(min_length=1)  # pattern of the file name; accents and case do not matter
    senders: tuple[SubmitterKind, ...] = Field(min_length=1)
    value_heading: str = Field(min_length=1)  # heading of the column of figures
    header: dict[str, str]  # header fields that no cell states: year, frame, revision, ...
    reports: Literal["last", "each"] = "last"
    sheets: tuple[MappedSheet, ...] = Field(min_length=1)
    rows: tuple[MappedRow, ...] = Field(min_length=1)
    absent: tuple[str, ...] = ()  # fields of the form the old table did not ask for
    ignored: tuple[str, ...] = ()  # labels of figures that are no field of the form

    @model_validator(mode="after")
    def _fits_its_form(self) -> Mapping:
        form = forms().get(self.form)
        if form is None or form.layout != "record":
            raise ValueError(f"{self.form} is no form with one value a field")
        fields = {f.name for f in form.fields()}
        heads = {f.name for f in header().fields()}
        mapped = [row.field for row in self.rows]
        if strange := {*mapped, *self.absent} - fields:
            raise ValueError(f"{sorted(strange)} are no fields of {self.form}")
        stated = {*self.header, *(name for sheet in self.sheets for name in sheet.header)}
        if strange := stated - heads:
            raise ValueError(f"{sorted(strange)} are no fields of the header")
        if double := {name for name in mapped if mapped.count(name) > 1 or name in self.absent}:
            raise ValueError(f"{sorted(double)} are mapped twice, or mapped and absent")
        return self

    def fits(self, source_name: str, sender_kind: str) -> bool:
        """Whether a file of this name from this kind of sender has this layout."""
        return sender_kind in self.senders and self.fits_name(source_name)

    def fits_name(self, source_name: str) -> bool:
        """Whether a file of this name has this layout, whoever sends it."""
        return fnmatch.fnmatchcase(bare_key(file_of(source_name)), bare_key(self.files))


def read_mappings(register_folder: Path) -> tuple[Mapping, ...]:
    """Mappings of a register, by file name; none when it has no such folder.

    Raises:
        MappingError: a file is malformed, names a form or field that does not exist, or two have one name.
    """
    found: dict[str, Mapping] = {}
    for path in sorted((register_folder / FOLDER).glob("*.yml")):
        try:
            mapping = Mapping.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except ValidationError as error:
            faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'mapping'}: {e['msg']}" for e in error.errors())
            raise MappingError(f"{FOLDER}/{path.name}: {faults}") from error
        except yaml.YAMLError as error:
            raise MappingError(f"{FOLDER}/{path.name}: {error}") from error
        if mapping.name in found:
            raise MappingError(f"{FOLDER}/{path.name}: {mapping.name} is the name of two mappings")
        found[mapping.name] = mapping
    return tuple(found.values())
