"""Draft or accepted: the line that stands on every page, until a role accepts the edition by its content."""

from __future__ import annotations

import html
import json
import re
from zoneinfo import ZoneInfo

from ingestion.identify import OFFICE_TIME
from ingestion.workspace import Workspace
from orchestration.publishing.edition import MANIFEST_NAME
from orchestration.publishing.returned_list import FILE_NAME as RETURNED
from quality.approvals.approval_log import read_log, roles

DRAFT_VI = "DỰ THẢO: số liệu chưa được phê duyệt"
_ACCEPTED_VI = "Đã phê duyệt"
_BANNER = re.compile(r'<div id="kho138-signature".*?</div>')
_BODY = re.compile(r"<body[^>]*>")


def published_hash(workspace: Workspace) -> str | None:
    """Content hash of the published edition; None before the first."""
    path = workspace.published / MANIFEST_NAME
    return str(json.loads(path.read_text(encoding="utf-8"))["content_hash"]) if path.exists() else None


def signature_line(workspace: Workspace, content: str | None = None) -> str:
    """The draft line, or who accepted the edition of this content and when; default the published edition."""
    wanted = content or published_hash(workspace)
    accepted = [a for a in read_log(workspace.approvals) if a.kind == "edition" and a.subject == wanted]
    if not accepted:
        return DRAFT_VI
    last = accepted[-1]
    document = f", văn bản {last.document_no}" if last.document_no else ""
    day = last.at.astimezone(ZoneInfo(OFFICE_TIME))
    return f"{_ACCEPTED_VI}: {roles()[last.role]['label_vi']}, ngày {day:%d/%m/%Y}{document}"


def mark_pages(workspace: Workspace) -> None:
    """Write the line on the returned list and on the first page of the release gate; safe to repeat."""
    line = signature_line(workspace)
    path = workspace.published / RETURNED
    if path.exists():
        rest = path.read_text(encoding="utf-8-sig")
        if rest.startswith((DRAFT_VI, _ACCEPTED_VI)):
            rest = rest.split("\n", 1)[1]
        part = path.with_suffix(".part")
        part.write_text(f"{line}\n{rest}", encoding="utf-8-sig")
        part.replace(path)
    banner = f'<div id="kho138-signature" style="padding:4px 16px;font-weight:bold">{html.escape(line)}</div>'
    page = workspace.gate_page
    if page.exists():
        bare = _BANNER.sub("", page.read_text(encoding="utf-8"))
        page.write_text(_BODY.sub(lambda body: body[0] + banner, bare, count=1), encoding="utf-8")
