"""The two reorganisations as the registrar of the demonstration city recorded them: one decision a resolution."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import yaml

from ingestion.sample_city.units import MERGED_2024, MERGED_2025, Unit, merged_into

SHORT = {"phuong": ("Phường ", "P. "), "xa": ("Xã ", "X. "), "thi_tran": ("Thị trấn ", "TT. ")}
# when the resolutions were adopted: from then on the committee knew (1674: 16 June 2025, from the press)
_ADOPTED = {MERGED_2024: "2024-07-23T17:00:00+07:00", MERGED_2025: "2025-06-16T17:00:00+07:00"}
_BASIS = {MERGED_2024: "1104/NQ-UBTVQH15", MERGED_2025: "1674/NQ-UBTVQH15"}
_INSIDE = {MERGED_2024: ["CITY_2024SEP", "EIGHT_WARDS_2025JUL"], MERGED_2025: ["EIGHT_WARDS_2025JUL"]}
_OLD_OFFICES = {"CA-356": ["CA-356", "CA-358"], "BCD138-356": ["BCD138-356"]}


def write_decisions(folder: Path, units: Iterable[Unit]) -> None:
    """Write ``changes/<date>_<resolution>.yml`` below ``folder`` for both reorganisations."""
    (folder / "changes").mkdir(exist_ok=True)
    known = list(units)
    for day, acts in ((MERGED_2024, _acts_2024(known)), (MERGED_2025, _acts_2025(known))):
        decision = {
            "legal_basis": _BASIS[day],
            "effective_date": day,
            "learned_at": _ADOPTED[day],
            "recorded_by": "Thường trực Ban Chỉ đạo 138",
            "acts": acts,
        }
        path = folder / "changes" / f"{day}_{_BASIS[day].replace('/', '-')}.yml"
        path.write_text(yaml.safe_dump(decision, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _acts_2024(units: list[Unit]) -> list[dict[str, object]]:
    return [
        {"act": "merge", "old": _OLD_OFFICES.get(u.code) or merged_into(u.code, MERGED_2024), "into": _new(u)}
        for u in units
        if u.valid_from == MERGED_2024
    ]


def _acts_2025(units: list[Unit]) -> list[dict[str, object]]:
    new = [u for u in units if u.valid_from == MERGED_2025]
    wards: list[dict[str, object]] = [{"act": "merge", "old": merged_into(u.code, MERGED_2025), "into": _new(u)}
             for u in new if u.kind == "ward_commune"]  # fmt: skip
    police: dict[str, object] = {"act": "split", "old": "CA-356", "into": [_new(u) for u in new if u.kind == "police"]}
    return [*wards, police, {"act": "close", "unit_code": "BCD138-356"}]


def _new(unit: Unit) -> dict[str, object]:
    day: date = unit.valid_from
    made: dict[str, object] = {
        "unit_code": unit.code, "name_vi": unit.name, "kind": unit.kind, "unit_type": unit.unit_type,
        "parent_code": unit.parent, "perimeters": list(_INSIDE[day]),
    }  # fmt: skip
    if unit.area:
        made["area_code"] = unit.area
    if unit.unit_type in SHORT:
        made["aliases"] = [unit.name.replace(*SHORT[unit.unit_type], 1)]
    return made
