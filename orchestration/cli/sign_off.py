"""``kho138 sign-off`` and ``kho138 decide``: a role accepts an edition, open questions, or one of two files."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from ingestion.landing.landing import Landing
from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT
from orchestration.cli.one_writer import one_writer
from orchestration.publishing.earlier import moment_of
from orchestration.publishing.freeze import FreezeError, read_manifest
from orchestration.publishing.signature import mark_pages, published_hash, signature_line
from quality.approvals.approval_log import Approval, ApprovalError, Kind, accept

_ROLE = typer.Option(help="Role that accepts, e.g. chair, standing_office (quality/approvals/roles.yml).")
_REASON = typer.Option(help="Why, in a sentence; no person's name.")
_AT = typer.Option(None, help="Moment of the acceptance (2025-01-20 or with time); default now.")
_DOCUMENT = typer.Option(None, help="Number of the document, if there is one.")
_SHORTEST = 8


def sign_off(
    what: str = typer.Argument("published", help="“published”, a frozen edition's name, or a file's sha256."),
    role: str = _ROLE,
    reason: str = _REASON,
    at: str = _AT,
    document: str = _DOCUMENT,
) -> None:
    """Accept an edition, or the open questions of a submission; an edition nobody accepted is a draft."""
    workspace = Workspace.from_environment()
    with one_writer(workspace, "sign-off"):
        content = published_hash(workspace) if what == "published" else _edition_hash(workspace, what)
        if content:
            _accept("edition", content, role, reason, at, document)
            mark_pages(workspace)
            OUT.print(signature_line(workspace, content))
            return
        _accept("queries", _submission(workspace, what), role, reason, at, document)
    OUT.print("Đã chấp nhận giải trình của báo cáo; có hiệu lực từ lần “kho138 run” sau.")


def decide(
    keep: str = typer.Argument(help="sha256 (or its beginning) of the file that counts."),
    role: str = _ROLE,
    reason: str = _REASON,
    at: str = _AT,
    document: str = _DOCUMENT,
) -> None:
    """Decide which of several files of the same revision counts."""
    workspace = Workspace.from_environment()
    with one_writer(workspace, "decide"):
        _accept("conflict", _submission(workspace, keep), role, reason, at, document)
    OUT.print("Đã ghi quyết định; có hiệu lực từ lần “kho138 run” sau.")


def _edition_hash(workspace: Workspace, name: str) -> str | None:
    try:
        return str(read_manifest(workspace, name)["content_hash"])
    except FreezeError:
        return None


def _submission(workspace: Workspace, beginning: str) -> str:
    known = Landing(workspace.landing).receipts()["submission_id"].unique()
    found = [s for s in known if s.startswith(beginning)] if len(beginning) >= _SHORTEST else []
    if len(found) != 1:
        ERR.print(f"Không xác định được báo cáo hoặc bản công bố nào từ “{beginning}”.")
        raise typer.Exit(2)
    return str(found[0])


def _accept(kind: Kind, subject: str, role: str, reason: str, at: str | None, document: str | None) -> Approval:
    try:
        moment = moment_of(at) if at else datetime.now(UTC)
        return accept(Workspace.from_environment().approvals, kind, subject, role, moment, reason, document)
    except (ApprovalError, ValueError) as error:
        ERR.print(str(error))
        raise typer.Exit(2) from error
