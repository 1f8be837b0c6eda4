"""The city's units: wards and communes as the law lists them, everybody else invented and labelled so."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

OFFICIAL = Path(__file__).with_name("official")
BEGINNING = date(1, 1, 1)
MERGED_2024 = date(2024, 9, 1)
MERGED_2025 = date(2025, 7, 1)
_WARD_TYPES = {"phuong", "xa", "thi_tran"}
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


@dataclass(frozen=True)
class Unit:
    """One row of the register: a unit as it was from ``valid_from`` to ``valid_to`` (both included)."""

    code: str
    kind: str
    name: str
    unit_type: str
    valid_from: date = BEGINNING
    valid_to: date | None = None
    parent: str = "356"
    area: str = ""
    excluded: str = ""  # why it is outside the standard, in the register's words
    legal_basis: str = ""
    invented: bool = False
    note: str = ""  # size of an enterprise, level of a school

    @property
    def eligible(self) -> bool:
        """Whether the standard of circular 124 is for it."""
        return not self.excluded

    def valid_on(self, day: date) -> bool:
        """Whether the unit existed on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def official(name: str) -> list[dict[str, str]]:
    """Rows of a file of official facts."""
    with (OFFICIAL / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text.count("-") == 2 else None


def wards() -> list[Unit]:
    """Wards and communes of the city before 2024-09-01 (25 + 11), after it (21), and from 2025-07-01 (8)."""
    rows: dict[tuple[str, date], Unit] = {}
    grown = {r["new_code"] for r in official("crosswalk.csv") if r["effective_date"] == "2024-09-01"}
    merged = {c for c in grown if sum(r["new_code"] == c for r in _edges("2024-09-01")) > 1}
    for row in official("units_2024h1.csv"):
        if row["type"] in _WARD_TYPES:
            ends = date(2024, 8, 31) if row["code"] in merged else _day(row["valid_to"])
            rows[row["code"], BEGINNING] = _ward(row, BEGINNING, ends)
    for row in official("units_2024sep.csv"):
        if row["type"] in _WARD_TYPES:
            before = rows.get((row["code"], BEGINNING))
            if before and before.name == row["name_vi"] and row["code"] not in merged:
                # same name, code and territory: one unit, whose district changed
                rows[row["code"], BEGINNING] = _ward(row, BEGINNING, date(2025, 6, 30))
            else:
                rows[row["code"], MERGED_2024] = _ward(row, MERGED_2024, date(2025, 6, 30), "1104/NQ-UBTVQH15")
    for row in official("units_2025jul.csv"):
        if row["type"] in _WARD_TYPES:
            rows[row["code"], MERGED_2025] = _ward(row, MERGED_2025, None, "1674/NQ-UBTVQH15")
    return list(rows.values())


def _ward(row: dict[str, str], start: date, end: date | None, basis: str = "") -> Unit:
    return Unit(row["code"], "ward_commune", row["name_vi"], row["type"], start, end, row["parent_code"], row["code"],
                legal_basis=basis)  # fmt: skip


def _edges(day: str) -> list[dict[str, str]]:
    return [r for r in official("crosswalk.csv") if r["effective_date"] == day]


def neighbours() -> list[Unit]:
    """Communes outside the city that the reorganisation of 2025 merged into its wards; they never reported to it."""
    return [_ward(row, BEGINNING, _day(row["valid_to"])) for row in official("units_neighbours_merged_2025jul.csv")]


def merged_into(code: str, day: date) -> list[str]:
    """Codes of the units that became ``code`` on ``day``, as the resolution lists them."""
    return [r["old_code"] for r in _edges(day.isoformat()) if r["new_code"] == code]


def tax_code(number: int) -> str:
    """A tax code with a right check digit (nine digits made from ``number``, then the digit)."""
    digits = f"060{number:06d}"
    while (check := 10 - sum(w * int(d) for w, d in zip(_TAX_WEIGHTS, digits, strict=True)) % 11) == 10:
        digits = f"{int(digits) + 1000:09d}"
    return f"{digits}{check}"


def offices() -> list[Unit]:
    """Police and standing office; the district ones ended with the district."""
    ended = date(2024, 8, 31)
    return [
        Unit("CA-356", "police", "Công an thành phố Nam Định", "cong_an", BEGINNING, ended),
        Unit("CA-356", "police", "Công an thành phố Nam Định", "cong_an", MERGED_2024, date(2025, 6, 30),
             legal_basis="1104/NQ-UBTVQH15"),
        Unit("CA-358", "police", "Công an huyện Mỹ Lộc", "cong_an", BEGINNING, ended, "358"),
        Unit("BCD138-356", "city_sc138", "Thường trực Ban Chỉ đạo 138 thành phố Nam Định", "ban_chi_dao", BEGINNING, ended),
        Unit("BCD138-356", "city_sc138", "Thường trực Ban Chỉ đạo 138 thành phố Nam Định", "ban_chi_dao", MERGED_2024,
             date(2025, 6, 30), legal_basis="1104/NQ-UBTVQH15"),
        *(Unit(f"CA-{w.code}", "police", w.name.replace("Phường", "Công an phường"), "cong_an", MERGED_2025, None, "37", w.code,
               legal_basis="1674/NQ-UBTVQH15") for w in wards() if w.valid_from == MERGED_2025),
    ]  # fmt: skip


_MASS_ORGS = (
    "Ủy ban Mặt trận Tổ quốc", "Hội Liên hiệp Phụ nữ", "Hội Cựu chiến binh", "Hội Nông dân", "Đoàn Thanh niên",
    "Liên đoàn Lao động", "Hội Cựu Công an nhân dân", "Hội Chữ thập đỏ", "Hội Người cao tuổi", "Hội Khuyến học",
    "Hội Luật gia", "Hội Cựu thanh niên xung phong",
)  # fmt: skip
_LEVELS = ("Mầm non", "Tiểu học", "Trung học cơ sở", "Trung học phổ thông", "Liên cấp", "Giáo dục thường xuyên",
           "Giáo dục nghề nghiệp", "Cao đẳng - đại học")  # fmt: skip
_SMALL = {"Nhỏ": "small_enterprise", "Siêu nhỏ": "micro_enterprise"}
_YOUNG = {"Mầm non": "kindergarten", "Tiểu học": "primary_school"}
_SIZES = ("Lớn", "Vừa", "Vừa", "Nhỏ", "Nhỏ", "Siêu nhỏ")


def invented(agencies: int = 60, mass_orgs: int = 12, enterprises: int = 150, schools: int = 90) -> list[Unit]:
    """Agencies, mass organisations, enterprises and schools: none of them exists."""
    areas = [u.code for u in wards() if u.valid_on(date(2024, 12, 14))]
    made = [
        Unit(f"CQ-{n:03d}", "agency", "Ban Chỉ huy Quân sự minh họa" if n == 1 else f"Cơ quan minh họa số {n:02d}",
             "co_quan", area=areas[n % len(areas)], excluded="armed_forces" if n == 1 else "", invented=True)
        for n in range(1, agencies + 1)
    ]  # fmt: skip
    made += [
        Unit(f"DT-{n:02d}", "mass_org", f"{_MASS_ORGS[n - 1]} thành phố (minh họa)", "doan_the", invented=True)
        for n in range(1, mass_orgs + 1)
    ]
    for n in range(1, enterprises + 1):
        size = _SIZES[n % len(_SIZES)]
        made.append(Unit(tax_code(n), "enterprise", f"Công ty Minh họa {n:03d}", "doanh_nghiep",
                         area=areas[n % len(areas)], excluded=_SMALL.get(size, ""), invented=True, note=size))  # fmt: skip
    for n in range(1, schools + 1):
        level = _LEVELS[0 if n % 3 == 0 else 1 if n % 3 == 1 else 2 + n // 3 % 6]
        made.append(Unit(f"GD-{n:03d}", "school", f"Trường {level} Minh họa {n:02d}", "truong",
                         area=areas[n % len(areas)], excluded=_YOUNG.get(level, ""), invented=True, note=level))  # fmt: skip
    return made
