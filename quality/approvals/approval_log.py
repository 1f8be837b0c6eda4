"""Who accepted what and when: an append-only log of roles, each line holding the hash of the one before.

Five things are accepted: what a unit explained (``explanation``: one question of a submission), all open
questions of a submission (``queries``), one of several files that say they are the same revision
(``conflict``), a published or frozen edition (``edition``), what the release gate saw (``gate``).
"""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Kind = Literal["explanation", "queries", "conflict", "edition", "gate"]
_ROLES = Path(__file__).with_name("roles.yml")
_FIRST = "0" * 64


class ApprovalError(ValueError):
    """The acceptance is not valid, or the log was changed behind its back; the reason is in Vietnamese."""


class Question(NamedTuple):
    """One question of a submission; ``field`` is "-" where it concerns a whole file."""

    rule_id: str
    field: str
    line_no: int


class Approval(BaseModel):
    """One acceptance. ``subject`` is a submission's sha256, an edition's content hash, or that of a finding."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    subject: str = Field(pattern=r"^[0-9a-f]{64}$")
    question: Question | None = None  # of an explanation
    role: str = Field(min_length=2, max_length=120)
    at: AwareDatetime
    reason_vi: str | None = Field(default=None, max_length=500)
    document_no: str | None = Field(default=None, max_length=80)
    previous: str = _FIRST


@cache
def roles() -> dict[str, dict[str, Any]]:
    """Roles by code: label_vi, and the kinds of things they may accept."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(_ROLES.read_text(encoding="utf-8"))
    return found


def read_log(path: Path) -> list[Approval]:
    """Every acceptance, in the order it was made.

    Raises:
        ApprovalError: a line was changed, removed or put in between.
    """
    found: list[Approval] = []
    before = _FIRST
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else [], start=1):
        approval = Approval.model_validate_json(line)
        if approval.previous != before:
            raise ApprovalError(f"{path.name} dòng {number}: nhật ký phê duyệt đã bị sửa đổi.")
        before = hashlib.sha256(line.encode()).hexdigest()
        found.append(approval)
    return found


def label_vi(role: str) -> str:
    """The role in words: of a code its label, of a title written out the title."""
    return str(roles()[role]["label_vi"]) if role in roles() else role


def accept(
    path: Path,
    kind: Kind,
    subject: str,
    role: str,
    at: datetime,
    reason_vi: str | None,
    document_no: str | None = None,
    question: Question | None = None,
) -> Approval:
    """Append one acceptance to the log, on disk before this returns.

    Args:
        path: the log.
        kind: what is accepted; ``explanation`` names its ``question``, the others a reason.
        subject: sha256 of a submission or of an edition's content.
        role: a code of ``roles.yml``; an explanation may also be accepted by a title written out.
        at: moment of the acceptance.
        reason_vi: why, in Vietnamese.
        document_no: number of the document, if there is one.
        question: the question whose explanation is accepted.

    Raises:
        ApprovalError: no such role, the role may not accept this kind of thing, the moment lies before the
            last line of the log, or the log was changed.
    """
    if role not in roles() and kind != "explanation":
        raise ApprovalError(f"Không có vai trò “{role}”. Các vai trò: {', '.join(roles())}.")
    if role in roles() and kind not in roles()[role]["may"]:
        raise ApprovalError(f"{label_vi(role)} không có thẩm quyền phê duyệt nội dung này.")
    if (kind == "explanation") != (question is not None) or (kind != "explanation" and not reason_vi):
        raise ApprovalError("Thiếu câu hỏi được chấp nhận giải trình, hoặc thiếu lý do phê duyệt.")
    log = read_log(path)
    if log and at < log[-1].at:
        raise ApprovalError(f"Thời điểm {at:%d/%m/%Y %H:%M} sớm hơn lần phê duyệt trước đó.")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    previous = hashlib.sha256(lines[-1].encode()).hexdigest() if lines else _FIRST
    made = Approval(kind=kind, subject=subject, question=question, role=role, at=at, reason_vi=reason_vi,
                    document_no=document_no, previous=previous)  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(made.model_dump_json(exclude_none=True) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return made
