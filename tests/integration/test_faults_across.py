"""One of every fault that shows only beside other reports is found where it was planted; the habits on the edge are let be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.across import replaced, world
from tests.faults.across_city import clean
from tests.faults.across_worlds import receive, said_in, shows
from tests.faults.report import DOCUMENT
from tests.integration.compiled_warehouse import CompiledWarehouse


@pytest.mark.full  # the demonstration city of some four hundred files and its warehouse: `make faults` has 25 of the whole
def test_one_world_of_faults_beside_other_reports(compiled_warehouse: CompiledWarehouse, tmp_path: Path) -> None:
    planted = world(0)
    touched = {clean()[n].unit.code for n in (*replaced(planted), *(n for one in planted for n in one.left))}
    # the police and the standing office report what others are compared with; what units recognised is asked of all
    keep = [n for n, s in enumerate(clean()) if s.unit.code in touched or s.form == "F06" or _says_so(n)]
    lake = receive(tmp_path / "city", [planted], keep)
    said = said_in(compiled_warehouse, lake.of_world(0))
    assert [one.of for one, ids in lake.worlds[0] if not shows(said, lake, one, ids)] == []
    nothing = {sid: [] for sid in said}
    assert [one.of for one, ids in lake.worlds[0] if one.rules and shows(nothing, lake, one, ids)] == []


def _says_so(number: int) -> bool:
    s = clean()[number]
    return s.form in ("F02", "F04", "F05") and s.window.part == "Y" and s.values.get("recognised_safe") == "Có"


def test_the_document_names_every_class_and_nothing_is_missed() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [one.of for one in world(0) if f"| {one.of} |" not in text] == []
    assert "Nothing went unnoticed." in text
