"""The three files of a slip and how they are put in place: whole, and only when they say something new."""

from __future__ import annotations

import re
from pathlib import Path

from ingestion.workspace import Workspace
from quality.return_slip.sender_sheets import SentCell, sheets_to_return
from quality.return_slip.slip import Slip, SlipHead
from quality.return_slip.to_json import slip_json
from quality.return_slip.to_text import slip_text
from quality.return_slip.to_workbook import slip_workbook

WORKBOOK, LETTER, DOCUMENT = "phieu-ket-qua.xlsx", "thu-tra-loi.txt", "phieu-ket-qua.json"
_SAFE = re.compile(r"[^A-Za-z0-9_-]+")


def slip_folder(workspace: Workspace, head: SlipHead) -> Path:
    """Where the slip of a submission lies: by the unit that sent it."""
    unit = _SAFE.sub("_", head.unit_code or "") or "khong-ro-don-vi"
    return workspace.slips / unit / head.submission_id[:16]


def write_slip(folder: Path, slip: Slip, cells: list[SentCell]) -> bool:
    """Write the three files of a slip; False when they already say this."""
    document = slip_json(slip, len(sheets_to_return(cells)))
    path = folder / DOCUMENT
    if path.exists() and path.read_bytes() == document:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / WORKBOOK, slip_workbook(slip, cells))
    _replace(folder / LETTER, slip_text(slip).encode())
    _replace(path, document)  # last: it says that the slip is whole
    return True


def _replace(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)
