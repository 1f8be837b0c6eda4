"""Writes the return slips: one folder a submission that was returned, held back or asked about.

Equal answers are not written again; the slip of a submission that needs none any more is removed,
so the folder is always what the last run had to say.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from ingestion.workspace import Workspace
from orchestration.outbox.slip_files import slip_folder, write_slip
from orchestration.outbox.slip_source import heads, issues_by_submission, sender_cells
from quality.register.register import Register
from quality.return_slip.root_cause import slip_lines
from quality.return_slip.slip import Slip, SlipHead


class Written(NamedTuple):
    """Slips there are, slips written in this run, slips removed."""

    slips: int
    written: int
    removed: int


def write_slips(workspace: Workspace, register: Register) -> Written:
    """Bring the slips of the workspace up to what the warehouse found."""
    found = issues_by_submission(workspace.warehouse)
    verdicts = {submission_id: issues[0]["verdict"] for submission_id, issues in found.items()}
    slips = {
        sid: Slip(head, slip_lines(found[sid], head.form_code))
        for sid, head in heads(workspace, register, verdicts).items()
    }
    shown = [sid for sid, slip in slips.items() if may_return_sheets(slip.head)]
    written, done = 0, set()
    for sid, cells in sender_cells(workspace, shown):
        written += write_slip(slip_folder(workspace, slips[sid].head), slips[sid], cells)
        done.add(sid)
    for sid in slips.keys() - done:
        written += write_slip(slip_folder(workspace, slips[sid].head), slips[sid], [])
    return Written(
        len(slips), written, _remove_others(workspace, {slip_folder(workspace, s.head) for s in slips.values()})
    )


def may_return_sheets(head: SlipHead) -> bool:
    """A workbook that was read and not set aside comes back whole; anything else gets the first sheet alone."""
    return head.verdict != "quarantined" and head.file_format not in ("csv", "json", "unknown")


def _remove_others(workspace: Workspace, wanted: set[Path]) -> int:
    there = {path for unit in workspace.slips.glob("*") if unit.is_dir() for path in unit.iterdir()}
    for path in there - wanted:
        shutil.rmtree(path)
    return len(there - wanted)
