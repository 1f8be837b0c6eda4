"""The city's register: who reports, when, in which territory. Read from data, checked, never written here.

``city.yml``, the tables of ``tables.py`` as they were in the beginning, and the decisions of
``changes/`` since. A fault stops the run with file, row, column, rule and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import polars as pl

from quality.contracts.registry import forms
from quality.register.checks import faults
from quality.register.city import City, read_city
from quality.register.decisions import apply_decisions, read_decisions
from quality.register.fault import RegisterError
from quality.register.periods import periods
from quality.register.structure import structures
from quality.register.tables import TABLES, empty_tables, read_table
from quality.register.working_calendar import working_days

__all__ = ["City", "Register", "RegisterError", "empty_tables"]


@dataclass(frozen=True)
class Register:
    """A checked register, as polars frames (columns of ``tables.TABLES``)."""

    city: City
    units: pl.DataFrame
    aliases: pl.DataFrame
    successions: pl.DataFrame
    perimeters: pl.DataFrame
    exemptions: pl.DataFrame
    contacts: pl.DataFrame
    holidays: pl.DataFrame
    expected_figures: pl.DataFrame

    @classmethod
    def read(cls, folder: Path, known_at: datetime | None = None) -> Register:
        """Read and check the register in ``folder``.

        Args:
            folder: the register of the city.
            known_at: only decisions learned by then; None = all of them.

        Raises:
            RegisterError: a file is missing or malformed, or its rows do not fit together.
        """
        city = read_city(folder)
        tables = {name: read_table(folder, name) for name in TABLES}
        decisions = [d for d in read_decisions(folder) if known_at is None or d[1].learned_at <= known_at]
        found = cls(city=city, **apply_decisions(tables, decisions))
        found.check()
        return found

    def check(self) -> None:
        """Assert what the rest of the house relies on.

        Raises:
            RegisterError: with every fault found.
        """
        if wrong := list(faults(self.city, {name: getattr(self, name) for name in TABLES})):
            raise RegisterError(*wrong)

    def periods(self) -> pl.DataFrame:
        """Periods of the open report years (see ``periods.periods``)."""
        return periods(self.city.open_years)

    def working_days(self) -> pl.DataFrame:
        """Day table around the open report years (see ``working_calendar.working_days``)."""
        years = self.city.open_years
        own = self.holidays["date"].to_list()
        return working_days(date(min(years) - 1, 1, 1), date(max(years) + 1, 12, 31), own)

    def structures(self) -> pl.DataFrame:
        """Every unit on the structure of every reorganisation (see ``structure.structures``)."""
        return structures(self.units, self.successions)

    def structure_date(self) -> date:
        """The chosen date of the third basis: ``city.yml``, else the day of the last reorganisation."""
        last: date | None = self.successions["effective_date"].max()  # type: ignore[assignment]
        return self.city.structure_date or last or date(1, 1, 1)

    def learned_at(self) -> datetime | None:
        """When the latest thing of the register was learned."""
        moments = pl.concat([t["learned_at"] for t in (self.units, self.successions, self.exemptions)])
        latest: datetime | None = moments.max()  # type: ignore[assignment]
        return latest

    def obligations(self) -> pl.DataFrame:
        """Which kind of unit owes which form for which part of which open year, from the forms in use."""
        return self._obligations

    @cached_property
    def _obligations(self) -> pl.DataFrame:  # asked for by every form of every batch
        parts = self.periods().select("report_year", "period_frame", "period_type", "part")
        rows = []
        for code in self.city.forms:
            for due in forms()[code].reporting:
                fit = parts.filter(
                    (pl.col("period_frame") == due.period_frame)
                    & (pl.col("period_type") == due.period_type)
                    & pl.col("report_year").is_between(due.first_year or 0, due.last_year or 9999)
                )
                number = pl.col("part").cum_count().over("report_year")
                wanted = fit.filter(number.is_in(due.sub_periods)) if due.sub_periods else fit
                rows += [
                    wanted.select(
                        form_code=pl.lit(code),
                        unit_kind=pl.lit(kind, pl.String),
                        period_type=pl.lit(due.period_type),
                        period_frame=pl.lit(due.period_frame),
                        report_year="report_year",
                        part="part",
                        deadline_working_days=pl.lit(due.deadline_working_days, pl.Int32),
                    )
                    for kind in due.submitter_kinds
                ]
        return pl.concat(rows)
