"""Applies the decisions of ``register/changes/`` to the tables of the register, in the order they take effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import yaml
from pydantic import ValidationError

from quality.register.decision_model import (
    Close,
    Decision,
    Exempt,
    Merge,
    NewUnit,
    Open,
    Rename,
    Split,
    TaxCode,
)
from quality.register.fault import Fault, RegisterError

Tables = dict[str, pl.DataFrame]
_ACTION = "Sửa bản ghi quyết định này; không sửa units.csv bằng tay."
_TAKEN_OVER = ("kind", "name_vi", "unit_type", "parent_code", "area_code", "excluded_because")


def read_decisions(folder: Path) -> list[tuple[str, Decision]]:
    """Decisions of ``folder/changes`` with their file names, by date of effect, then by name.

    Raises:
        RegisterError: a file is not a decision (REG-05).
    """
    found, faults = [], []
    for path in sorted((folder / "changes").glob("*.yml")):
        try:
            found.append((f"changes/{path.name}", Decision.model_validate(_loaded(path))))
        except ValidationError as error:
            faults += [
                Fault(f"changes/{path.name}", _act_no(e["loc"]), ".".join(str(x) for x in e["loc"] if x != "acts"),
                      "REG-05", f"{e['msg']} (đang ghi “{e['input']}”).", "Ghi lại theo README, mục danh mục đơn vị.")
                for e in error.errors()
            ]  # fmt: skip
        except yaml.YAMLError as error:
            faults.append(Fault(f"changes/{path.name}", 0, "", "REG-05", f"Không đọc được YAML: {error}.", _ACTION))
    if faults:
        raise RegisterError(*faults)
    return sorted(found, key=lambda named: (named[1].effective_date, named[0]))


def _loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _act_no(place: tuple[int | str, ...]) -> int:
    return next((x + 1 for x in place if isinstance(x, int)), 0)


def apply_decisions(tables: Tables, decisions: Iterable[tuple[str, Decision]]) -> Tables:
    """The tables as they are after ``decisions``.

    Raises:
        RegisterError: an act names a unit that does not exist on the day before (REG-06), or opens a code
            that is in use (REG-07).
    """
    state = _State({n: t.to_dicts() for n, t in tables.items() if n in _CHANGED})
    for file, decision in decisions:
        for number, act in enumerate(decision.acts, start=1):
            state.place, state.decision = (file, number), decision
            state.apply(act)
    changed = {n: pl.DataFrame(rows, schema=tables[n].schema, orient="row") for n, rows in state.rows.items()}
    return tables | changed


_CHANGED = ("units", "aliases", "successions", "perimeters", "exemptions")


@dataclass
class _State:
    rows: dict[str, list[dict[str, Any]]]
    place: tuple[str, int] = ("", 0)
    decision: Decision = field(init=False)

    @property
    def _day(self) -> date:
        return self.decision.effective_date

    @property
    def _learned(self) -> datetime:
        return self.decision.learned_at.astimezone(UTC)

    def _fault(self, rule: str, column: str, problem: str) -> RegisterError:
        return RegisterError(Fault(self.place[0], self.place[1], column, rule, problem, _ACTION))

    def apply(self, act: Open | Close | Rename | Merge | Split | TaxCode | Exempt) -> None:
        """Change the rows by one act."""
        match act:
            case Open():
                self._begin(act.unit, None)
            case Close():
                self._end(act.unit_code)
            case Rename():
                self._rename(act)
            case Merge():
                ended = [self._end(code) for code in act.old]
                heir = next((u for u in ended if u["unit_code"] == act.into.unit_code), ended[0])
                new = self._begin(act.into, heir)
                for old in ended:
                    self._edge(old, new, 1.0, None)
            case Split():
                old = self._end(act.old)
                for part in act.into:
                    self._edge(old, self._begin(part, old), part.weight, act.weight_basis)
            case TaxCode():
                old = self._end(act.unit_code)
                self._edge(old, self._begin(NewUnit(unit_code=act.new_code), old), 1.0, None)
            case Exempt():
                self._standing(act.unit_code)
                self.rows["exemptions"].append(
                    {"unit_code": act.unit_code, "form_code": act.form_code, "exempt_from": self._day,
                     "exempt_to": act.until, "reason_vi": act.reason_vi, "legal_basis": self.decision.legal_basis,
                     "learned_at": self._learned}
                )  # fmt: skip

    def _standing(self, code: str) -> dict[str, Any]:
        """The unit of that code that exists on the day before the decision takes effect."""
        eve = self._day - timedelta(days=1)
        for unit in self.rows["units"]:
            ends = unit["valid_to"] or date.max
            if unit["unit_code"] == code and unit["valid_from"] <= eve <= ends:
                return unit
        raise self._fault("REG-06", "unit_code", f"Không có đơn vị {code} vào ngày {eve:%d/%m/%Y}.")

    def _end(self, code: str) -> dict[str, Any]:
        unit = self._standing(code)
        if unit["valid_to"] is not None:
            raise self._fault("REG-06", "unit_code", f"Đơn vị {code} đã kết thúc từ {unit['valid_to']:%d/%m/%Y}.")
        unit |= {"valid_to": self._day - timedelta(days=1), "learned_at": self._learned}
        return unit

    def _begin(self, new: NewUnit, heir: dict[str, Any] | None) -> dict[str, Any]:
        code = new.unit_code
        if any(u["unit_code"] == code and (u["valid_to"] or date.max) >= self._day for u in self.rows["units"]):
            raise self._fault("REG-07", "unit_code", f"Mã {code} đang được dùng vào ngày {self._day:%d/%m/%Y}.")
        said = new.model_dump(exclude_none=True)
        unit = {name: said.get(name, (heir or {}).get(name)) for name in _TAKEN_OVER}
        if unit["kind"] is None or unit["name_vi"] is None:
            raise self._fault("REG-07", "name_vi", f"Đơn vị mới {code} chưa có tên hoặc loại đơn vị.")
        invented = (heir or {}).get("invented", "no") if new.invented is None else "yes" if new.invented else "no"
        unit |= {"unit_code": code, "valid_from": self._day, "valid_to": None, "invented": invented,
                 "legal_basis": self.decision.legal_basis, "learned_at": self._learned}  # fmt: skip
        self.rows["units"].append(unit)
        perimeters = self._perimeters_of(heir) if new.perimeters is None else new.perimeters
        self.rows["perimeters"] += [
            {"perimeter": p, "unit_code": code, "valid_from": self._day, "reports": "yes"} for p in perimeters
        ]
        self.rows["aliases"] += [
            {"unit_code": code, "valid_from": self._day, "alias": alias, "alias_kind": "short", "used_from": None,
             "used_to": None}
            for alias in new.aliases
        ]  # fmt: skip
        return unit

    def _perimeters_of(self, heir: dict[str, Any] | None) -> tuple[str, ...]:
        if heir is None:
            return ()
        key = (heir["unit_code"], heir["valid_from"])
        return tuple(r["perimeter"] for r in self.rows["perimeters"] if (r["unit_code"], r["valid_from"]) == key)

    def _edge(self, old: dict[str, Any], new: dict[str, Any], weight: float | None, basis: str | None) -> None:
        self.rows["successions"].append(
            {"old_code": old["unit_code"], "old_valid_from": old["valid_from"], "new_code": new["unit_code"],
             "new_valid_from": new["valid_from"], "weight": weight, "weight_basis": basis, "effective_date": self._day,
             "legal_basis": self.decision.legal_basis, "learned_at": self._learned}
        )  # fmt: skip

    def _rename(self, act: Rename) -> None:
        unit = self._standing(act.unit_code)
        self.rows["aliases"].append(
            {"unit_code": unit["unit_code"], "valid_from": unit["valid_from"], "alias": unit["name_vi"],
             "alias_kind": "former", "used_from": unit["valid_from"], "used_to": self._day - timedelta(days=1)}
        )  # fmt: skip
        unit |= {"name_vi": act.name_vi, "learned_at": self._learned}
