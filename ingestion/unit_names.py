"""Whose file is this? By code, then by exact name valid on that date, then by alias; a likeness only suggests."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import polars as pl

from ingestion.cleaning.codes import code_key
from ingestion.cleaning.unicode_text import bare_key, match_key
from quality.issues.shape import FINDING
from quality.register.register import Register

_ALIKE = 0.75
_SHORT = (
    (r"^p\b\.? ?", "phuong "), (r"^x\b\.? ?", "xa "), (r"^tt\b\.? ?", "thi tran "), (r"^ubnd\b ?", ""),
    (r"^thcs\b", "truong thcs"), (r"^th\b", "truong tieu hoc"), (r"^cty\b", "cong ty"),
)  # fmt: skip


class Named(NamedTuple):
    """A unit as the register names it at some time."""

    code: str
    name: str
    kind: str
    start: date
    end: date | None

    def shown(self) -> str:
        """Name and code, as sentences show them."""
        return f"“{self.name}” ({self.code})"


def register_codes(codes: Iterable[str | None], register: Register) -> dict[str, str]:
    """Codes as the register writes them, of those that differ only in dashes, spaces, case or lost leading zeros."""
    known = set(register.units["unit_code"])
    keys: dict[str, set[str]] = {}
    for code in known:
        key = code_key(code)
        for way in {key, key.lstrip("0") if key.isdigit() else key}:
            keys.setdefault(way, set()).add(code)
    found = {}
    for code in {c for c in codes if c} - known:
        only = keys.get(code_key(code), set())
        if len(only) == 1:
            found[code] = next(iter(only))
    return found


def resolve_units(head: pl.DataFrame, register: Register) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Headers with their unit codes as the register writes them, and what was decided or could not be.

    Args:
        head: submission_id, sender_kind, submitter_code, submitter_name, period_end.
        register: units and aliases.

    Returns:
        ``head`` with submitter_code replaced; findings (shape FINDING): a missing code resolved by name
        (HEAD-09), a name that several units bear or that is only like one (HEAD-10).
    """
    spelled = register_codes(head["submitter_code"], register)
    head = head.with_columns(submitter_code=pl.col("submitter_code").replace(spelled))
    nameless = head.filter(pl.col("submitter_code").is_null() & pl.col("submitter_name").is_not_null())
    if nameless.is_empty():
        return head, pl.DataFrame(schema=FINDING)
    units = _units(register)
    resolved, findings = {}, []
    for submission_id, kind, name, day in nameless.select(
        "submission_id", "sender_kind", "submitter_name", "period_end"
    ).iter_rows():
        found = units_named(name, kind, day, units, register)
        if len(found) == 1:
            resolved[submission_id] = found[0].code
            findings.append((submission_id, "HEAD-09", "submitter_code", found[0].shown(), name))
        elif found:
            many = ", ".join(unit.shown() for unit in found)
            findings.append((submission_id, "HEAD-10", "submitter_name", f": tên này có nhiều đơn vị: {many}", None))
        elif suggestion := suggested(name, kind, day, units):
            findings.append((submission_id, "HEAD-10", "submitter_name", suggestion, None))
    codes = pl.col("submission_id").replace_strict(resolved, default=None, return_dtype=pl.String)
    return head.with_columns(submitter_code=pl.coalesce("submitter_code", codes)), _findings(findings)


def suggestions(head: pl.DataFrame, register: Register) -> pl.Series:
    """For each header whose code is unknown: the unit its name means or is like, as a question; else ""."""
    units = _units(register) if head.height else []
    texts = []
    for kind, name, day in head.select("sender_kind", "submitter_name", "period_end").iter_rows():
        exact = units_named(name, kind, day, units, register) if name else []
        asked = f" – có phải {exact[0].shown()}?" if len(exact) == 1 else None
        texts.append(asked or (suggested(name, kind, day, units) if name else ""))
    return pl.Series("expected", texts, dtype=pl.String)


def units_named(name: str, kind: str, day: date | None, units: list[Named], register: Register) -> list[Named]:
    """Units of a kind that bear ``name`` on ``day``; if none does, those with such an alias."""
    there = [unit for unit in units if unit.kind == kind and _valid(unit, day)]
    exact = [unit for unit in there if match_key(unit.name) == match_key(name)]
    if exact:
        return exact
    aliased = {(c, s) for c, s, a in register.aliases.select("unit_code", "valid_from", "alias").iter_rows()
               if match_key(a) == match_key(name)}  # fmt: skip
    return [unit for unit in there if (unit.code, unit.start) in aliased]


def suggested(name: str, kind: str, day: date | None, units: list[Named]) -> str:
    """The unit whose name on ``day`` is most like ``name``, as a question; "" when none is like it."""
    alike = {_likeness_key(u.name): u for u in units if u.kind == kind and _valid(u, day)}
    close = difflib.get_close_matches(_likeness_key(name), alike, n=1, cutoff=_ALIKE)
    return f" – có phải {alike[close[0]].shown()}?" if close else ""


def _likeness_key(name: str) -> str:
    key = bare_key(name)
    for short, long in _SHORT:
        key = re.sub(short, long, key)
    return key


def _valid(unit: Named, day: date | None) -> bool:
    return day is None or (unit.start <= day and (unit.end is None or day <= unit.end))


def _units(register: Register) -> list[Named]:
    columns = ["unit_code", "name_vi", "kind", "valid_from", "valid_to"]
    rows = register.units.filter(pl.col("kind").is_not_null()).select(columns)
    return [Named(*row) for row in rows.iter_rows()]


def _findings(rows: list[tuple[str, str, str, str, str | None]]) -> pl.DataFrame:
    full = [(sid, 0, rule, field, None, expected, detail) for sid, rule, field, expected, detail in rows]
    return pl.DataFrame(full, schema=FINDING, orient="row")
