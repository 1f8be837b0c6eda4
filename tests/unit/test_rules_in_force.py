"""A rule adopted later changes no earlier verdict: neither of an earlier period nor of a file received before."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from ingestion import judge_batch as judging
from quality.contracts.form_model import Rule
from quality.contracts.registry import forms
from quality.issues.shape import FINDING
from quality.register.register import Register
from quality.rules.in_force import findings_in_force
from tests.unit.edited_workbook import accepted, judge, rules

MOMENTS = pl.DataFrame(
    [("old period", date(2024, 12, 14), date(2025, 3, 2)), ("old file", date(2025, 1, 14), date(2025, 2, 27)),
     ("new", date(2025, 1, 14), date(2025, 3, 1)), ("no period", None, date(2025, 3, 1))],
    schema=["submission_id", "period_end", "received_on"], orient="row",
)  # fmt: skip


def _rule(number: int, valid_from: date | None, known_from: date | None) -> Rule:
    return Rule(id=f"F01-E{number:02d}", severity="error", expr="zalo_groups >= 0", message_vi="sai", message_en="no",
                action_vi="sửa", source="design", valid_from=valid_from, known_from=known_from)  # fmt: skip


def _found(asked: list[Rule]) -> set[tuple[str, str]]:
    rows = [{"submission_id": s, "line_no": 0, "rule_id": r.id, "field": "zalo_groups"}
            for s in MOMENTS["submission_id"] for r in asked]  # fmt: skip
    findings = pl.DataFrame([dict.fromkeys(FINDING.names()) | row for row in rows], schema=FINDING)
    kept = findings_in_force(findings, MOMENTS, asked)
    assert kept.schema == FINDING
    return set(kept.select("submission_id", "rule_id").iter_rows())


def test_a_rule_is_asked_of_its_periods_and_of_files_received_since_it_is_known() -> None:
    always = _rule(1, None, None)
    later = _rule(2, date(2025, 1, 1), date(2025, 3, 1))
    assert _found([always, later]) == {(s, always.id) for s in MOMENTS["submission_id"]} | {
        ("new", later.id), ("no period", later.id)}  # fmt: skip
    assert ("old file", later.id) in _found([later.model_copy(update={"known_from": None})])
    assert ("old period", later.id) in _found([later.model_copy(update={"valid_from": None})])


@pytest.mark.parametrize(
    ("valid_from", "known_from", "verdict"),
    [
        (None, None, "returned"),
        (date(2023, 1, 1), date(2025, 7, 1), "returned"),  # received on 1 July 2025, about 2023
        (None, date(2025, 7, 2), "accepted"),
        (date(2024, 1, 1), None, "accepted"),
    ],
)
def test_the_pipeline_judges_by_the_rules_of_the_time(
    city_register: Register, monkeypatch: pytest.MonkeyPatch, valid_from: date, known_from: date, verdict: str
) -> None:
    rule = Rule(id="F03-E90", severity="error", expr="members_total <= 10", message_vi="{members_total} quá lớn",
                message_en="too many", action_vi="xem lại", source="design", valid_from=valid_from,
                known_from=known_from)  # fmt: skip
    form = forms()["F03"]
    changed = form.model_copy(update={"rules": (*form.rules, rule)})
    monkeypatch.setattr(judging, "forms", lambda: forms() | {"F03": changed})
    judged = judge(accepted("F03"), "F03", city_register)
    assert judged.submissions["verdict"].to_list() == [verdict]
    assert [r for r, _ in rules(judged)] == (["F03-E90"] if verdict == "returned" else [])
