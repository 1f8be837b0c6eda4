"""Writes the register of the demonstration city, as its registrar would keep it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import yaml

from ingestion.sample_city.plan import YEARS, all_units
from ingestion.sample_city.units import BEGINNING, MERGED_2025, Unit, official, successions

NOTE_VI = "SỐ LIỆU MINH HỌA, KHÔNG CÓ THẬT: chỉ các con số nêu trong bài báo ngày 14/01/2025 là có nguồn"
CITY = {
    "city_name_vi": "Thành phố Nam Định",
    "city_name_en": "Nam Định city",
    "committee_name_vi": "Ban Chỉ đạo 138 thành phố Nam Định",
    "invented": True,
    "invented_note_vi": NOTE_VI,
    "review_year": 2024,
    "target_year": 2025,
    "open_years": list(YEARS),
    "perimeter": "CITY_2024SEP",
    "forms": [f"F0{n}" for n in range(1, 10)],
}
# public holidays on which offices are closed (SEEN: announcements of the Ministry of Labour for each year)
_HOLIDAYS = (
    ("2023-01-02", "2023-01-02", "Nghỉ bù Tết Dương lịch"), ("2023-01-20", "2023-01-26", "Tết Nguyên đán"),
    ("2023-04-29", "2023-05-03", "Giỗ Tổ, 30/4, 1/5"), ("2023-09-01", "2023-09-04", "Quốc khánh"),
    ("2024-01-01", "2024-01-01", "Tết Dương lịch"), ("2024-02-08", "2024-02-14", "Tết Nguyên đán"),
    ("2024-04-18", "2024-04-18", "Giỗ Tổ Hùng Vương"), ("2024-04-29", "2024-05-01", "30/4, 1/5"),
    ("2024-08-31", "2024-09-03", "Quốc khánh"), ("2025-01-01", "2025-01-01", "Tết Dương lịch"),
    ("2025-01-25", "2025-02-02", "Tết Nguyên đán"), ("2025-04-07", "2025-04-07", "Giỗ Tổ Hùng Vương"),
    ("2025-04-30", "2025-05-04", "30/4, 1/5"), ("2025-08-30", "2025-09-02", "Quốc khánh"),
)  # fmt: skip


def write_register(folder: Path) -> None:
    """Write every file of the register below ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "city.yml").write_text(yaml.safe_dump(CITY, allow_unicode=True, sort_keys=False), encoding="utf-8")
    units = all_units()
    write_units(folder, units)
    write_table(folder, "aliases", ["unit_code", "valid_from", "alias"], _aliases(units))
    names = ["old_code", "old_valid_from", "new_code", "new_valid_from", "weight", "effective_date", "legal_basis"]
    edges = ((o.code, o.valid_from, n.code, n.valid_from, 1.0, day, basis) for o, n, day, basis in successions())
    write_table(folder, "successions", names, edges)
    write_table(folder, "perimeters", ["perimeter", "unit_code", "valid_from"], _perimeters(units))
    write_table(folder, "holidays", ["date", "name_vi"], holidays())
    shutil.copyfile(Path(__file__).with_name("article_figures.csv"), folder / "expected_figures.csv")


def write_units(folder: Path, units: Iterable[Unit]) -> None:
    """Write ``units.csv``."""
    names = ["unit_code", "valid_from", "valid_to", "kind", "name_vi", "unit_type", "parent_code", "area_code",
             "eligible_safe", "legal_basis", "invented"]  # fmt: skip
    rows = (
        (u.code, u.valid_from, u.valid_to, u.kind, u.name, u.unit_type, u.parent, u.area, _yes(u.eligible),
         u.legal_basis, _yes(u.invented))
        for u in units
    )  # fmt: skip
    write_table(folder, "units", names, rows)


def _yes(flag: object) -> str:
    return "yes" if flag else "no"


def write_table(folder: Path, name: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one CSV of the register; None is an empty cell."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(["" if v is None else v for v in row] for row in rows)


def holidays() -> list[tuple[date, str]]:
    """Every day of every public holiday."""
    days = []
    for first, last, name in _HOLIDAYS:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            days.append((day, name))
            day += timedelta(days=1)
    return days


def _aliases(units: Iterable[Unit]) -> list[tuple[str, date, str]]:
    """Short names of wards and communes: "P. Quang Trung"."""
    short = {"phuong": ("Phường ", "P. "), "xa": ("Xã ", "X. "), "thi_tran": ("Thị trấn ", "TT. ")}
    return [(u.code, u.valid_from, u.name.replace(*short[u.unit_type], 1)) for u in units if u.unit_type in short]


def _perimeters(units: Iterable[Unit]) -> list[tuple[str, str, date]]:
    old_city = {r["code"] for r in official("units_2024h1.csv") if r["parent_code"] == "356"}
    rows = []
    for unit in units:
        if unit.valid_from == MERGED_2025:
            rows.append(("EIGHT_WARDS_2025JUL", unit.code, unit.valid_from))
            continue
        rows.append(("CITY_2024SEP", unit.code, unit.valid_from))
        seat = unit.code if unit.kind == "ward_commune" else unit.area
        if unit.valid_from == BEGINNING and unit.parent != "358" and (not seat or seat in old_city):
            rows.append(("CITY_2024H1", unit.code, unit.valid_from))
    return rows
