"""``kho138 unit``: openings, closings, names, mergers, splits, tax codes and exemptions as recorded decisions.

Each command writes one file to ``register/changes/`` and only when the register with it is sound.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import typer
import yaml

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT
from orchestration.cli.one_writer import one_writer

app = typer.Typer(help="Ghi quyết định về đơn vị / record a decision about units.", no_args_is_help=True)

_BASIS = typer.Option(..., "--basis", help="Legal basis, e.g. 1674/NQ-UBTVQH15.")
_FROM = typer.Option(..., "--from", help="First day it holds, e.g. 2025-07-01.")
_LEARNED = typer.Option(None, "--learned-at", help="When the committee learned it (ISO, with zone); default now.")
_BY = typer.Option("Thường trực Ban Chỉ đạo 138", "--by", help="Role that records it, never a person's name.")
_PERIMETER = typer.Option([], "--perimeter", help="Perimeter of the new unit; default those of the unit before it.")


@app.command("open")
def open_unit(
    code: str,
    name: str,
    kind: str,
    basis: str = _BASIS,
    day: str = _FROM,
    learned: str = _LEARNED,
    by: str = _BY,
    perimeter: list[str] = _PERIMETER,
    area: str = typer.Option(None, help="Code of the ward of its seat."),
) -> None:
    """A new unit that had none before it."""
    unit = {"unit_code": code, "name_vi": name, "kind": kind, "perimeters": perimeter, "area_code": area}
    _record({"act": "open", "unit": _said(unit)}, code, basis, day, learned, by)


@app.command()
def close(code: str, basis: str = _BASIS, day: str = _FROM, learned: str = _LEARNED, by: str = _BY) -> None:
    """A unit ends the day before, without a successor."""
    _record({"act": "close", "unit_code": code}, code, basis, day, learned, by)


@app.command()
def rename(code: str, name: str, basis: str = _BASIS, day: str = _FROM, learned: str = _LEARNED, by: str = _BY) -> None:
    """The same unit under another name; the old one stays known as a former name."""
    _record({"act": "rename", "unit_code": code, "name_vi": name}, code, basis, day, learned, by)


@app.command()
def merge(
    old: list[str],
    into: str = typer.Option(..., help="Code of the unit they become."),
    name: str = typer.Option(None, help="Its name; default that of the unit with the same code."),
    basis: str = _BASIS,
    day: str = _FROM,
    learned: str = _LEARNED,
    by: str = _BY,
    perimeter: list[str] = _PERIMETER,
) -> None:
    """Whole units become one."""
    unit = {"unit_code": into, "name_vi": name, "perimeters": perimeter}
    _record({"act": "merge", "old": old, "into": _said(unit)}, into, basis, day, learned, by)


@app.command()
def split(
    old: str,
    part: list[str] = typer.Option(..., help="CODE=NAME or CODE=NAME=WEIGHT, at least twice; weights add up to 1."),
    weight_basis: str = typer.Option(None, help="What the weights rest on, e.g. population of the scheme."),
    basis: str = _BASIS,
    day: str = _FROM,
    learned: str = _LEARNED,
    by: str = _BY,
) -> None:
    """One unit becomes several; without weights its figures are not carried over."""
    fields = ("unit_code", "name_vi", "weight")
    parts: list[dict[str, Any]] = [dict(zip(fields, p.split("="), strict=False)) for p in part]
    act = {"act": "split", "old": old, "into": parts, "weight_basis": weight_basis}
    _record(_said(act), old, basis, day, learned, by)


@app.command("tax-code")
def tax_code(
    code: str, new_code: str, basis: str = _BASIS, day: str = _FROM, learned: str = _LEARNED, by: str = _BY
) -> None:
    """An enterprise gets a new tax code."""
    _record({"act": "tax_code", "unit_code": code, "new_code": new_code}, code, basis, day, learned, by)


@app.command()
def exempt(
    code: str,
    form: str,
    reason: str = typer.Option(..., help="Why, as the ledger will say it."),
    until: str = typer.Option(None, help="Last day; default no end."),
    basis: str = _BASIS,
    day: str = _FROM,
    learned: str = _LEARNED,
    by: str = _BY,
) -> None:
    """A unit need not send a form for periods that end in this time."""
    act = {"act": "exempt", "unit_code": code, "form_code": form, "until": until, "reason_vi": reason}
    _record(_said(act), f"{code}-{form}", basis, day, learned, by)


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, [], ())}


def _record(act: dict[str, Any], about: str, basis: str, day: str, learned: str | None, by: str) -> None:
    from quality.register.register import Register, RegisterError

    decision = {"legal_basis": basis, "effective_date": day, "recorded_by": by, "acts": [act],
                "learned_at": learned or datetime.now(UTC).isoformat(timespec="seconds")}  # fmt: skip
    workspace = Workspace.from_environment()
    folder = workspace.register
    name = "_".join(re.sub(r"[^\w-]", "-", word) for word in (day, act["act"], about, basis))
    path = folder / "changes" / f"{name}.yml"
    with one_writer(workspace, "unit"):  # a run that began would read a decision that may be taken back
        if path.exists():
            ERR.print(f"Đã có bản ghi {path.name}; không ghi đè.")
            raise typer.Exit(1)
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(decision, allow_unicode=True, sort_keys=False), encoding="utf-8")
        try:
            Register.read(folder)
        except RegisterError as error:
            path.unlink()
            ERR.print("KHÔNG GHI: danh mục sẽ không còn đúng.")
            for fault in error.faults:
                ERR.print(f"  {fault.sentence()}", markup=False)
            raise typer.Exit(1) from error
    OUT.print(f"Đã ghi {path}. Có hiệu lực ở lần chạy tới (kho138 run).")
