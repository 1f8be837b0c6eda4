"""The city's register: who reports, when, in which territory. Read from data, checked, never written here.

Files of the register folder are listed in ``_TABLES``; ``city.yml`` names the city, its review
year and the forms in use. A fault in a file stops the run with the file, the line and the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from stdnum.vn import mst

from quality.contracts.registry import forms
from quality.contracts.vocabulary import SUBMITTER_KINDS
from quality.register.periods import periods, working_days

_TABLES: dict[str, dict[str, pl.DataType | type[pl.DataType]]] = {
    "units": {
        "unit_code": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
        "kind": pl.String,
        "name_vi": pl.String,
        "unit_type": pl.String,
        "parent_code": pl.String,
        "area_code": pl.String,
        "eligible_safe": pl.String,
        "legal_basis": pl.String,
        "invented": pl.String,
    },
    "aliases": {"unit_code": pl.String, "valid_from": pl.Date, "alias": pl.String},
    "successions": {
        "old_code": pl.String,
        "old_valid_from": pl.Date,
        "new_code": pl.String,
        "new_valid_from": pl.Date,
        "weight": pl.Float64,
        "effective_date": pl.Date,
        "legal_basis": pl.String,
    },
    "perimeters": {"perimeter": pl.String, "unit_code": pl.String, "valid_from": pl.Date},
    "holidays": {"date": pl.Date, "name_vi": pl.String},
    "expected_figures": {
        "figure_id": pl.String,
        "indicator_code": pl.String,
        "report_year": pl.Int32,
        "comparator": pl.String,
        "value": pl.Float64,
        "seed_sentence": pl.String,
    },
}


class RegisterError(ValueError):
    """The register is not usable; the message names the file and the fault."""


class City(BaseModel):
    """What ``city.yml`` says. Years are data: nothing in kho138 names one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    city_name_vi: str
    city_name_en: str
    committee_name_vi: str
    invented: bool
    invented_note_vi: str
    review_year: int
    target_year: int
    open_years: tuple[int, ...]
    perimeter: str
    forms: tuple[str, ...]
    reply_working_days: int = 3  # a unit answers a return slip within this many working days of receipt


@dataclass(frozen=True)
class Register:
    """A checked register, as polars frames (columns of ``_TABLES``)."""

    city: City
    units: pl.DataFrame
    aliases: pl.DataFrame
    successions: pl.DataFrame
    perimeters: pl.DataFrame
    holidays: pl.DataFrame
    expected_figures: pl.DataFrame

    @classmethod
    def read(cls, folder: Path) -> Register:
        """Read and check the register in ``folder``.

        Raises:
            RegisterError: a file is missing or malformed, a unit is listed twice for the same
                time, or a row refers to a unit, form or perimeter that does not exist.
        """
        try:
            city = City.model_validate(yaml.safe_load((folder / "city.yml").read_text(encoding="utf-8")))
        except (OSError, ValidationError, yaml.YAMLError) as error:
            raise RegisterError(f"city.yml: {error}") from error
        found = cls(city=city, **{name: _read_table(folder, name) for name in _TABLES})
        found.check()
        return found

    def check(self) -> None:
        """Assert what the rest of the house relies on (see ``read``)."""
        unknown = set(self.units["kind"]) - set(SUBMITTER_KINDS)
        if unknown:
            raise RegisterError(f"units.csv: unknown kind {sorted(unknown)}")
        enterprises = self.units.filter(pl.col("kind") == "enterprise")["unit_code"].to_list()
        if wrong := [code for code in enterprises if not mst.is_valid(code)]:
            raise RegisterError(f"units.csv: {wrong[0]} is no tax code (Circular 105/2020/TT-BTC: check digit)")
        absent = set(self.city.forms) - set(forms())
        if absent:
            raise RegisterError(f"city.yml: no contract for form {sorted(absent)}")
        overlap = (
            self.units.sort("unit_code", "valid_from")
            .with_columns(next_from=pl.col("valid_from").shift(-1).over("unit_code"))
            .filter(pl.col("next_from") <= pl.col("valid_to").fill_null(date.max))
        )
        if overlap.height:
            raise RegisterError(f"units.csv: {overlap['unit_code'][0]} is valid twice from {overlap['next_from'][0]}")
        for name, left in (("perimeters", ["unit_code", "valid_from"]), ("aliases", ["unit_code", "valid_from"])):
            table: pl.DataFrame = getattr(self, name)
            lost = table.join(self.units, left_on=left, right_on=["unit_code", "valid_from"], how="anti")
            if lost.height:
                raise RegisterError(f"{name}.csv: no unit {lost.row(0)} in units.csv")
        if not self.perimeters.filter(pl.col("perimeter") == self.city.perimeter).height:
            raise RegisterError(f"city.yml: perimeter {self.city.perimeter} has no units in perimeters.csv")

    def periods(self) -> pl.DataFrame:
        """Periods of the open report years (see ``periods.periods``)."""
        return periods(self.city.open_years)

    def working_days(self) -> pl.DataFrame:
        """Day table around the open report years (see ``periods.working_days``)."""
        years = self.city.open_years
        return working_days(date(min(years) - 1, 1, 1), date(max(years) + 1, 12, 31), self.holidays["date"].to_list())

    def obligations(self) -> pl.DataFrame:
        """Which kind of unit owes which form for which part of the year, from the forms in use."""
        parts = self.periods().select("period_frame", "period_type", "part").unique(maintain_order=True)
        rows = []
        for code in self.city.forms:
            for due in forms()[code].reporting:
                own = parts.filter(
                    (pl.col("period_frame") == due.period_frame) & (pl.col("period_type") == due.period_type)
                )["part"].to_list()
                wanted = [p for n, p in enumerate(own, start=1) if not due.sub_periods or n in due.sub_periods]
                rows += [
                    (code, kind, due.period_type, due.period_frame, part, due.deadline_working_days)
                    for kind in due.submitter_kinds
                    for part in wanted
                ]
        names = ["form_code", "unit_kind", "period_type", "period_frame", "part", "deadline_working_days"]
        return pl.DataFrame(rows, schema=names, orient="row").with_columns(
            pl.col("deadline_working_days").cast(pl.Int32)
        )


def empty_tables() -> dict[str, pl.DataFrame]:
    """A register without rows: every table of it, with its columns."""
    return {name: pl.DataFrame(schema=columns) for name, columns in _TABLES.items()}


def _read_table(folder: Path, name: str) -> pl.DataFrame:
    path = folder / f"{name}.csv"
    columns = _TABLES[name]
    try:
        raw = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise RegisterError(f"{path.name}: {error}") from error
    if raw.columns != list(columns):
        raise RegisterError(f"{path.name}: columns are {raw.columns}, expected {list(columns)}")
    for column, dtype in columns.items():
        typed = (
            raw[column].cast(dtype, strict=False)
            if dtype != pl.Date
            else raw[column].str.to_date("%Y-%m-%d", strict=False)
        )
        bad = raw.with_row_index("line", offset=2).filter(typed.is_null() & raw[column].is_not_null())
        if bad.height:
            raise RegisterError(f"{path.name} line {bad['line'][0]}: {column} is “{bad[column][0]}”, not a {dtype}")
        raw = raw.with_columns(typed.alias(column))
    return raw
