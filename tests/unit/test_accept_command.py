"""``kho138 accept``: an explanation is accepted in the one log, by a role, and never before there is one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer

from orchestration.cli import exceptions
from quality.approvals.approval_log import Question, read_log

ROW = {
    "submission_id": "a" * 64,
    "rule_id": "XPER-01",
    "field": "zalo_groups",
    "line_no": 0,
    "query_state": "explained",
}
ROLE = "Phó Trưởng ban Thường trực"


def _asked(monkeypatch: pytest.MonkeyPatch, home: Path, **changes: str) -> Path:
    def query(_sql: str, _parameters: list[Any]) -> list[dict[str, Any]]:
        return [ROW | changes]

    monkeypatch.setenv("KHO138_HOME", str(home))
    monkeypatch.setattr(exceptions, "query", query)
    return home / "approvals.jsonl"


def test_an_accepted_explanation_is_a_line_of_the_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = _asked(monkeypatch, tmp_path)
    exceptions.accept("aaaa", "XPER-01", field=None, by=ROLE, note="Đã kiểm tra")
    exceptions.accept("aaaa", "XPER-01", field="zalo_groups", by="standing_office", note=None)
    one, other = read_log(log)
    assert (one.kind, one.subject, one.role, one.reason_vi) == ("explanation", "a" * 64, ROLE, "Đã kiểm tra")
    assert one.question == other.question == Question("XPER-01", "zalo_groups", 0)
    log.write_text(log.read_text(encoding="utf-8").replace("kiểm tra", "xem"), encoding="utf-8")
    with pytest.raises(typer.Exit):  # nobody accepts anything in a log that was changed
        exceptions.accept("aaaa", "XPER-01", field=None, by=ROLE, note=None)


@pytest.mark.parametrize(
    ("changes", "rule", "by"),
    [({"query_state": "open"}, "XPER-01", ROLE), ({}, "VAL-04", ROLE), ({}, "XPER-01", "Nguyễn Văn Bình")],
)
def test_nothing_is_accepted_without_an_explanation_a_question_and_a_role(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changes: dict[str, str], rule: str, by: str
) -> None:
    log = _asked(monkeypatch, tmp_path, **changes)
    with pytest.raises(typer.Exit):
        exceptions.accept("aaaa", rule, field=None, by=by, note=None)
    assert not log.exists()
