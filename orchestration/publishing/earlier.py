"""The marts as they were known at an earlier moment, in a DuckDB file of their own, kept by content.

Nothing is remembered from that moment but receipts and records: staging leaves out what was learned
later and dbt computes everything again, so an answer about the past can always be checked.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from ingestion.identify import OFFICE_TIME
from ingestion.landing.landing import Landing
from ingestion.record_snapshot import write_record_snapshot
from ingestion.register_snapshot import write_register_snapshot
from ingestion.workspace import Workspace
from orchestration.dbt_environment import PROJECT, dbt_environment, project_sources
from orchestration.publishing.edition import FILE_NAME, copy_marts
from orchestration.publishing.judged_then import lay_out_judged
from quality.register.register import Register


class EarlierError(RuntimeError):
    """The marts of an earlier moment cannot be computed; the reason is in words."""


def moment_of(text: str) -> datetime:
    """A moment (UTC) from ``2025-01-14`` (the end of that day in the office) or an ISO date and time.

    Raises:
        ValueError: the text is neither.
    """
    moment = datetime.fromisoformat(text)
    office = ZoneInfo(OFFICE_TIME)
    if len(text) <= len("2025-01-14"):
        moment = datetime.combine(moment.date(), time.max, office)
    return (moment if moment.tzinfo else moment.replace(tzinfo=office)).astimezone(UTC)


def in_office(moment: datetime) -> datetime:
    """The moment as the clock of the office shows it."""
    return moment.astimezone(ZoneInfo(OFFICE_TIME))


def marts_as_of(workspace: Workspace, moment: datetime) -> Path:
    """The file with schema ``marts`` as known at ``moment``; computed when no file of that content is kept.

    Raises:
        EarlierError: nothing had been received by then, or dbt failed.
    """
    kept = workspace.earlier / f"{_content_key(workspace, moment)}.duckdb"
    if not kept.exists():
        bench = Workspace(workspace.earlier / "bench")
        _lay_out(workspace, bench)
        lay_out_judged(workspace, bench, moment)
        write_register_snapshot(bench, Register.read(workspace.register, known_at=moment), moment)
        write_record_snapshot(bench)
        build_marts(bench)
        draft = kept.with_suffix(".draft")
        copy_marts(bench.warehouse, draft)
        draft.replace(kept)
    return kept


def build_marts(bench: Workspace) -> None:
    """Seeds and models (no tests: the release gate is for what is published) into the bench's warehouse.

    Raises:
        EarlierError: dbt failed; its last words are the message.
    """
    bench.warehouse.parent.mkdir(parents=True, exist_ok=True)
    # its own target folder: dbt parses only when the project changed, whatever the moment asked for
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", "build", "--resource-type", "seed",
               "--resource-type", "model", "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
               "--target-path", str(bench.home / "target"), "--log-path", str(bench.home / "logs")]  # fmt: skip
    done = subprocess.run(  # noqa: S603 — the command is ours, no shell
        command, env=os.environ | dbt_environment(bench), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise EarlierError(done.stdout[-2000:])


def _lay_out(workspace: Workspace, bench: Workspace) -> None:
    """A bench that shares what is true (append-only) and has a register snapshot of its own."""
    bench.lake.mkdir(parents=True, exist_ok=True)
    for link, target in (
        (bench.register, workspace.register),  # its books of documents and milestones; staging keeps what was known
        (bench.landing, workspace.landing),
        (bench.editions, workspace.editions),
        (bench.approvals, workspace.approvals),
    ):
        if not link.is_symlink():
            link.symlink_to(target, target_is_directory=True)


def _content_key(workspace: Workspace, moment: datetime) -> str:
    """What the answer depends on: the moment, what had arrived, the register, the definitions."""
    receipts = Landing(workspace.landing).receipts()
    known = sorted(receipts.filter(receipts["received_at"] <= moment)["receipt_id"])
    if not known:
        raise EarlierError(f"Đến {in_office(moment):%d/%m/%Y %H:%M} chưa nhận được báo cáo nào.")
    editions = sorted(path.name for path in workspace.editions.glob("*"))
    digest = hashlib.sha256(f"{moment.timestamp()} {FILE_NAME} {known} {editions}".encode())
    digest.update(workspace.approvals.read_bytes() if workspace.approvals.exists() else b"")
    for path in sorted([*project_sources(), *workspace.register.rglob("*.*")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:24]
