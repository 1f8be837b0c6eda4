"""How letters call the units and the committee: names of the register on a day, and the closing lines."""

from __future__ import annotations

from datetime import date

import polars as pl

from quality.register.register import Register


class Names:
    """Names of one register."""

    def __init__(self, register: Register) -> None:
        self._units = register.units.sort("valid_from")
        self._city = register.city
        self.committee = register.city.committee_name_vi

    def unit(self, code: str, on: date) -> str:
        """The unit's name on that day, else the latest it had; the code alone for a unit nobody knows."""
        own = self._units.filter(unit_code=code)
        then = own.filter((pl.col("valid_from") <= on) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= on)))
        known = then if then.height else own
        return str(known["name_vi"][-1]) if known.height else f"đơn vị mã {code}"

    def kind(self, code: str) -> str | None:
        """Kind of submitter; None for a unit nobody knows."""
        own = self._units.filter(unit_code=code)
        return str(own["kind"][-1]) if own.height else None

    def addressed(self, code: str, on: date) -> str:
        """Name and code, as a letter is addressed."""
        return f"{self.unit(code, on)} (mã đơn vị {code})"

    def closing(self) -> list[str]:
        """The last lines of every letter."""
        note = [f"({self._city.invented_note_vi})"] if self._city.invented else []
        return ["", "Trân trọng.", self.committee, *note, "", "Thư này do hệ thống gửi tự động."]
