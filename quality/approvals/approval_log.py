"""Who accepted what and when: an append-only log of roles, each line holding the hash of the one before.

Three things are accepted: the open questions of a submission (``queries``), one of several files that
say they are the same revision (``conflict``), a published or frozen edition (``edition``).
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Kind = Literal["queries", "conflict", "edition"]
_ROLES = Path(__file__).with_name("roles.yml")
_FIRST = "0" * 64


class ApprovalError(ValueError):
    """The acceptance is not valid, or the log was changed behind its back; the reason is in Vietnamese."""


class Approval(BaseModel):
    """One acceptance. ``subject`` is a submission's sha256, or an edition's content hash."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    subject: str = Field(pattern=r"^[0-9a-f]{64}$")
    role: str
    at: AwareDatetime
    reason_vi: str = Field(min_length=1, max_length=500)
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


def accept(
    path: Path, kind: Kind, subject: str, role: str, at: datetime, reason_vi: str, document_no: str | None = None
) -> Approval:
    """Append one acceptance to the log.

    Raises:
        ApprovalError: no such role, the role may not accept this kind of thing, the moment lies before the
            last line of the log, or the log was changed.
    """
    if role not in roles():
        raise ApprovalError(f"Không có vai trò “{role}”. Các vai trò: {', '.join(roles())}.")
    if kind not in roles()[role]["may"]:
        raise ApprovalError(f"{roles()[role]['label_vi']} không có thẩm quyền phê duyệt nội dung này.")
    log = read_log(path)
    if log and at < log[-1].at:
        raise ApprovalError(f"Thời điểm {at:%d/%m/%Y %H:%M} sớm hơn lần phê duyệt trước đó.")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    previous = hashlib.sha256(lines[-1].encode()).hexdigest() if lines else _FIRST
    made = Approval(kind=kind, subject=subject, role=role, at=at, reason_vi=reason_vi, document_no=document_no,
                    previous=previous)  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(made.model_dump_json() + "\n")
    return made
