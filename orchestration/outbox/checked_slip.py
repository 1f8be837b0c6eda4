"""The slip of a file that is checked before it is sent: nothing is received, nothing is stored."""

from __future__ import annotations

from datetime import datetime

from ingestion.check_file import Checked
from orchestration.outbox.slip_source import head_of
from orchestration.outbox.slips import may_return_sheets
from quality.register.register import Register
from quality.return_slip.root_cause import slip_lines
from quality.return_slip.sender_sheets import SentCell
from quality.return_slip.slip import Slip
from quality.return_slip.to_workbook import slip_workbook


def slip_of(checked: Checked, file_name: str, register: Register | None, received_at: datetime | None = None) -> Slip:
    """What the pipeline would answer to the file; with ``received_at`` in the words for a file that was sent."""
    whole = checked.whole()
    row = whole.submission | {"source_name": file_name, "received_at": received_at}
    head = head_of(row, whole.verdict, register)
    return Slip(head, slip_lines(whole.issues.to_dicts(), head.form_code))


def checked_slip(checked: Checked, file_name: str, register: Register | None) -> bytes:
    """Workbook that says what the pipeline would answer to the file."""
    slip = slip_of(checked, file_name, register)
    columns = ["sheet", "row_no", "col_no", "kind", "text"]
    cells = [SentCell(*c) for c in checked.cells.select(columns).iter_rows()] if may_return_sheets(slip.head) else []
    return slip_workbook(slip, cells)
