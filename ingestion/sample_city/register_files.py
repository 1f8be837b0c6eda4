"""Writes the register of the demonstration city, as its registrar would keep it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import yaml

from ingestion.sample_city.decision_files import SHORT, write_decisions
from ingestion.sample_city.plan import YEARS, all_units
from ingestion.sample_city.units import BEGINNING, Unit, neighbours, official

NOTE_VI = "SỐ LIỆU MINH HỌA, KHÔNG CÓ THẬT: chỉ các con số nêu trong bài báo ngày 14/01/2025 là có nguồn"
PERIMETER_COLUMNS = ["perimeter", "unit_code", "valid_from", "reports"]
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
    "perimeters": {
        "CITY_2024H1": {
            "name_vi": "Thành phố Nam Định trước 01/09/2024 (25 phường, xã)",
            "valid_to": date(2024, 8, 31),
        },
        "CITY_2024SEP": {
            "name_vi": "Thành phố Nam Định cùng huyện Mỹ Lộc (21 phường, xã từ 01/09/2024)",
            "valid_from": date(2024, 9, 1),
            "valid_to": date(2025, 6, 30),
            "legal_basis": "1104/NQ-UBTVQH15",
        },
        "EIGHT_WARDS_2025JUL": {
            "name_vi": "Tám phường từ 01/07/2025 (gồm 5 xã của huyện Nam Trực, Vụ Bản)",
            "valid_from": date(2025, 7, 1),
            "legal_basis": "1674/NQ-UBTVQH15",
        },
    },
    "structure_date": date(2025, 7, 1),
    "forms": [f"F0{n}" for n in range(1, 10)],
}


def write_register(folder: Path) -> None:
    """Write every file of the register below ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "city.yml").write_text(yaml.safe_dump(CITY, allow_unicode=True, sort_keys=False), encoding="utf-8")
    units = [*all_units(), *neighbours()]
    # the tables are what was known in the beginning; the reorganisations are decisions
    first = [replace(u, valid_to=None) for u in units if u.valid_from == BEGINNING]
    write_units(folder, first)
    write_decisions(folder, units)
    names = ["unit_code", "valid_from", "alias", "alias_kind", "used_from", "used_to"]
    write_table(folder, "aliases", names, _aliases(first))
    write_table(folder, "perimeters", PERIMETER_COLUMNS, _perimeters(first))
    write_table(folder, "contacts", ["unit_code", "channel", "address"], _contacts(first))
    shutil.copyfile(Path(__file__).with_name("article_figures.csv"), folder / "expected_figures.csv")
    shutil.copyfile(Path(__file__).with_name("documents.csv"), folder / "documents.csv")


def write_units(folder: Path, units: Iterable[Unit]) -> None:
    """Write ``units.csv``."""
    names = ["unit_code", "valid_from", "valid_to", "kind", "name_vi", "unit_type", "parent_code", "area_code",
             "excluded_because", "legal_basis", "invented", "learned_at"]  # fmt: skip
    rows = (
        (u.code, u.valid_from, u.valid_to, u.kind, u.name, u.unit_type, u.parent, u.area, u.excluded,
         u.legal_basis, _yes(u.invented), None)
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


def _aliases(units: Iterable[Unit]) -> list[tuple[object, ...]]:
    """Short names of wards and communes: "P. Quang Trung"."""
    return [(u.code, u.valid_from, u.name.replace(*SHORT[u.unit_type], 1), "short", None, None)
            for u in units if u.unit_type in SHORT]  # fmt: skip


def _contacts(units: Iterable[Unit]) -> list[tuple[str, str, str]]:
    """One invented mailbox of the office a unit: nobody's, and undeliverable."""
    return [(u.code, "email", f"vanthu.{u.code.lower()}@minh-hoa.invalid") for u in units if u.parent == "356"]


def _perimeters(units: Iterable[Unit]) -> list[tuple[object, ...]]:
    old_city = {r["code"] for r in official("units_2024h1.csv") if r["parent_code"] == "356"}
    outside = {u.code for u in neighbours()}
    rows: list[tuple[object, ...]] = []
    for unit in units:
        # the territory of the eight wards holds five communes that never reported to the city
        rows.append(("EIGHT_WARDS_2025JUL", unit.code, unit.valid_from, _yes(unit.code not in outside)))
        if unit.code in outside:
            continue
        rows.append(("CITY_2024SEP", unit.code, unit.valid_from, "yes"))
        seat = unit.code if unit.kind == "ward_commune" else unit.area
        if unit.parent != "358" and (not seat or seat in old_city):
            rows.append(("CITY_2024H1", unit.code, unit.valid_from, "yes"))
    return rows
