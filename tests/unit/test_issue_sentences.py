"""Sentences of issues: what was seen is said as offices write it, so that a slip with it can be sent back."""

from __future__ import annotations

import polars as pl
import pytest

from quality.contracts.registry import forms
from quality.issues.shape import FINDING
from quality.issues.write_up import Place, write_up


@pytest.mark.parametrize(
    ("seen", "said"),
    [("2026-12-15", "15/12/2026"), ("2026-12-15 00:00:00", "15/12/2026"), ("15.12.2026", "15.12.2026"), (" ", "trống")],
)
def test_a_day_is_said_as_offices_write_it_and_kept_as_it_was(seen: str, said: str) -> None:
    row = ("a", 0, "HEAD-08", "prepared_on", None, "27/11/2026", None)
    finding = pl.DataFrame([row], schema=["submission_id", "line_no", "rule_id", "field", "related_fields", "expected", "detail"], orient="row")  # fmt: skip
    finding = finding.select([pl.col(n).cast(t) for n, t in FINDING.items()])
    places = {("a", 0, "prepared_on"): Place("Báo cáo", "E19", seen)}
    (issue,) = write_up(finding, places, forms()["F01"], {}).iter_rows(named=True)
    assert issue["message_vi"] == f"Ngày lập {said} muộn hơn ngày nhận 27/11/2026."
    assert issue["value_seen"] == seen
