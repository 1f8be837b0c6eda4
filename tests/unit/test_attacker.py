"""The attacker of the disclosure tests knows what forms say: a part of a submission is never more than its whole."""

from __future__ import annotations

import math

from tests.integration.attacker import _Solver

_PART, _WHOLE = (f"F01/{field}/13681/2024-09-01/ab12" for field in ("tips_useful", "tips_received"))
_OTHER = "F01/tips_received/13681/2024-09-01/cd34"  # of another submission: says nothing about the part


def test_a_part_is_bounded_by_its_whole_and_by_no_other() -> None:
    solver = _Solver([(((_WHOLE, 1.0),), 2.0), (((_OTHER, 1.0),), 1.0)], {_PART})
    assert solver.parts == [(_PART, _WHOLE)]
    assert solver.width({_PART: 1.0}) == 2
    assert solver.width({_WHOLE: 1.0}) == 0
    assert _Solver([(((_OTHER, 1.0),), 1.0)], {_PART}).width({_PART: 1.0}) == math.inf


def test_a_whole_is_bounded_below_by_its_part() -> None:
    together = (((_PART, 1.0), (_WHOLE, 1.0)), 10.0)
    assert _Solver([together], set()).width({_WHOLE: 1.0}) == 5  # 5 to 10
