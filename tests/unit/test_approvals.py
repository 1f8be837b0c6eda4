"""The log of acceptances: who may accept what, only forward in time, and no line changed afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quality.approvals.approval_log import ApprovalError, Question, accept, read_log

AT = datetime(2025, 1, 20, 9, tzinfo=UTC)
SUBJECT = "a" * 64


def test_each_line_holds_the_one_before(tmp_path: Path) -> None:
    log = tmp_path / "approvals.jsonl"
    accept(log, "queries", SUBJECT, "standing_office", AT, "Số liệu đúng, đã giải trình")
    accept(log, "edition", SUBJECT, "chair", AT + timedelta(days=1), "Thông qua", "12/TB-BCĐ")
    assert [(a.kind, a.role, a.document_no) for a in read_log(log)] == [
        ("queries", "standing_office", None),
        ("edition", "chair", "12/TB-BCĐ"),
    ]
    question = Question("XPER-01", "zalo_groups", 0)
    accept(log, "explanation", SUBJECT, "Phó Trưởng ban Thường trực", AT + timedelta(days=2), None, question=question)
    assert read_log(log)[-1].question == question
    for changed in (log.read_text().replace("chair", "deputy_chair").replace("đúng", "sai"),
                    log.read_text().split("\n", 1)[1]):  # fmt: skip
        log.write_text(changed)
        with pytest.raises(ApprovalError, match="đã bị sửa đổi"):
            read_log(log)


@pytest.mark.parametrize(
    ("kind", "role", "words"),
    [
        ("edition", "standing_office", "thẩm quyền"),
        ("queries", "chair", "thẩm quyền"),
        ("queries", "me", "vai trò"),
        ("explanation", "chair", "Thiếu câu hỏi"),
    ],
)
def test_a_role_accepts_only_what_it_may(tmp_path: Path, kind: str, role: str, words: str) -> None:
    with pytest.raises(ApprovalError, match=words):
        accept(tmp_path / "log", kind, SUBJECT, role, AT, "Đồng ý")  # type: ignore[arg-type]
    assert not (tmp_path / "log").exists()


def test_an_acceptance_is_not_dated_back(tmp_path: Path) -> None:
    accept(tmp_path / "log", "queries", SUBJECT, "standing_office", AT, "Đồng ý")
    with pytest.raises(ApprovalError, match="sớm hơn"):
        accept(tmp_path / "log", "queries", SUBJECT, "standing_office", AT - timedelta(seconds=1), "Đồng ý")
