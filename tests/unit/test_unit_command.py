"""``kho138 unit`` records a decision only when the register with it is sound."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingestion.sample_city.register_files import write_register
from orchestration.cli.app import app
from quality.register.register import Register

ABOUT = ["--basis", "9/NQ", "--from", "2025-10-01", "--learned-at", "2025-09-20T00:00:00+07:00"]


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHO138_HOME", str(tmp_path))
    write_register(tmp_path / "register")
    return tmp_path / "register"


@pytest.mark.parametrize(
    ("arguments", "code", "valid_to"),
    [
        (["open", "CQ-900", "Cơ quan mới", "agency", "--perimeter", "CITY_2024SEP"], "CQ-900", None),
        (["close", "CQ-010"], "CQ-010", date(2025, 9, 30)),
        (["rename", "13684", "Phường Thiên Trường Mới"], "13684", None),
        (["merge", "13684", "13693", "--into", "13684", "--name", "Phường Thiên Đông"], "13693", date(2025, 9, 30)),
        (["split", "13684", "--part", "13684=Phường A=0.6", "--part", "13688=Phường B=0.4", "--weight-basis", "dân số"],
         "13688", None),
        (["tax-code", "0600000019", "0609999991"], "0600000019", None),
        (["exempt", "13684", "F01", "--reason", "Bão lũ", "--until", "2025-12-31"], "13684", None),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)  # fmt: skip
def test_each_act_is_recorded(register: Path, arguments: list[str], code: str, valid_to: date | None) -> None:
    before = len(list((register / "changes").iterdir()))
    done = CliRunner().invoke(app, ["unit", *arguments, *ABOUT])
    if arguments[0] == "tax-code":  # the new code has a wrong check digit: nothing is written
        assert done.exit_code == 1
        assert len(list((register / "changes").iterdir())) == before
        return
    assert done.exit_code == 0, done.output
    assert len(list((register / "changes").iterdir())) == before + 1
    last = Register.read(register).units.filter(unit_code=code).sort("valid_from").row(-1, named=True)
    assert last["valid_to"] == valid_to


def test_a_decision_that_breaks_the_register_is_not_written(register: Path) -> None:
    before = sorted(p.name for p in (register / "changes").iterdir())
    done = CliRunner().invoke(app, ["unit", "close", "CQ-999", *ABOUT])
    assert done.exit_code == 1
    assert sorted(p.name for p in (register / "changes").iterdir()) == before
    again = ["unit", "close", "CQ-010", *ABOUT]
    assert CliRunner().invoke(app, again).exit_code == 0
    assert CliRunner().invoke(app, again).exit_code == 1  # recorded once, never overwritten
