"""Reporting windows as the senders know them from the decree: 15 December to 14 December."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

PERIOD_VI = {"M": "Tháng", "Q": "Quý", "H": "6 tháng", "N": "9 tháng", "Y": "Năm"}
FRAME_VI = {"ND09": "Kỳ hành chính (15/12 - 14/12)", "SCHOOL_YEAR": "Năm học"}


@dataclass(frozen=True)
class Window:
    """A reporting period: ``part`` is Y, H1, N1, Q1..Q4 or M01..M12."""

    year: int
    part: str
    first: date
    last: date
    frame: str = "ND09"

    @property
    def period_id(self) -> str:
        """Name of the period, as in ``ND09:2024-Q1``."""
        return f"{self.frame}:{self.year}-{self.part}"

    @property
    def words(self) -> str:
        """How a file name would call it: "quý 1 năm 2024"."""
        if self.frame == "SCHOOL_YEAR":
            return f"năm học {self.year - 1}-{self.year}"
        if self.part == "Y":
            return f"năm {self.year}"
        if self.part[0] == "H":
            return f"6 tháng đầu năm {self.year}"
        if self.part[0] == "N":
            return f"9 tháng đầu năm {self.year}"
        return f"{'tháng' if self.part[0] == 'M' else 'quý'} {int(self.part[1:])} năm {self.year}"


def window(year: int, part: str, frame: str = "ND09") -> Window:
    """The window of a part of a report year."""
    if frame == "SCHOOL_YEAR":
        return Window(year, "Y", date(year - 1, 9, 1), date(year, 5, 31), frame)
    months = {"Y": 12, "N": 9, "H": 6, "Q": 3, "M": 1}[part[0]]
    number = int(part[1:] or 1)
    first = _month(year, (number - 1) * months)
    return Window(year, part, first, _month(year, number * months) - timedelta(days=1))


def _month(year: int, months: int) -> date:
    total = (year - 1) * 12 + 11 + months
    return date(total // 12, total % 12 + 1, 15)


def quarters_of(part: str) -> tuple[int, ...]:
    """Quarters that a part of the year covers."""
    return {"Y": (1, 2, 3, 4), "N1": (1, 2, 3), "H1": (1, 2)}.get(part) or (int(part[1:]),)
